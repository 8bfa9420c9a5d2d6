import { AwsV4Signer } from "aws4fetch";
import { CredentialsProviderError } from "../errors/credentials-provider-error.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { checkWebCrypto } from "../errors/unsupported-runtime-error.ts";
import { checkObject } from "./check-options.ts";
import type { Credentials, CredentialsProvider } from "./credentials.ts";
import { credentialsCache } from "./credentials-cache.ts";
import { checkRegion } from "./exchange/service-url.ts";

const HOST = "bedrock.amazonaws.com";

/** The longest lifetime that AWS accepts: 12 hours. */
const MAX_SECONDS = 43_200;

/** For whom, where and how long a short-term API key is valid. */
export interface CreateShortTermApiKeyOptions {
  /** The region that the key is valid in, such as `"us-east-1"`. */
  readonly region: string;
  /** Whose permissions the key has: credentials, or a function that returns some. */
  readonly credentials: Credentials | CredentialsProvider;
  /**
   * How long the key is valid, in seconds, 1 to 43,200 (12 hours), as long as the credentials are.
   * Default: 43,200.
   */
  readonly expiresInSeconds?: number | undefined;
}

/** A short-term API key. */
export interface ShortTermApiKey {
  /** A bearer token, `bedrock-api-key-…`: the `apiKey` of a client. */
  readonly apiKey: string;
  /** When it expires: after `expiresInSeconds`, or with the credentials if they expire first. */
  readonly expiration: Date;
}

/**
 * Creates a short-term Amazon Bedrock API key: a request that is signed in advance, encoded as a
 * bearer token. Nothing is sent, and AWS keeps no record of it.
 *
 * Whoever has the key has every Bedrock permission of the principal that signed it, those of the
 * control plane too, in this region and until it expires; it cannot be revoked by itself. Sign it
 * with a role that may only invoke models.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html
 * @throws InvalidArgumentError, UnsupportedRuntimeError in a page on plain http, what a credentials
 *   function throws, and CredentialsProviderError
 *   `INVALID_CREDENTIALS` if it returns none or some that have expired, `TIMEOUT` if it returns
 *   nothing within a minute
 *
 * @example A client with a new key for each attempt, which costs no request
 * ```ts
 * import { BedrockRuntime } from "bedrock-fetch";
 * import { createShortTermApiKey, fromEnv } from "bedrock-fetch/credentials";
 *
 * const { credentials } = fromEnv();
 * const bedrock = new BedrockRuntime({
 *   region: "us-east-1",
 *   apiKey: async () => {
 *     const { apiKey } = await createShortTermApiKey({
 *       region: "us-east-1",
 *       credentials: credentials!,
 *       expiresInSeconds: 600,
 *     });
 *     return apiKey;
 *   },
 * });
 * ```
 */
export async function createShortTermApiKey(
  options: CreateShortTermApiKeyOptions,
): Promise<ShortTermApiKey> {
  checkWebCrypto();
  checkObject("options", options);
  const { region, credentials, expiresInSeconds = MAX_SECONDS } = options;
  checkRegion(region);
  if (
    !(Number.isInteger(expiresInSeconds) && expiresInSeconds > 0 && expiresInSeconds <= MAX_SECONDS)
  ) {
    throw new InvalidArgumentError(
      "expiresInSeconds",
      `must be a whole number from 1 to ${MAX_SECONDS}, and is ${expiresInSeconds}`,
    );
  }
  const used = await credentialsCache(credentials).get();
  // A signature's time is in whole seconds, and its lifetime begins with them.
  const now = new Date(Math.floor(Date.now() / 1000) * 1000);
  const lifetimeEnd = now.getTime() + expiresInSeconds * 1000;
  const credentialsEnd = used.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
  if (credentialsEnd <= Date.now()) {
    throw new CredentialsProviderError(
      "INVALID_CREDENTIALS",
      `The credentials expired at ${used.expiration?.toISOString()}, so a key that they sign is not valid`,
    );
  }
  const signer = new AwsV4Signer({
    method: "POST",
    url: `https://${HOST}/?Action=CallWithBearerToken&X-Amz-Expires=${expiresInSeconds}`,
    accessKeyId: used.accessKeyId,
    secretAccessKey: used.secretAccessKey,
    // May be undefined, although aws4fetch's types do not say so.
    sessionToken: used.sessionToken!,
    service: "bedrock",
    region,
    datetime: now.toISOString().replace(/[:-]|\.\d{3}/g, ""),
    signQuery: true,
  });
  const { url } = await signer.sign();
  // AWS's own generator sorts the parameters and appends the version, which is not signed.
  url.searchParams.sort();
  // A URL encodes these two as forms do, and a signature the other way.
  const query = url.search.replaceAll("*", "%2A").replaceAll("%7E", "~");
  const request = `${url.host}${url.pathname}${query}&Version=1`;
  return {
    apiKey: `bedrock-api-key-${btoa(request)}`,
    expiration: new Date(Math.min(lifetimeEnd, credentialsEnd)),
  };
}
