import { NetworkError } from "../errors/network-error.ts";
import { IdleTimeoutError, RequestTimeoutError } from "../errors/timeout-errors.ts";
import type { ByteSource } from "../operations/byte-source.ts";
import { abortable } from "./abortable.ts";
import { fulfilled } from "./fulfilled.ts";

/** How a connection is made and how long it may take. */
export interface ConnectionOptions {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal | undefined;
  /** Until the response headers, in ms; undefined waits. */
  readonly requestTimeoutMs: number | undefined;
  /** The longest silence within the body, in ms; 0 waits. */
  readonly idleTimeoutMs: number;
}

const ignore = (): void => {};

/**
 * Up to how many bytes are taken at once of small pieces that have come already: with promises for
 * each of them, a stream in pieces of one frame takes twice as long.
 */
const AT_HAND_BYTES = 16 * 1024;

/**
 * One HTTP exchange: a fetch that ends when its signal or one of its timeouts says so, in every
 * runtime and with every fetch, and then leaves no timer and no listener.
 */
export class Connection implements ByteSource {
  readonly #url: string;
  readonly #options: ConnectionOptions;
  readonly #controller = new AbortController();
  readonly #onAbort = (): void => this.#fail(this.#options.signal!.reason);
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  /** A read that was begun, and not awaited yet. */
  #next: Promise<ReadableStreamReadResult<Uint8Array>> | undefined;
  #closed = false;
  #failure: { readonly error: unknown } | undefined;
  #bytesReceived = 0;
  #reading = false;
  #silentSince = 0;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(url: string, options: ConnectionOptions) {
    this.#url = url;
    this.#options = options;
  }

  /**
   * Sends the request and gives the response, whose body is then read from here.
   *
   * @throws NetworkError, RequestTimeoutError, or the reason of the signal.
   */
  async open(init: RequestInit): Promise<Response> {
    const { fetch, signal, requestTimeoutMs } = this.#options;
    signal?.addEventListener("abort", this.#onAbort);
    const timer =
      requestTimeoutMs &&
      setTimeout(() => this.#fail(new RequestTimeoutError(requestTimeoutMs)), requestTimeoutMs);
    try {
      const fetching = fetch(this.#url, {
        ...init,
        // Of the ways to refuse redirects, the one that every runtime knows.
        redirect: "manual",
        signal: this.#controller.signal,
      });
      fetching.then((response) => {
        if (this.#closed) response.body?.cancel().catch(ignore);
      }, ignore);
      // Not every fetch heeds its signal.
      const response = await abortable(fetching, this.#controller.signal);
      this.#reader = response.body?.getReader();
      if (this.#reader === undefined) this.#close();
      return response;
    } catch (cause) {
      throw this.#failed(cause);
    } finally {
      if (timer) clearTimeout(timer);
    }
  }

  /** @throws NetworkError, IdleTimeoutError, or the reason of the signal. */
  async readUntil(enough: (piece: Uint8Array) => boolean): Promise<boolean> {
    let isEnough = false;
    for (let bytes = 0; bytes < AT_HAND_BYTES || !isEnough; ) {
      if (this.#closed) {
        if (this.#failure && !isEnough) throw this.#failure.error;
        return isEnough;
      }
      this.#next ??= this.#reader!.read();
      let result: ReadableStreamReadResult<Uint8Array> | undefined;
      if (isEnough) {
        result = await fulfilled(this.#next);
        if (result === undefined) break;
      } else {
        this.#watchSilence();
        try {
          result = await this.#next;
        } catch (cause) {
          throw this.#failed(cause);
        }
        this.#reading = false;
      }
      this.#next = undefined;
      if (result.done) {
        // Given up, a pending read ends as if the body had.
        this.#close();
      } else {
        bytes += result.value.length;
        this.#bytesReceived += result.value.length;
        isEnough = enough(result.value) || isEnough;
      }
    }
    return true;
  }

  cancel(): void {
    if (this.#closed) return;
    this.#close();
    this.#reader?.cancel().catch(ignore);
    this.#controller.abort();
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    this.#failure = { error };
    this.cancel();
  }

  #close(): void {
    this.#closed = true;
    this.#options.signal?.removeEventListener("abort", this.#onAbort);
    clearTimeout(this.#idleTimer);
  }

  #failed(cause: unknown): unknown {
    this.#close();
    if (this.#failure) return this.#failure.error;
    // Anything can be thrown, nothing too.
    const { message = cause, cause: deeper } = Object(cause);
    const why = [message, deeper?.message].filter(Boolean).join(": ") || "no reason given";
    const { origin } = new URL(this.#url);
    return new NetworkError(`The connection to ${origin} failed (${why})`, { cause });
  }

  /**
   * One timer for the whole body: when it fires too early it is set again for what is left, so that
   * a piece costs a look at the clock and not a timer. A reader that pauses is not silence.
   */
  #watchSilence(): void {
    const { idleTimeoutMs } = this.#options;
    this.#reading = true;
    if (idleTimeoutMs === 0) return;
    this.#silentSince = performance.now();
    this.#idleTimer ??= setTimeout(() => this.#checkSilence(), idleTimeoutMs);
  }

  #checkSilence(last = false): void {
    this.#idleTimer = undefined;
    if (!this.#reading) return;
    const { idleTimeoutMs } = this.#options;
    const left = this.#silentSince + idleTimeoutMs - performance.now();
    if (left > 0) this.#idleTimer = setTimeout(() => this.#checkSilence(), left);
    // After a blocked thread the timer comes first, and then what arrived meanwhile.
    else if (!last) this.#idleTimer = setTimeout(() => this.#checkSilence(true));
    else this.#fail(new IdleTimeoutError(idleTimeoutMs, this.#bytesReceived));
  }
}
