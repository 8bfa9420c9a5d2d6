import { CredentialsProviderError } from "../errors/credentials-provider-error.ts";

/**
 * The error for a service's refusal, in the service's words.
 *
 * Services quote what they find wrong, so the secrets of the request are taken out of the words.
 */
export function serviceError(
  service: string,
  httpStatusCode: number,
  name: unknown,
  message: unknown,
  secrets: readonly string[],
): CredentialsProviderError {
  const words = (value: unknown): string =>
    secrets.reduce((text, secret) => text.replaceAll(secret, "[secret]"), String(value ?? ""));
  // A name can come as "namespace#Name". Of a long text the pattern would take the square.
  const serviceErrorName = /\w+$/.exec(words(name).slice(-100))?.[0];
  const reason = serviceErrorName ?? `HTTP status ${httpStatusCode}`;
  return new CredentialsProviderError(
    "SERVICE_ERROR",
    `${service}: ${reason}: ${words(message).slice(0, 1000)}`,
    {
      httpStatusCode,
      serviceErrorName,
      retryable: httpStatusCode >= 500 || httpStatusCode === 429 || PASSING.test(reason),
    },
  );
}

/** Cognito's and STS's names for what passes, most of them with status 400. */
const PASSING = /^(TooMany|Throttl|Internal|External|IDPComm)/;
