import { CredentialsProviderError } from "../errors/credentials-provider-error.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { withinLimit } from "./credentials-cache.ts";
import { isPermissionDenied } from "./exchange/exchange.ts";

/** A token, or a function that returns a fresh one or a promise of it. */
export type TokenSource = string | (() => string | Promise<string>);

/** What can be the value of a header. */
const TOKEN = /^[\x20-\x7e]+$/;

/** A SAML assertion: base64, which may be broken into lines and travels in a body. */
export const SAML_ASSERTION: RegExp = /^[\x20-\x7e\r\n]+$/;

const TOKEN_RULE = "must be printable ASCII without line breaks";

/**
 * Checks what can be known of a source before it is asked.
 *
 * @throws InvalidArgumentError naming the option, never the token
 */
export function checkTokenSource(option: string, source: unknown, pattern: RegExp = TOKEN): void {
  if (typeof source === "function") return;
  if (typeof source === "string" && pattern.test(source.trim())) return;
  throw new InvalidArgumentError(
    option,
    `must be a token or a function that returns one; a token ${TOKEN_RULE}`,
  );
}

/**
 * The token of a source, asked for now, without the white space that a file ends with.
 *
 * @throws CredentialsProviderError `TOKEN_UNAVAILABLE`, with the function's own error as `cause`;
 *   `TIMEOUT` if it returns nothing within a minute
 */
export async function tokenFrom(
  option: string,
  source: TokenSource,
  pattern: RegExp = TOKEN,
): Promise<string> {
  const asked = (async (): Promise<unknown> =>
    typeof source === "function" ? source() : source)().catch((cause) => {
    const reason = isPermissionDenied(cause) ? `: ${cause.message}` : "";
    throw unavailable(`${option} failed to return a token${reason}`, { cause });
  });
  const given = await withinLimit(asked, option);
  const token = typeof given === "string" ? given.trim() : "";
  if (token === "") throw unavailable(`${option} returned no token; it must be a non-empty string`);
  if (pattern.test(token)) return token;
  throw unavailable(`${option} returned an invalid token, which ${TOKEN_RULE}`);
}

const unavailable = (message: string, options?: ErrorOptions) =>
  new CredentialsProviderError("TOKEN_UNAVAILABLE", message, options);
