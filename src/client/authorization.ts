import { AwsV4Signer } from "aws4fetch";
import { type CredentialsCache, credentialsCache } from "../credentials/credentials-cache.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import type { BedrockRuntimeServiceException } from "../errors/service-exceptions.ts";
import type { HttpRequest } from "../protocol/operation.ts";
import { isPage } from "../runtime.ts";
import { Clock, timeInMessage } from "./clock.ts";
import { checkRegion, isExposed } from "./endpoint.ts";
import type { BedrockRuntimeOptions } from "./options.ts";
import { SigningKeys } from "./signing-keys.ts";

/** A request's headers once it may be sent. */
export interface Authorized {
  readonly headers: Headers;
  /**
   * Whether what was refused would pass if it were authorized anew, since the fault was on this
   * side: credentials that have expired, a clock that is wrong.
   */
  correct?(error: BedrockRuntimeServiceException): boolean;
}

/** How a client's requests are authorized, and what it learns from their answers. */
export interface Authorization {
  authorize(url: string, request: HttpRequest): Promise<Authorized>;
  /** Takes note of a response's Date header. */
  heed?(date: string | null): void;
}

/**
 * @throws InvalidArgumentError
 * @throws CredentialsProviderError `INVALID_CREDENTIALS` if the credentials are malformed
 */
export function authorization(options: BedrockRuntimeOptions, endpoint: string): Authorization {
  const { apiKey, credentials } = options;
  if (apiKey !== undefined && credentials !== undefined) {
    throw new InvalidArgumentError("apiKey", "must not be set beside credentials; leave one out");
  }
  if (apiKey !== undefined) {
    refuseInPage("apiKey", options);
    if (isExposed(endpoint)) {
      throw new InvalidArgumentError(
        "endpoint",
        "must be https:// for an API key, which never goes over plain http",
      );
    }
    return bearer(apiKey);
  }
  if (credentials === undefined) {
    throw new InvalidArgumentError(
      "credentials",
      "missing; set credentials or apiKey, as fromEnv() returns them",
    );
  }
  if (typeof credentials !== "function" && !credentials.sessionToken) {
    refuseInPage("credentials", options);
  }
  const region = checkRegion(options.region);
  const clock = new Clock();
  const cache = credentialsCache(credentials, {
    now: () => clock.now(),
    onRefreshError: options.onCredentialsError,
  });
  return signatureV4(region, cache, clock, typeof credentials === "function");
}

function refuseInPage(field: string, { dangerouslyAllowBrowser }: BedrockRuntimeOptions): void {
  if (dangerouslyAllowBrowser || !isPage()) return;
  throw new InvalidArgumentError(
    field,
    "any visitor could read a long-term key; use fromCognitoIdentityPool(), or set dangerouslyAllowBrowser: true",
  );
}

function bearer(apiKey: string | (() => string | Promise<string>)): Authorization {
  return {
    async authorize(_url, { headers }) {
      const key = typeof apiKey === "function" ? await apiKey() : apiKey;
      if (typeof key !== "string" || !/^[\x21-\x7e]+$/.test(key)) {
        throw new InvalidArgumentError("apiKey", "must be printable ASCII");
      }
      return { headers: new Headers({ ...headers, authorization: `Bearer ${key}` }) };
    },
  };
}

const STALE = /^(ExpiredToken(Exception)?|UnrecognizedClientException)$/;
/** The statuses that can refuse a signature: with a 400 it has passed. */
const REFUSALS = [401, 403];

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
function signatureV4(
  region: string,
  cache: CredentialsCache,
  clock: Clock,
  renewable: boolean,
): Authorization {
  const signingKeys = new SigningKeys();
  return {
    async authorize(url, { method = "POST", headers = {}, body }) {
      const credentials = await cache.get();
      const { accessKeyId, secretAccessKey, sessionToken } = credentials;
      const { offsetMs } = clock;
      const signer = new AwsV4Signer({
        method,
        url,
        headers,
        ...(body && { body }),
        accessKeyId,
        secretAccessKey,
        // aws4fetch takes undefined for no token, although its types do not say so.
        sessionToken: sessionToken!,
        service: "bedrock",
        region,
        cache: signingKeys,
        datetime: new Date(clock.now()).toISOString().replace(/[:-]|\.\d{3}/g, ""),
        allHeaders: true,
      });
      return {
        headers: (await signer.sign()).headers,
        correct(error) {
          if (STALE.test(error.name)) {
            cache.drop(credentials);
            return renewable;
          }
          if (!REFUSALS.includes(error.$metadata.httpStatusCode!)) return false;
          clock.learn(timeInMessage(error.message));
          return clock.offsetMs !== offsetMs;
        },
      };
    },

    heed(date) {
      if (date !== null) clock.learn(Date.parse(date));
    },
  };
}
