import type { SurfaceError } from "./surface.ts";

const CODES: Readonly<Record<number, string>> = {
  400: "validation_error",
  401: "invalid_api_key",
  403: "permission_denied",
  404: "not_found_error",
  429: "rate_limit_exceeded",
};

const typeOf = (status: number): string => {
  if (status === 429) return "rate_limit_error";
  return status >= 500 ? "server_error" : "invalid_request_error";
};

/** An error as OpenAI's APIs answer it. */
export const openaiError: SurfaceError = (_, message, status) => ({
  error: { message, type: typeOf(status), param: null, code: CODES[status] ?? "internal_error" },
});
