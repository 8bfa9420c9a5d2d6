import { BedrockFetchError } from "./bedrock-fetch-error.ts";

/**
 * Why there are no credentials.
 *
 * - `MISSING_VARIABLE`: an environment variable is missing or unusable.
 * - `ENVIRONMENT_UNREADABLE`: there are no environment variables here, or reading them is denied.
 * - `TOKEN_UNAVAILABLE`: a token function failed or returned no usable token.
 * - `NETWORK`: the service could not be reached, or the connection broke.
 * - `TIMEOUT`: the service or the provider did not answer in time.
 * - `SERVICE_ERROR`: the service refused. `serviceErrorName` is its name for the reason.
 * - `INVALID_RESPONSE`: the response is not what the service documents, or is a redirect.
 * - `INVALID_CREDENTIALS`: a provider returned something that is not credentials, or credentials that have expired.
 *
 * A wrong option is an `InvalidArgumentError` instead.
 */
export type CredentialsProviderErrorCode =
  | "MISSING_VARIABLE"
  | "ENVIRONMENT_UNREADABLE"
  | "TOKEN_UNAVAILABLE"
  | "NETWORK"
  | "TIMEOUT"
  | "SERVICE_ERROR"
  | "INVALID_RESPONSE"
  | "INVALID_CREDENTIALS";

/**
 * Credentials could not be obtained. `code` says why; the message has the service's own words if
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
  declare readonly code: CredentialsProviderErrorCode;
  declare readonly retryable: boolean;

  /** The service's name for its refusal, such as `"NotAuthorizedException"`. */
  declare readonly serviceErrorName: string | undefined;

  /** The HTTP status of a refusal. */
  declare readonly httpStatusCode: number | undefined;

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
