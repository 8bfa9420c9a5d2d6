import { CredentialsProviderError } from "../errors/credentials-provider-error.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import type { Credentials } from "./credentials.ts";

/** What a key or a token has to be. Headers that refuse a value quote it in their error. */
export const SECRET_RULE =
  'must be printable ASCII, with no spaces (as after "Bearer") or line breaks';

/** Whether a key or a token can travel in a header, and sign, as it is. */
export const isSecret = (value: unknown): value is string =>
  typeof value === "string" && /^[\x21-\x7e]+$/.test(value);

/**
 * A key or a token that was given as an option, checked before it can reach a header.
 *
 * @throws InvalidArgumentError naming the field and never the value
 */
export function checkSecret(field: string, value: unknown): string {
  if (isSecret(value)) return value;
  throw new InvalidArgumentError(field, SECRET_RULE);
}

/**
 * A copy of the credentials that were given as an option or returned by `source`. A copy, since
 * others may change theirs while a request is being signed.
 *
 * @param source - Who returned them, if they were not given as an option.
 * @throws InvalidArgumentError for an option; CredentialsProviderError `INVALID_CREDENTIALS` or the
 *   code that is given for a source. Both name the member and never its value.
 */
export function checkCredentials(
  given: unknown,
  source?: string,
  code: "INVALID_CREDENTIALS" | "INVALID_RESPONSE" = "INVALID_CREDENTIALS",
): Credentials {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = Object(given);
  const check = (member: string, isRight: boolean, rule: string) => {
    if (isRight) return;
    const fault = Object(given)[member] ? rule : "missing";
    if (source === undefined) {
      const advice = "accessKeyId" in Object(Object(given).credentials) ? "; spread fromEnv()" : "";
      throw new InvalidArgumentError(`credentials.${member}`, fault + advice);
    }
    throw new CredentialsProviderError(
      code,
      `${source} returned invalid credentials (${member}: ${fault})`,
    );
  };
  check("accessKeyId", isSecret(accessKeyId), SECRET_RULE);
  check("secretAccessKey", isSecret(secretAccessKey), SECRET_RULE);
  if (sessionToken !== undefined) {
    check("sessionToken", isSecret(sessionToken), SECRET_RULE);
    check(
      "sessionToken",
      !/^AKIA/.test(accessKeyId),
      "must not be set beside a long-term key (AKIA…)",
    );
  }
  if (expiration === undefined) return { accessKeyId, secretAccessKey, sessionToken };
  // Not by instanceof: a Date can come from another realm, as in jest.
  const copy = new Date(typeof expiration?.getTime === "function" ? expiration : Number.NaN);
  check("expiration", !Number.isNaN(copy.getTime()), "must be a valid Date");
  return { accessKeyId, secretAccessKey, sessionToken, expiration: copy };
}

/**
 * The temporary credentials in a service's answer, all of whose members must be there. White space
 * around them is taken off: it is part of how an answer is written, not of a key.
 *
 * @throws CredentialsProviderError `INVALID_RESPONSE`
 */
export function temporaryCredentials(
  service: string,
  accessKeyId: unknown,
  secretAccessKey: unknown,
  sessionToken: unknown,
  expiration: Date,
): Credentials {
  const given = {
    accessKeyId: trimmed(accessKeyId),
    secretAccessKey: trimmed(secretAccessKey),
    // Long-term keys may do without a session token, so its absence has to be wrong here.
    sessionToken: trimmed(sessionToken ?? ""),
    expiration,
  };
  return checkCredentials(given, service, "INVALID_RESPONSE");
}

const trimmed = (value: unknown): unknown => (typeof value === "string" ? value.trim() : value);
