import { failureKind } from "../errors/failure-kind.ts";
import type { ResponseMetadata } from "../errors/response-metadata.ts";
import {
  AccessDeniedException,
  BedrockRuntimeServiceException,
  InternalServerException,
  ModelErrorException,
  ModelNotReadyException,
  ModelStreamErrorException,
  ModelTimeoutException,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  ServiceUnavailableException,
  ThrottlingException,
  ValidationException,
} from "../errors/service-exceptions.ts";

/** The service model's exceptions, with the first of each status standing for it where no name is known. */
const MODELLED: readonly (readonly [
  name: string,
  status: number,
  type: typeof BedrockRuntimeServiceException,
])[] = [
  ["ValidationException", 400, ValidationException],
  ["ServiceQuotaExceededException", 400, ServiceQuotaExceededException],
  ["AccessDeniedException", 403, AccessDeniedException],
  ["ResourceNotFoundException", 404, ResourceNotFoundException],
  ["ModelTimeoutException", 408, ModelTimeoutException],
  ["ModelErrorException", 424, ModelErrorException],
  ["ModelStreamErrorException", 424, ModelStreamErrorException],
  ["ThrottlingException", 429, ThrottlingException],
  ["ModelNotReadyException", 429, ModelNotReadyException],
  ["InternalServerException", 500, InternalServerException],
  ["ServiceUnavailableException", 503, ServiceUnavailableException],
];

/**
 * A page does not see the header with the name, and only by this text that its credentials have to
 * be renewed: the status is that of any refusal.
 */
const EXPIRED = /^The security token included in the request is expired/;

/** Of what comes from anyone, patterns see only this much: some take the square of it. */
const EXCERPT_LENGTH = 1000;

/** A response that is an error, with the beginning of its body. */
export interface ErrorResponse {
  readonly headers: Headers;
  readonly body: string;
  readonly $metadata: ResponseMetadata & { readonly httpStatusCode: number };
}

/** The exception that an error response tells: by its header, else by its body, else by its status. */
export function exceptionFromResponse({
  headers,
  body,
  $metadata,
}: ErrorResponse): BedrockRuntimeServiceException {
  const status = $metadata.httpStatusCode;
  const { Output, ...document } = parseObject(body);
  const message = messageOf(document) ?? withoutMessage(status, headers.get("content-type"), body);
  const name =
    shapeName(headers.get("x-amzn-errortype")) ??
    shapeName(document.__type) ??
    shapeName(document.code) ??
    shapeName((Output as { __type?: unknown } | undefined)?.__type) ??
    (EXPIRED.test(message) ? "ExpiredTokenException" : undefined) ??
    MODELLED.find(([, modelledStatus]) => modelledStatus === status)?.[0] ??
    "UnknownError";
  return exception(name, message, document, $metadata, status, retryAfterMs(headers));
}

/** The exception that an `exception` or `error` message within a stream tells. */
export function exceptionFromMessage(
  headers: ReadonlyMap<string, string>,
  payload: Uint8Array,
  $metadata: ResponseMetadata,
): BedrockRuntimeServiceException {
  const type = headers.get(":exception-type");
  if (type === undefined) {
    const name = headers.get(":error-code") ?? "UnknownError";
    return exception(name, headers.get(":error-message") ?? "No message", {}, $metadata);
  }
  const document = parseObject(new TextDecoder().decode(payload));
  const name = type.charAt(0).toUpperCase() + type.slice(1);
  return exception(name, messageOf(document) ?? "No message", document, $metadata);
}

function exception(
  name: string,
  message: string,
  members: { readonly [member: string]: unknown },
  $metadata: ResponseMetadata,
  httpStatusCode?: number,
  retryAfterMs?: number,
): BedrockRuntimeServiceException {
  const modelled = MODELLED.find(([modelledName]) => modelledName === name);
  const status = httpStatusCode ?? modelled?.[1] ?? 500;
  const Type = modelled?.[2] ?? BedrockRuntimeServiceException;
  const made = new Type(name, {
    message,
    $metadata,
    $fault: status < 500 ? "client" : "server",
    retryable: failureKind(name, httpStatusCode) !== undefined,
    retryAfterMs,
  });
  if (made instanceof ModelErrorException || made instanceof ModelStreamErrorException) {
    for (const member of ["originalStatusCode", "originalMessage", "resourceName"]) {
      if (members[member] !== undefined) Object.assign(made, { [member]: members[member] });
    }
  }
  return made;
}

/** `ValidationException` of `ns#ValidationException:http://…`. */
function shapeName(value: unknown): string | undefined {
  return typeof value === "string" && value.length <= EXCERPT_LENGTH
    ? /([A-Za-z]\w*)(?:$|:|,)/.exec(value.replace(/^.*#/, ""))?.[1]
    : undefined;
}

function messageOf(document: { readonly [member: string]: unknown }): string | undefined {
  for (const value of [document.message, document.Message]) {
    if (typeof value === "string" && value !== "") return value;
  }
  return undefined;
}

function withoutMessage(status: number, contentType: string | null, body: string): string {
  const text = body
    .slice(0, EXCERPT_LENGTH)
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 200);
  const what = text === "" ? "without a message" : `with ${contentType ?? "a body"}: ${text}`;
  return `HTTP ${status} ${what}`;
}

function parseObject(json: string): { readonly [member: string]: unknown } {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === "object" && value !== null) return value as { [member: string]: unknown };
  } catch {
    // An answer that is not JSON comes from something in front of the service.
  }
  return {};
}

/** In ms, or as HTTP has it: in seconds or as a date. */
function retryAfterMs(headers: Headers): number | undefined {
  const ms = headers.get("x-amz-retry-after");
  if (ms !== null && /^\d+$/.test(ms)) return Number(ms);
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
