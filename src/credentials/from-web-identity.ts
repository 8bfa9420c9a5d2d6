import { CredentialsProviderError } from "../errors/credentials-provider-error.ts";
import type { Fetch } from "../fetch.ts";
import { temporaryCredentials } from "./check-credentials.ts";
import type { CredentialsProvider } from "./credentials.ts";
import { exchange } from "./exchange.ts";
import { serviceError } from "./service-error.ts";
import { serviceUrl } from "./service-url.ts";
import { type TokenSource, tokenFrom } from "./token.ts";
import { xmlLeaves } from "./xml-leaves.ts";

/** Which role, and by whose token. */
export interface FromWebIdentityOptions {
  /** The role to assume, such as `"arn:aws:iam::123456789012:role/chat"`. */
  roleArn: string;
  /** The identity provider's token. A function is called at each renewal. */
  webIdentityToken: TokenSource;
  /** What CloudTrail shows as the session's name. Default `"bedrock-fetch"`. */
  roleSessionName?: string | undefined;
  /** Whose STS is asked; its credentials hold in every region. Default `"us-east-1"`. */
  region?: string | undefined;
  /** How long the credentials last, in seconds, 900 to 43,200. Default: STS's, an hour. */
  durationSeconds?: number | undefined;
  /** A session policy as JSON text, which narrows what the role may do. */
  policy?: string | undefined;
  /** In place of `https://sts.{region}.amazonaws.com`. */
  endpoint?: string | undefined;
  /** Default: the global one. */
  fetch?: Fetch | undefined;
}

/**
 * Credentials of a role for the token of an OpenID Connect provider: Kubernetes, GitHub Actions,
 * an identity provider of your own.
 *
 * The exchange takes at most 10 s, and at most 64 KiB are read of its answer.
 *
 * @see AWS STS API: AssumeRoleWithWebIdentity
 * @throws {CredentialsProviderError} `INVALID_OPTION` at once. The provider: `TOKEN_UNAVAILABLE`,
 *   `NETWORK`, `TIMEOUT`, `SERVICE_ERROR` and `INVALID_RESPONSE`.
 *
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { BedrockRuntime } from "bedrock-fetch";
 * import { fromWebIdentity } from "bedrock-fetch/credentials";
 *
 * const bedrock = new BedrockRuntime({
 *   region: "us-east-1",
 *   credentials: fromWebIdentity({
 *     roleArn: "arn:aws:iam::123456789012:role/chat",
 *     webIdentityToken: () =>
 *       readFile("/var/run/secrets/eks.amazonaws.com/serviceaccount/token", "utf8"),
 *   }),
 * });
 * ```
 */
export function fromWebIdentity(options: FromWebIdentityOptions): CredentialsProvider {
  const { roleArn, webIdentityToken, durationSeconds, policy, fetch } = options;
  const { roleSessionName = "bedrock-fetch", region = "us-east-1" } = options;
  if (typeof roleArn !== "string" || !/^arn:[\w-]+:iam::\d+:role\/./.test(roleArn)) {
    throw invalid(
      `roleArn is ${JSON.stringify(roleArn)}. Write a role's ARN, such as ` +
        '"arn:aws:iam::123456789012:role/chat".',
    );
  }
  if (!/^[\w+=,.@-]{2,64}$/.test(roleSessionName)) {
    throw invalid("roleSessionName must be 2 to 64 letters, digits or characters of +=,.@-_");
  }
  if (
    durationSeconds !== undefined &&
    !(Number.isInteger(durationSeconds) && durationSeconds >= 900 && durationSeconds <= 43_200)
  ) {
    throw invalid(`durationSeconds is ${durationSeconds}. Write whole seconds, 900 to 43200.`);
  }
  const url = serviceUrl("sts", region, options.endpoint);

  return async () => {
    const token = await tokenFrom("webIdentityToken", webIdentityToken);
    const body = new URLSearchParams({
      Action: OPERATION,
      Version: "2011-06-15",
      RoleArn: roleArn,
      RoleSessionName: roleSessionName,
      WebIdentityToken: token,
    });
    if (durationSeconds !== undefined) body.set("DurationSeconds", String(durationSeconds));
    if (policy !== undefined) body.set("Policy", policy);

    const { status, text } = await exchange(
      OPERATION,
      url,
      {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: body.toString(),
      },
      fetch,
    );
    const leaves = xmlLeaves(text);
    if (status !== 200) {
      const name = leaves?.get("ErrorResponse/Error/Code");
      const message = leaves?.get("ErrorResponse/Error/Message");
      throw serviceError(OPERATION, status, name, message, [token]);
    }
    const given = (name: string): string =>
      leaves?.get(`${OPERATION}Response/${OPERATION}Result/Credentials/${name}`) ?? "";
    return temporaryCredentials(
      OPERATION,
      given("AccessKeyId"),
      given("SecretAccessKey"),
      given("SessionToken"),
      new Date(given("Expiration")),
    );
  };
}

const OPERATION = "AssumeRoleWithWebIdentity";

const invalid = (message: string) => new CredentialsProviderError("INVALID_OPTION", message);
