import { CredentialsProviderError } from "../../errors/credentials-provider-error.ts";

/** A name can come as "namespace#Name", as "Name:http://…", and as both. Bounded: so is its time. */
const ERROR_NAME = /^\s*(?:[\w.]{1,100}#)?([a-z]\w{0,100})\s*(?::|$)/i;

/** Cognito's and STS's names for failures that pass, most of them with status 400. */
const TRANSIENT = /^(TooMany|Throttl|Internal|External|IDPComm)/;

/**
 * The error for a service's refusal, in the service's words.
 *
 * Services quote what they find wrong, so the request's secrets are taken out of the words.
 *
 * @param names - Where the service's name for the error may be, the first that has one counts.
 */
export function serviceError(
  service: string,
  httpStatusCode: number,
  names: readonly unknown[],
  message: unknown,
  secrets: readonly string[],
): CredentialsProviderError {
  const words = (value: unknown): string =>
    secrets.reduce((text, secret) => text.replaceAll(secret, "[secret]"), String(value ?? ""));
  const serviceErrorName = names
    .map((name) => ERROR_NAME.exec(words(name))?.[1])
    .find((name) => name !== undefined);
  const reason = serviceErrorName ?? `HTTP status ${httpStatusCode}`;
  return new CredentialsProviderError(
    "SERVICE_ERROR",
    `${service}: ${reason}: ${words(message).slice(0, 1000)}`,
    {
      httpStatusCode,
      serviceErrorName,
      retryable: httpStatusCode >= 500 || httpStatusCode === 429 || TRANSIENT.test(reason),
    },
  );
}
