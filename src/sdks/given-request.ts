import { bodyReader } from "../client/body-reader.ts";
import { Connection } from "../client/connection.ts";
import { ResponseBody } from "../client/response-body.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { readUpTo } from "../protocol/byte-source.ts";
import { MAX_BODY_BYTES } from "../protocol/operation-response.ts";

/** A request as an SDK passes it to `fetch`, whose body is still to be read. */
export interface GivenRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly signal: AbortSignal | undefined;
  /**
   * The whole body, read once.
   *
   * @throws InvalidArgumentError for more than 25,000,000 bytes; the signal's reason when it aborts
   */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * The arguments of `fetch` as a request.
 *
 * @throws InvalidArgumentError for arguments that fetch would not take
 */
export function givenRequest(input: string | URL | Request, init?: RequestInit): GivenRequest {
  // A Request does not take an older signal, nor in every runtime a stream as its body.
  const { signal, body, ...rest } = init ?? {};
  let request: Request;
  let source: Request | Response;
  try {
    request = new Request(input, rest);
    source = body === undefined || body === null ? request : new Response(body);
  } catch {
    // The platform's error quotes the URL and headers, which may hold secrets.
    throw new InvalidArgumentError(
      "url",
      "must be absolute and without a user, in a request that fetch takes",
    );
  }
  const { headers, method, url } = request;
  const type = source.headers.get("content-type");
  if (type && !headers.has("content-type")) headers.set("content-type", type);
  // Null means none, in place of a Request's too.
  const caller = (signal === undefined ? (input as Request).signal : signal) ?? undefined;
  return {
    url: new URL(url),
    method,
    headers,
    signal: caller,
    async bytes() {
      const reader = bodyReader(source)!;
      // It has no other end than this one, but ends as any does: with the signal, and when it is enough.
      const connection = new Connection(url, caller, undefined);
      connection.setReader(reader);
      const bytes = await readUpTo(MAX_BODY_BYTES, new ResponseBody(connection, reader, 0));
      if (bytes.length > MAX_BODY_BYTES) {
        throw new InvalidArgumentError("body", `must be at most ${MAX_BODY_BYTES} bytes`);
      }
      return bytes as Uint8Array<ArrayBuffer>;
    },
  };
}
