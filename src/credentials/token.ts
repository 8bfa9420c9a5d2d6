import { CredentialsProviderError } from "../errors/credentials-provider-error.ts";
import { isFilledString } from "./check-credentials.ts";

/** A token, or a function that gives a fresh one. */
export type TokenSource = string | (() => string | Promise<string>);

/**
 * The token of a source, asked for now.
 *
 * @throws {CredentialsProviderError} `TOKEN_UNAVAILABLE`, with the function's own error as `cause`
 */
export async function tokenFrom(option: string, source: TokenSource): Promise<string> {
  let failure = {};
  try {
    const token: unknown = typeof source === "function" ? await source() : source;
    if (isFilledString(token)) return token;
  } catch (cause) {
    failure = { cause };
  }
  throw new CredentialsProviderError(
    "TOKEN_UNAVAILABLE",
    `${option} gave no token; a non-empty string is needed`,
    failure,
  );
}
