import { TotalTimeoutError } from "../errors/timeout-errors.ts";

/** When a call has to be over, and what to throw if it is not. */
export class Deadline {
  readonly #totalTimeoutMs: number;
  readonly #end: number;

  constructor(totalTimeoutMs: number) {
    this.#totalTimeoutMs = totalTimeoutMs;
    this.#end = performance.now() + totalTimeoutMs;
  }

  /** In ms, and never negative. */
  get left(): number {
    return Math.max(0, this.#end - performance.now());
  }

  error(): TotalTimeoutError {
    return new TotalTimeoutError(this.#totalTimeoutMs);
  }
}

/** Why a signal has aborted. Old runtimes do not say, and may not have DOMException. */
export const reasonOf = ({ reason }: AbortSignal): unknown =>
  reason === undefined
    ? Object.assign(new Error("This operation was aborted"), { name: "AbortError" })
    : reason;

/** The outcome of a promise, or the reason of the signal or the deadline if that comes first. */
export function abortable<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
  deadline?: Deadline,
): Promise<T> {
  if (signal === undefined && deadline === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(reasonOf(signal!));
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort);
    const timer = deadline && setTimeout(() => reject(deadline.error()), deadline.left);
    promise.then(resolve, reject).finally(() => {
      signal?.removeEventListener("abort", abort);
      clearTimeout(timer);
    });
  });
}

/** Waits, until the signal ends it with its reason. */
export async function delay(ms: number, signal: AbortSignal | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await abortable(over, signal);
  } finally {
    clearTimeout(timer);
  }
}
