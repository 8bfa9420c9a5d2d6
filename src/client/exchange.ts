import { RequestTimeoutError } from "../errors/timeout-errors.ts";
import { UnsupportedRuntimeError } from "../errors/unsupported-runtime-error.ts";
import type { Fetch } from "../fetch.ts";
import type { ByteSource } from "../protocol/byte-source.ts";
import { watchPolicy } from "../runtime.ts";
import { abortable, type Deadline } from "./abortable.ts";
import { bodyReader } from "./body-reader.ts";
import { Connection, ignore } from "./connection.ts";
import { ResponseBody } from "./response-body.ts";

/** How an exchange is made and how long it may take. */
export interface ExchangeOptions {
  readonly fetch: Fetch;
  readonly signal: AbortSignal | undefined;
  /** Until the response headers, in ms; undefined waits. */
  readonly requestTimeoutMs: number | undefined;
  /** Whether an exchange that outlasts `requestTimeoutMs` may be tried again. */
  readonly retryTimeout: boolean;
  /** The longest silence within the body, in ms; 0 waits. */
  readonly idleTimeoutMs: number;
  readonly deadline: Deadline | undefined;
}

/** A response, and its body, which is read from here and not from the response. */
export interface Exchange {
  readonly response: Response;
  readonly source: ByteSource;
}

/**
 * One HTTP exchange: a fetch that ends when its signal or one of its timeouts says so, in every
 * runtime and with every fetch, and then leaves no timer and no listener.
 *
 * @throws NetworkError, RequestTimeoutError, TotalTimeoutError, UnsupportedRuntimeError, or the
 *   reason of the signal; reading the body throws IdleTimeoutError too
 */
export async function exchange(
  url: string,
  init: RequestInit,
  { fetch, signal, requestTimeoutMs, retryTimeout, idleTimeoutMs, deadline }: ExchangeOptions,
): Promise<Exchange> {
  const connection = new Connection(url, signal, deadline);
  const endWatch = watchPolicy(url);
  if (requestTimeoutMs) {
    connection.setTimer(
      () => connection.fail(new RequestTimeoutError(requestTimeoutMs, retryTimeout)),
      requestTimeoutMs,
    );
  }
  try {
    const fetching = fetch(url, {
      ...init,
      // The only way to refuse redirects that every runtime supports.
      redirect: "manual",
      signal: connection.signal,
    });
    fetching.then((response) => {
      if (connection.isClosed) bodyReader(response)?.cancel().catch(ignore);
    }, ignore);
    // Not every fetch respects its signal.
    const response = await abortable(fetching, connection.signal);
    connection.clearTimer();
    endWatch?.();
    const reader = bodyReader(response);
    if (reader === undefined) {
      const error = new UnsupportedRuntimeError(
        "body to read",
        "fetch returned one that is read already, or neither a stream nor arrayBuffer()",
      );
      connection.fail(error);
      throw error;
    }
    connection.setReader(reader);
    return { response, source: new ResponseBody(connection, reader, idleTimeoutMs) };
  } catch (cause) {
    throw connection.closeWith((await endWatch?.(!connection.isClosed)) ?? cause);
  }
}
