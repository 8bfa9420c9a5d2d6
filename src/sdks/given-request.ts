import { abortable } from "../client/abortable.ts";
import { streamReader, wholeReader } from "../client/response-reader.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { readUpTo } from "../protocol/byte-source.ts";
import { MAX_BODY_BYTES } from "../protocol/response.ts";

/** What `fetch` takes. */
export type FetchArguments = readonly [input: string | URL | Request, init?: RequestInit];

/** A request as an SDK gives it to `fetch`, whose body is still to be read. */
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

/** The arguments of `fetch` as one request. */
export function givenRequest(...[input, init = {}]: FetchArguments): GivenRequest {
  // A signal of older making is not one that a Request takes, nor a stream a body in every runtime.
  const { signal = input instanceof Request ? input.signal : undefined, body, ...rest } = init;
  const request = new Request(input, rest);
  const given = body === undefined || body === null ? request : new Response(body);
  const { headers, method } = request;
  const type = given.headers.get("content-type");
  if (type && !headers.has("content-type")) headers.set("content-type", type);
  return {
    url: new URL(request.url),
    method,
    headers,
    signal: signal ?? undefined,
    async bytes() {
      const reader = streamReader(given) ?? wholeReader(given);
      const cancel = () => void reader.cancel().catch(() => {});
      const reading = readUpTo(MAX_BODY_BYTES, {
        async readUntil(enough) {
          for (;;) {
            const { value } = await reader.read();
            if (!value) return false;
            if (enough(ArrayBuffer.isView(value) ? value : new Uint8Array(value))) return true;
          }
        },
        cancel,
      });
      try {
        const bytes = await abortable(reading, signal ?? undefined);
        if (bytes.length <= MAX_BODY_BYTES) return bytes as Uint8Array<ArrayBuffer>;
      } catch (error) {
        cancel();
        throw error;
      }
      throw new InvalidArgumentError("body", `must be at most ${MAX_BODY_BYTES} bytes`);
    },
  };
}
