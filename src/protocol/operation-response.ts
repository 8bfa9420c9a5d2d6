import type { ResponseMetadata } from "../errors/response-metadata.ts";
import { COMMON_EXCEPTIONS, type ServiceExceptions } from "../errors/service-exceptions.ts";
import { UnexpectedResponseError } from "../errors/unexpected-response-error.ts";
import { BodyBytes } from "./body-bytes.ts";
import { type ByteSource, readUpTo } from "./byte-source.ts";
import { excerpt } from "./excerpt.ts";
import { exceptionFromResponse } from "./service-exception.ts";

/** The service model's limit for the body of a request or a response. */
export const MAX_BODY_BYTES = 25_000_000;

/** JSON and images do not begin like this. */
const HTML = /^\s*<[a-z!?]/i;

const ERROR_BODY_BYTES = 64 * 1024;

/** A response whose body is still to be read. */
export class OperationResponse {
  declare readonly status: number;
  declare readonly statusText: string;
  declare readonly headers: Headers;
  declare readonly $metadata: ResponseMetadata;
  /** The body, to be read from here instead of fetch's Response: it has the client's timeouts and signal. */
  declare readonly source: ByteSource;
  /** The exceptions that have a class of their own. */
  declare readonly exceptions: ServiceExceptions;

  constructor(
    { status, statusText, headers }: Response,
    source: ByteSource,
    $metadata: ResponseMetadata,
    exceptions: ServiceExceptions = COMMON_EXCEPTIONS,
  ) {
    this.status = status;
    this.statusText = statusText;
    this.headers = headers;
    this.source = source;
    this.$metadata = $metadata;
    this.exceptions = exceptions;
  }

  /**
   * The whole body, at most 25,000,000 bytes.
   *
   * @throws UnexpectedResponseError `RESPONSE_TOO_LARGE`, `EMPTY_RESPONSE`, `HTML_RESPONSE`
   * @throws BedrockRuntimeServiceException `UnknownOperationException`, which comes with status 200
   * @throws NetworkError or IdleTimeoutError when the connection fails
   */
  async bytes(): Promise<BodyBytes> {
    const read = await readUpTo(MAX_BODY_BYTES, this.source);
    if (read.length > MAX_BODY_BYTES) {
      throw new UnexpectedResponseError(
        "RESPONSE_TOO_LARGE",
        `The response is over ${MAX_BODY_BYTES} bytes`,
      );
    }
    const body = new BodyBytes(read.buffer as ArrayBuffer, read.byteOffset, read.length);
    if (isUnknownOperation(body)) throw exceptionFromResponse(this, body);
    const type = this.headers.get("content-type") ?? "of no type";
    if (body.length === 0) {
      throw new UnexpectedResponseError(
        "EMPTY_RESPONSE",
        `The response has status ${this.status} and no bytes; check the endpoint`,
      );
    }
    if (/^text\/html/i.test(type) || HTML.test(new TextDecoder().decode(body.subarray(0, 200)))) {
      throw new UnexpectedResponseError(
        "HTML_RESPONSE",
        `The response is a web page (${type}); check the endpoint, and any proxy before it: ${excerpt(body)}`,
      );
    }
    return body;
  }

  /** The exception for a response that is not a success. */
  async exception(): Promise<Error> {
    // Even without a readable body, the status is enough for an error.
    const excerpt = await readUpTo(ERROR_BODY_BYTES, this.source).catch(() => new Uint8Array(0));
    return exceptionFromResponse(this, excerpt);
  }
}

/** The beginning of the body with which the layer in front of the service answers an unknown path, with 200. */
export const UNKNOWN_OPERATION = '{"Output":{"__type":';

function isUnknownOperation(body: Uint8Array): boolean {
  return body.length < 1000 && new TextDecoder().decode(body).startsWith(UNKNOWN_OPERATION);
}
