import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import type { Fetch } from "../fetch.ts";
import { globalRegionOf } from "../partition.ts";
import { temporaryCredentials } from "./check-credentials.ts";
import { checkFunction, checkObject } from "./check-options.ts";
import type { Credentials } from "./credentials.ts";
import { exchange } from "./exchange/exchange.ts";
import { serviceError } from "./exchange/service-error.ts";
import { serviceUrl } from "./exchange/service-url.ts";
import { xmlLeaves } from "./exchange/xml-leaves.ts";
import { checkTokenSource, type TokenSource, tokenFrom } from "./token.ts";

const OPERATION = "AssumeRoleWithWebIdentity";

/** Which role, and by whose token. */
export interface FromWebIdentityOptions {
  /** The role to assume, such as `"arn:aws:iam::123456789012:role/chat"`. */
  readonly roleArn: string;
  /** The identity provider's token. A function is called at each renewal. */
  readonly webIdentityToken: TokenSource;
  /** What CloudTrail shows as the session's name. Default `"bedrock-fetch"`. */
  readonly roleSessionName?: string | undefined;
  /**
   * The region whose STS is asked; the credentials are valid in every region of the partition. Default: the
   * global region of the role's partition, such as `"us-east-1"`.
   */
  readonly region?: string | undefined;
  /** How long the credentials last, in seconds, 900 to 43,200. Default: STS's, an hour. */
  readonly durationSeconds?: number | undefined;
  /** A session policy as JSON text, which narrows what the role may do. */
  readonly policy?: string | undefined;
  /** In place of STS's own in the region, such as `https://sts.us-east-1.amazonaws.com`. */
  readonly endpoint?: string | URL | undefined;
  /** Called as `fetch(url, init)`. Default: the runtime's. */
  readonly fetch?: Fetch | undefined;
}

/**
 * Credentials of a role for the token of an OpenID Connect provider: Kubernetes, GitHub Actions,
 * an identity provider of your own.
 *
 * The exchange takes at most 10 s, and at most 64 KiB of the answer are read. White space around the
 * token, such as the line break at a file's end, is taken off.
 *
 * @see AWS STS API: AssumeRoleWithWebIdentity
 * @throws InvalidArgumentError at once. The provider: CredentialsProviderError `TOKEN_UNAVAILABLE`,
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
export function fromWebIdentity(options: FromWebIdentityOptions): () => Promise<Credentials> {
  checkObject("options", options);
  const { roleArn, webIdentityToken, durationSeconds, policy, fetch } = options;
  const { roleSessionName = "bedrock-fetch", region = globalRegionOf(String(roleArn)) } = options;
  if (typeof roleArn !== "string" || !/^arn:[\w-]+:iam::\d+:role\/./.test(roleArn)) {
    throw new InvalidArgumentError(
      "roleArn",
      `must be a role's ARN, such as "arn:aws:iam::123456789012:role/chat", and is ${JSON.stringify(roleArn)}`,
    );
  }
  checkTokenSource("webIdentityToken", webIdentityToken);
  if (!/^[\w+=,.@-]{2,64}$/.test(roleSessionName)) {
    throw new InvalidArgumentError(
      "roleSessionName",
      "must be 2 to 64 letters, digits or characters of +=,.@-_",
    );
  }
  if (
    durationSeconds !== undefined &&
    !(Number.isInteger(durationSeconds) && durationSeconds >= 900 && durationSeconds <= 43_200)
  ) {
    throw new InvalidArgumentError(
      "durationSeconds",
      `must be a whole number from 900 to 43200, and is ${durationSeconds}`,
    );
  }
  if (policy !== undefined && typeof policy !== "string") {
    throw new InvalidArgumentError("policy", "must be a session policy as JSON text");
  }
  checkFunction("fetch", fetch);
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
    // White space around a value is how the XML is written.
    const leaf = (path: string): string | undefined => leaves?.get(path)?.trim();
    if (status !== 200) {
      const name = leaf("ErrorResponse/Error/Code");
      throw serviceError(OPERATION, status, [name], leaf("ErrorResponse/Error/Message"), [token]);
    }
    const returned = (name: string): string =>
      leaf(`${OPERATION}Response/${OPERATION}Result/Credentials/${name}`) ?? "";
    return temporaryCredentials(
      OPERATION,
      returned("AccessKeyId"),
      returned("SecretAccessKey"),
      returned("SessionToken"),
      new Date(returned("Expiration")),
    );
  };
}
