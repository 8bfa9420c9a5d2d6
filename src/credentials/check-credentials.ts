import {
  CredentialsProviderError,
  type CredentialsProviderErrorCode,
} from "../errors/credentials-provider-error.ts";
import type { Credentials } from "./credentials.ts";

/**
 * A copy of what `source` gave as credentials, or an error that names the member that is wrong and
 * shows none of them.
 *
 * A copy, since others may alter theirs while a request is being signed.
 *
 * @throws {CredentialsProviderError} `code`
 */
export function checkCredentials(
  given: unknown,
  source = "The credentials provider",
  code: CredentialsProviderErrorCode = "INVALID_CREDENTIALS",
): Credentials {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = Object(given);
  const check = (member: string, isRight: boolean) => {
    if (!isRight) {
      throw new CredentialsProviderError(code, `${source} gave no usable ${member}.`);
    }
  };
  check("accessKeyId", isFilledString(accessKeyId));
  check("secretAccessKey", isFilledString(secretAccessKey));
  check("sessionToken", sessionToken === undefined || isFilledString(sessionToken));
  check(
    "expiration",
    expiration === undefined || (expiration instanceof Date && !Number.isNaN(expiration.getTime())),
  );
  return { accessKeyId, secretAccessKey, sessionToken, expiration };
}

/**
 * What a service answered as temporary credentials, all of which must be there.
 *
 * @throws {CredentialsProviderError} `INVALID_RESPONSE`
 */
export function temporaryCredentials(
  service: string,
  accessKeyId: unknown,
  secretAccessKey: unknown,
  sessionToken: unknown,
  expiration: Date,
): Credentials {
  // Long-term keys may do without a session token, so it has to be wrong to be missed.
  const given = { accessKeyId, secretAccessKey, sessionToken: sessionToken ?? "", expiration };
  return checkCredentials(given, service, "INVALID_RESPONSE");
}

export const isFilledString = (value: unknown): value is string =>
  typeof value === "string" && value !== "";
