import { CredentialsProviderError } from "../errors/credentials-provider-error.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { isSecret, SECRET_RULE } from "./check-credentials.ts";
import { isPermissionDenied } from "./exchange/exchange.ts";

/** A token, or a function that returns a fresh one or a promise of it. */
export type TokenSource = string | (() => string | Promise<string>);

/** Whether a token, without white space around it, can be sent as it has to be. */
type Check = (token: string) => boolean;

/**
 * Checks what can be known of a source before it is asked.
 *
 * @throws InvalidArgumentError naming the option, never the token
 */
export function checkTokenSource(option: string, source: unknown, isRight: Check = isSecret): void {
  if (typeof source === "function") return;
  if (typeof source === "string" && isToken(source.trim(), isRight)) return;
  throw new InvalidArgumentError(
    option,
    `must be a token or a function that returns one; a token ${SECRET_RULE}`,
  );
}

/**
 * The token of a source, asked for now, without the white space that a file ends with.
 *
 * @throws CredentialsProviderError `TOKEN_UNAVAILABLE`, with the function's own error as `cause`
 */
export async function tokenFrom(
  option: string,
  source: TokenSource,
  isRight: Check = isSecret,
): Promise<string> {
  let given: unknown;
  try {
    given = typeof source === "function" ? await source() : source;
  } catch (cause) {
    const reason = isPermissionDenied(cause) ? `: ${cause.message}` : "";
    throw unavailable(`${option} failed to return a token${reason}`, { cause });
  }
  const token = typeof given === "string" ? given.trim() : "";
  if (token === "") throw unavailable(`${option} returned no token; it must be a non-empty string`);
  if (isToken(token, isRight)) return token;
  throw unavailable(`${option} returned an invalid token, which ${SECRET_RULE}`);
}

const isToken = (token: string, isRight: Check): boolean => token !== "" && isRight(token);

const unavailable = (message: string, options?: ErrorOptions) =>
  new CredentialsProviderError("TOKEN_UNAVAILABLE", message, options);
