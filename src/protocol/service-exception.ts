import { failureKind } from "../errors/failure-kind.ts";
import type { ResponseMetadata } from "../errors/response-metadata.ts";
import {
  BedrockRuntimeServiceException,
  type ServiceExceptions,
} from "../errors/service-exceptions.ts";
import { excerpt } from "./excerpt.ts";
import { parseJson } from "./json/json.ts";

/** Browsers hide the error-type header; this text is the only sign that credentials expired. */
const EXPIRED = /^The security token included in the request is expired/;

/** Patterns look at no more of a response than this: some take quadratic time. */
const EXCERPT_LENGTH = 1000;

/** What AWS says of a wrong signature quotes the signed headers from here on, the session token too. */
const QUOTED_REQUEST = "\n\nThe Canonical String";

/** A body's members. */
type Document = { readonly [member: string]: unknown };

/** What an exception takes from its exchange. */
export interface ExceptionContext {
  readonly $metadata: ResponseMetadata;
  readonly exceptions: ServiceExceptions;
}

/** What is known of a response before its body is read. */
interface ErrorResponse extends ExceptionContext {
  readonly status: number;
  readonly headers: Headers;
}

/**
 * The exception of an error response: named by its header, else by its body, else by its status.
 *
 * @param body - its beginning
 */
export function exceptionFromResponse(
  response: ErrorResponse,
  body: Uint8Array,
): BedrockRuntimeServiceException {
  const { headers, status, exceptions } = response;
  const document: Document = Object(parseJson(body));
  const message = messageOf(document) ?? withoutMessage(status, headers.get("content-type"), body);
  const name =
    [
      headers.get("x-amzn-errortype"),
      document.__type,
      document.code,
      Object(document.Output).__type,
    ]
      .map(shapeName)
      .find(Boolean) ??
    (EXPIRED.test(message) ? "ExpiredTokenException" : undefined) ??
    Object.keys(exceptions).find((known) => exceptions[known]![0] === status) ??
    "UnknownError";
  return exception(response, name, message, document, status, retryAfterMs(headers));
}

/** `ThrottlingException`, which a stream calls `throttlingException`. */
export const exceptionName = (type: string): string => type.charAt(0).toUpperCase() + type.slice(1);

/** The exception of an `exception` or `error` message within a stream. */
export function exceptionFromMessage(
  headers: ReadonlyMap<string, string>,
  payload: Uint8Array,
  response: ExceptionContext,
): BedrockRuntimeServiceException {
  const document: Document = Object(parseJson(payload));
  const type = headers.get(":exception-type");
  return exception(
    response,
    type ? exceptionName(type) : (headers.get(":error-code") ?? "UnknownError"),
    messageOf(document) ?? headers.get(":error-message") ?? "No message",
    document,
  );
}

function exception(
  { exceptions, $metadata }: ExceptionContext,
  name: string,
  message: string,
  document: Document,
  httpStatusCode?: number,
  retryAfterMs?: number,
): BedrockRuntimeServiceException {
  const [modeledStatus, Type] = Object.hasOwn(exceptions, name)
    ? exceptions[name]!
    : ([500, BedrockRuntimeServiceException] as const);
  const made = new Type(name, {
    message: message.split(QUOTED_REQUEST)[0]!,
    $metadata,
    $fault: (httpStatusCode ?? modeledStatus) < 500 ? "client" : "server",
    retryable: failureKind(name, httpStatusCode) !== undefined,
    retryAfterMs,
  });
  if (modeledStatus === 424) {
    for (const member of ["originalStatusCode", "originalMessage", "resourceName"]) {
      if (document[member] !== undefined) Object.assign(made, { [member]: document[member] });
    }
  }
  return made;
}

/** `ValidationException` of `ns#ValidationException:http://…`. */
function shapeName(value: unknown): string | undefined {
  return typeof value === "string" && value.length <= EXCERPT_LENGTH
    ? /([A-Za-z]\w*)(?:$|:|,)/.exec(value.replace(/^[^:]*#/, ""))?.[1]
    : undefined;
}

/** The message of the service, or of a vendor's API that it serves. */
function messageOf({ message, Message, error }: Document): string | undefined {
  return [message, Message, Object(error).message].find(
    (value): value is string => !!value && typeof value === "string",
  );
}

function withoutMessage(status: number, contentType: string | null, body: Uint8Array): string {
  const text = excerpt(body);
  return `HTTP ${status} ${text ? `with ${contentType ?? "a body"}: ${text}` : "without a message"}`;
}

/** In ms, or as HTTP has it: in seconds or as a date. */
function retryAfterMs(headers: Headers): number | undefined {
  const ms = headers.get("x-amz-retry-after") ?? "";
  const http = headers.get("retry-after") ?? "";
  const digits = /^\d+$/;
  const wait = digits.test(ms)
    ? Number(ms)
    : digits.test(http)
      ? Number(http) * 1000
      : Date.parse(http) - Date.now();
  return wait >= 0 ? wait : undefined;
}
