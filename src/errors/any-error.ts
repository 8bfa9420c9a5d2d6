import { BedrockFetchError } from "./bedrock-fetch-error.ts";
import type { CredentialsProviderError } from "./credentials-provider-error.ts";
import type { DocumentError } from "./document-error.ts";
import type { EventStreamError } from "./event-stream-error.ts";
import type { InvalidArgumentError } from "./invalid-argument-error.ts";
import type { NetworkError } from "./network-error.ts";
import type { ScriptError } from "./script-error.ts";
import type { IncompleteStreamError, InvalidEventError } from "./stream-errors.ts";
import type { IdleTimeoutError, RequestTimeoutError, TotalTimeoutError } from "./timeout-errors.ts";
import type { UnexpectedResponseError } from "./unexpected-response-error.ts";
import type { UnsupportedRuntimeError } from "./unsupported-runtime-error.ts";

/**
 * Every error that this library itself raises, in any entry point: a union that narrows on `code`.
 *
 * @example
 * ```ts
 * import { isBedrockFetchError } from "bedrock-fetch";
 *
 * export function advice(error: unknown): string {
 *   if (!isBedrockFetchError(error)) return "not ours";
 *   switch (error.code) {
 *     case "INVALID_ARGUMENT":
 *       return `check ${error.field}`;
 *     case "IDLE_TIMEOUT":
 *       return `only ${error.bytesReceived} bytes came`;
 *     default:
 *       return error.message;
 *   }
 * }
 * ```
 */
export type AnyBedrockFetchError =
  | CredentialsProviderError
  | DocumentError
  | EventStreamError
  | IdleTimeoutError
  | IncompleteStreamError
  | InvalidArgumentError
  | InvalidEventError
  | NetworkError
  | RequestTimeoutError
  | ScriptError
  | TotalTimeoutError
  | UnexpectedResponseError
  | UnsupportedRuntimeError;

/** Every `code` that an error of this library can have. */
export type BedrockFetchErrorCode = AnyBedrockFetchError["code"];

/** Whether this library itself raised an error: `instanceof BedrockFetchError`, with its type as a union. */
export const isBedrockFetchError = (error: unknown): error is AnyBedrockFetchError =>
  error instanceof BedrockFetchError;
