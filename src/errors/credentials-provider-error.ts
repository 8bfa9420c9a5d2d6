import { BedrockFetchError } from "./bedrock-fetch-error.ts";

/**
 * What went wrong on the way to credentials. More may be added.
 *
 * - `INVALID_OPTION`: an option is missing or malformed, such as an identity pool id.
 * - `MISSING_VARIABLE`: an environment variable is missing or unusable.
 * - `ENVIRONMENT_UNREADABLE`: there are no environment variables here, or reading them is denied.
 * - `TOKEN_UNAVAILABLE`: a token function failed or gave no token.
 * - `NETWORK`: the service could not be reached, or the connection broke.
 * - `TIMEOUT`: no answer in time.
 * - `SERVICE_ERROR`: the service refused. `serviceErrorName` holds its name for the reason.
 * - `INVALID_RESPONSE`: the answer is not what the service promises; a redirect is none either.
 * - `INVALID_CREDENTIALS`: what was given as credentials is none.
 */
export type CredentialsProviderErrorCode =
  | "INVALID_OPTION"
  | "MISSING_VARIABLE"
  | "ENVIRONMENT_UNREADABLE"
  | "TOKEN_UNAVAILABLE"
  | "NETWORK"
  | "TIMEOUT"
  | "SERVICE_ERROR"
  | "INVALID_RESPONSE"
  | "INVALID_CREDENTIALS";

/**
 * No credentials could be had. `code` says why; the message holds the service's own words where
 * there are any, and never a token or a key.
 *
 * @example
 * ```ts
 * import { CredentialsProviderError, fromCognitoIdentityPool } from "bedrock-fetch/credentials";
 *
 * const provider = fromCognitoIdentityPool({
 *   identityPoolId: "us-east-1:11111111-2222-3333-4444-555555555555",
 * });
 * try {
 *   await provider();
 * } catch (error) {
 *   if (error instanceof CredentialsProviderError && error.code === "SERVICE_ERROR") {
 *     console.log(error.serviceErrorName); // such as "NotAuthorizedException"
 *   }
 * }
 * ```
 */
export class CredentialsProviderError extends BedrockFetchError {
  override readonly name: string = "CredentialsProviderError";
  override readonly code: CredentialsProviderErrorCode;
  override readonly retryable: boolean;

  /** The service's name for its refusal, such as `"NotAuthorizedException"`. */
  readonly serviceErrorName: string | undefined;

  /** The HTTP status of a refusal. */
  readonly httpStatusCode: number | undefined;

  constructor(
    code: CredentialsProviderErrorCode,
    message: string,
    details: {
      cause?: unknown;
      retryable?: boolean;
      serviceErrorName?: string | undefined;
      httpStatusCode?: number;
    } = {},
  ) {
    super(message, details);
    this.code = code;
    this.retryable = details.retryable ?? (code === "NETWORK" || code === "TIMEOUT");
    this.serviceErrorName = details.serviceErrorName;
    this.httpStatusCode = details.httpStatusCode;
  }
}
