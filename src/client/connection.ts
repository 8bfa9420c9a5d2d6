import { NetworkError } from "../errors/network-error.ts";
import { IdleTimeoutError, RequestTimeoutError } from "../errors/timeout-errors.ts";
import type { ByteSource } from "../operations/byte-source.ts";
import { abortable } from "./abortable.ts";

/** How a connection is made and how long it may take. */
export interface ConnectionOptions {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal | undefined;
  /** Until the response headers, in ms; undefined waits. */
  readonly requestTimeoutMs: number | undefined;
  /** The longest silence within the body, in ms; 0 waits. */
  readonly idleTimeoutMs: number;
}

/** A response, and its body, which is read from here and not from the response. */
export interface Connection {
  readonly response: Response;
  readonly bytes: ByteSource;
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
 *
 * @throws NetworkError, RequestTimeoutError, or the reason of the signal; reading the body throws
 *   IdleTimeoutError too.
 */
export async function connect(
  url: string,
  init: RequestInit,
  { fetch, signal, requestTimeoutMs, idleTimeoutMs }: ConnectionOptions,
): Promise<Connection> {
  const controller = new AbortController();
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  /** A read that was begun, and not awaited yet. */
  let next: Promise<ReadableStreamReadResult<Uint8Array>> | undefined;
  let closed = false;
  let failure: { readonly error: unknown } | undefined;
  let bytesReceived = 0;
  let reading = false;
  let silentSince = 0;
  let idleTimer: ReturnType<typeof setTimeout> | undefined;

  const onAbort = (): void => fail(signal!.reason);

  function close(): void {
    closed = true;
    signal?.removeEventListener("abort", onAbort);
    clearTimeout(idleTimer);
  }

  function cancel(): void {
    if (closed) return;
    close();
    reader?.cancel().catch(ignore);
    controller.abort();
  }

  function fail(error: unknown): void {
    if (closed) return;
    failure = { error };
    cancel();
  }

  function failed(cause: unknown): unknown {
    close();
    if (failure) return failure.error;
    // Anything can be thrown, nothing too.
    const { message = cause, cause: deeper } = Object(cause);
    const why = [message, deeper?.message].filter(Boolean).join(": ") || "no reason given";
    const { origin } = new URL(url);
    return new NetworkError(`The connection to ${origin} failed (${why})`, { cause });
  }

  /**
   * One timer for the whole body: when it fires too early it is set again for what is left, so that
   * a piece costs a look at the clock and not a timer. A reader that pauses is not silence.
   */
  function watchSilence(): void {
    reading = true;
    if (idleTimeoutMs === 0) return;
    silentSince = performance.now();
    idleTimer ??= setTimeout(checkSilence, idleTimeoutMs);
  }

  function checkSilence(last = false): void {
    idleTimer = undefined;
    if (!reading) return;
    const left = silentSince + idleTimeoutMs - performance.now();
    if (left > 0) idleTimer = setTimeout(checkSilence, left);
    // After a blocked thread the timer comes first, and then what arrived meanwhile.
    else if (!last) idleTimer = setTimeout(checkSilence, 0, true);
    else fail(new IdleTimeoutError(idleTimeoutMs, bytesReceived));
  }

  async function readUntil(enough: (piece: Uint8Array) => boolean): Promise<boolean> {
    let bytes = 0;
    const take = (piece: Uint8Array): boolean => {
      bytes += piece.length;
      bytesReceived += piece.length;
      return enough(piece);
    };
    for (;;) {
      if (failure) throw failure.error;
      if (closed) return false;
      watchSilence();
      let result: ReadableStreamReadResult<Uint8Array>;
      try {
        result = await (next ?? reader!.read());
      } catch (cause) {
        throw failed(cause);
      }
      reading = false;
      next = undefined;
      // Given up, a pending read ends as if the body had.
      if (result.done) close();
      else if (take(result.value)) break;
    }
    while (bytes < AT_HAND_BYTES) {
      let result: ReadableStreamReadResult<Uint8Array> | undefined;
      next = reader!.read();
      next.then((it) => {
        result = it;
      }, ignore);
      // What is fulfilled is told before this goes on. In place: with an async function for each
      // piece, a stream in pieces of a few bytes takes a seventh longer.
      await undefined;
      if (result === undefined || result.done) break;
      next = undefined;
      take(result.value);
    }
    return true;
  }

  signal?.addEventListener("abort", onAbort);
  const timer =
    requestTimeoutMs &&
    setTimeout(() => fail(new RequestTimeoutError(requestTimeoutMs)), requestTimeoutMs);
  try {
    const fetching = fetch(url, {
      ...init,
      // Of the ways to refuse redirects, the one that every runtime knows.
      redirect: "manual",
      signal: controller.signal,
    });
    fetching.then((response) => {
      if (closed) response.body?.cancel().catch(ignore);
    }, ignore);
    // Not every fetch heeds its signal.
    const response = await abortable(fetching, controller.signal);
    reader = response.body?.getReader();
    if (reader === undefined) close();
    return { response, bytes: { readUntil, cancel } };
  } catch (cause) {
    throw failed(cause);
  } finally {
    if (timer) clearTimeout(timer);
  }
}
