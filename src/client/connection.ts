import { NetworkError } from "../errors/network-error.ts";
import { type Deadline, reasonOf } from "./abortable.ts";
import type { BodyReader } from "./body-reader.ts";

/**
 * Failures that another try cannot mend: Node's and Bun's own time limits on an answer that is being
 * paid for, a permission of Node's or Deno's, a certificate, a page's policy, and what the fetch does
 * not support.
 */
const NOT_RETRYABLE =
  /UND_ERR_(HEADERS|BODY)_TIMEOUT|ERR_ACCESS|certificate|^TimeoutError|^NotCapable|^PermissionDenied|Content Security Policy|not (implemented|supported)/;

export const ignore = (): void => {};

/**
 * All that one HTTP exchange holds and lets go of when it is over: the caller's signal, a signal
 * of its own for fetch, its timers, and the reader of the body.
 */
export class Connection {
  readonly #url: string;
  readonly #caller: AbortSignal | undefined;
  readonly #controller = new AbortController();
  readonly #onAbort = (): void => this.fail(reasonOf(this.#caller!));
  readonly #deadlineTimer: ReturnType<typeof setTimeout> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reader: BodyReader | undefined;
  #failure: { readonly error: unknown } | undefined;
  #isClosed = false;

  constructor(url: string, caller: AbortSignal | undefined, deadline: Deadline | undefined) {
    this.#url = url;
    this.#caller = caller;
    caller?.addEventListener("abort", this.#onAbort);
    if (deadline) {
      this.#deadlineTimer = setTimeout(() => this.fail(deadline.error()), deadline.left);
    }
    // It may have aborted before there was a listener.
    if (caller?.aborted) this.#onAbort();
  }

  /** Aborts with the connection. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  setReader(reader: BodyReader): void {
    this.#reader = reader;
  }

  /** One timer at a time: this replaces the one before. */
  setTimer(run: () => void, ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(run, ms);
  }

  clearTimer(): void {
    clearTimeout(this.#timer);
  }

  /** @throws what the connection failed with, if it did */
  throwIfFailed(): void {
    if (this.#failure) throw this.#failure.error;
  }

  /** Ends the connection with an error for whoever waits for it, and for all who ask later. */
  fail(error: unknown): void {
    if (this.#isClosed) return;
    this.#failure = { error };
    this.cancel();
  }

  /** Ends the connection, and the sending of what has not been read. */
  cancel(): void {
    if (this.#isClosed) return;
    this.close();
    this.#reader?.cancel().catch(ignore);
    this.#controller.abort();
  }

  /** Lets go of everything, once there is nothing more to read. */
  close(): void {
    this.#isClosed = true;
    this.#caller?.removeEventListener("abort", this.#onAbort);
    clearTimeout(this.#deadlineTimer);
    clearTimeout(this.#timer);
  }

  /** Closes after the platform's own call was rejected, and returns what to throw. */
  closeWith(cause: unknown): unknown {
    this.close();
    this.#failure ??= { error: networkError(this.#url, cause) };
    return this.#failure.error;
  }
}

function networkError(url: string, cause: unknown): NetworkError {
  // Any value can be thrown, including undefined.
  const { name, message = cause, cause: deeper } = Object(cause);
  const why = [message, deeper?.message].filter(Boolean).join(": ") || "no reason given";
  const retryable = !NOT_RETRYABLE.test(`${name} ${deeper?.code} ${why}`);
  const { origin } = new URL(url);
  return new NetworkError(`The connection to ${origin} failed (${why})`, retryable, { cause });
}
