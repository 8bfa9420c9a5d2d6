import { BedrockFetchError } from "../errors/bedrock-fetch-error.ts";
import { BedrockRuntimeServiceException, MODEL_EXCEPTIONS } from "../errors/service-exceptions.ts";

/**
 * Anthropic's names for errors, by status; `api_error` for any other.
 *
 * @see https://docs.anthropic.com/en/api/errors
 */
const TYPES: { readonly [status: number]: string } = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  408: "timeout_error",
  413: "request_too_large",
  422: "invalid_request_error",
  429: "rate_limit_error",
  503: "overloaded_error",
  504: "timeout_error",
  529: "overloaded_error",
};

const RETRY_HEADER = "x-should-retry";

/** The status of an error that is not the service's, by its name; 422 for any other. */
const STATUSES: { readonly [name: string]: number } = {
  InvalidArgumentError: 400,
  CredentialsProviderError: 401,
};

/** An error as Anthropic's API would answer it. */
export interface AnthropicError {
  readonly body: object;
  readonly response: Response;
  /** Whether the service did not answer at all and another try may succeed. */
  readonly isPassing: boolean;
}

/** An error of a call in Anthropic's form, and whether the SDK should try again. */
export function anthropicError(error: unknown): AnthropicError {
  const { name, message = String(error), code, retryable = false } = Object(error);
  const { $metadata: { requestId } = {} as never, retryAfterMs } = Object(error);
  const isService = error instanceof BedrockRuntimeServiceException;
  const status = isService ? statusOf(error) : (STATUSES[name] ?? 422);
  const isTimeout = /^(REQUEST|TOTAL)_TIMEOUT$/.test(code);
  const type = isTimeout ? TYPES[408] : (TYPES[status] ?? "api_error");
  const body = {
    type: "error",
    error: { type, message },
    ...(requestId && { request_id: requestId }),
  };
  const headers: { [name: string]: string } = { [RETRY_HEADER]: String(retryable) };
  if (requestId) headers["request-id"] = requestId;
  if (retryAfterMs !== undefined) headers["retry-after"] = String(Math.ceil(retryAfterMs / 1000));
  return {
    body,
    response: Response.json(body, { status, headers }),
    isPassing: !isService && (!(error instanceof BedrockFetchError) || retryable),
  };
}

/** An exception with status 200 gets its status from its name. */
function statusOf({ name, $metadata }: BedrockRuntimeServiceException): number {
  const { httpStatusCode = 500 } = $metadata;
  if (httpStatusCode >= 400) return httpStatusCode;
  return name === "UnknownOperationException" ? 404 : (MODEL_EXCEPTIONS[name]?.[0] ?? 500);
}

/** A refusal of what Bedrock does not have. */
export function refusal(status: number, message: string, details?: object): Response {
  return Response.json(
    { type: "error", error: { type: TYPES[status], message, details } },
    { status, headers: { [RETRY_HEADER]: "false" } },
  );
}
