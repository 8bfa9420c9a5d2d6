import { BedrockFetchError } from "../errors/bedrock-fetch-error.ts";
import { BedrockRuntimeServiceException } from "../errors/service-exceptions.ts";

/** Anthropic's names for errors, by status. */
const TYPES: { readonly [status: number]: string } = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  503: "overloaded_error",
  504: "timeout_error",
  529: "overloaded_error",
};

const RETRY_HEADER = "x-should-retry";

/** The status of an error that is not the service's, by its code: a refusal of the client's own. */
const STATUSES: { readonly [code: string]: number } = {
  INVALID_ARGUMENT: 400,
  SERVICE_ERROR: 401,
  REQUEST_TIMEOUT: 408,
};

/** An error as Anthropic's API would answer it. */
export interface AnthropicError {
  readonly body: object;
  readonly response: Response;
  /** Whether it is not an answer at all, and may pass on another try. */
  readonly isPassing: boolean;
}

/** An error of a call in Anthropic's form, and whether the SDK should try again. */
export function anthropicError(error: unknown): AnthropicError {
  const { message = String(error), retryable = false, code, $metadata } = Object(error);
  const isService = error instanceof BedrockRuntimeServiceException;
  const status = isService ? ($metadata.httpStatusCode ?? 500) : (STATUSES[code] ?? 422);
  // An exception within a stream comes with status 200, and its name says what it is.
  const modeled = status < 400 ? statusOf(error as BedrockRuntimeServiceException) : status;
  const type = TYPES[modeled] ?? (modeled < 500 ? "invalid_request_error" : "api_error");
  const body = {
    type: "error",
    error: { type, message },
    ...($metadata?.requestId && { request_id: $metadata.requestId }),
  };
  const headers: { [name: string]: string } = { [RETRY_HEADER]: String(retryable) };
  if ($metadata?.requestId) headers["request-id"] = $metadata.requestId;
  const { retryAfterMs } = Object(error);
  if (retryAfterMs !== undefined) headers["retry-after"] = String(Math.ceil(retryAfterMs / 1000));
  return {
    body,
    response: Response.json(body, { status: modeled, headers }),
    isPassing: !isService && (!(error instanceof BedrockFetchError) || retryable),
  };
}

function statusOf({ name }: BedrockRuntimeServiceException): number {
  if (name === "ThrottlingException") return 429;
  if (name === "ServiceUnavailableException") return 503;
  return name === "ValidationException" ? 400 : 500;
}

/** The answer for a path that Bedrock has nothing at. */
export function notFound(what: string): Response {
  const message = `${what} is not available on Amazon Bedrock: it has /v1/messages and /v1/messages/count_tokens`;
  return Response.json(
    { type: "error", error: { type: "not_found_error", message } },
    { status: 404, headers: { [RETRY_HEADER]: "false" } },
  );
}
