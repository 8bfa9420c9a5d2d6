import { AwsV4Signer } from "aws4fetch";
import { type CredentialsCache, credentialsCache } from "../credentials/credentials-cache.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import type { BedrockRuntimeServiceException } from "../errors/service-exceptions.ts";
import type { HttpRequest } from "../operations/http-request.ts";
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
   * side: credentials that have ended, a clock that is wrong.
   */
  correct?(error: BedrockRuntimeServiceException): boolean;
}

/** How a client's requests are authorized, and what it learns from their answers. */
export interface Authorization {
  authorize(url: string, request: HttpRequest): Promise<Authorized>;
  /** Takes note of an answer's Date header. */
  heed?(date: string | null): void;
}

/** @throws InvalidArgumentError, and CredentialsProviderError for credentials that are none. */
export function authorization(options: BedrockRuntimeOptions, endpoint: string): Authorization {
  const { apiKey, credentials } = options;
  if (apiKey !== undefined && credentials !== undefined) {
    throw new InvalidArgumentError("apiKey", "given beside credentials; write one");
  }
  if (apiKey !== undefined) {
    refuseInPage("apiKey", options);
    if (isExposed(endpoint)) {
      throw new InvalidArgumentError(
        "endpoint",
        "an API key never goes over plain http; write https://",
      );
    }
    return bearer(apiKey);
  }
  if (credentials === undefined) {
    throw new InvalidArgumentError(
      "credentials",
      "missing; write credentials or apiKey, as fromEnv() gives them",
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
        throw new InvalidArgumentError("apiKey", "write printable ASCII");
      }
      return { headers: new Headers({ ...headers, authorization: `Bearer ${key}` }) };
    },
  };
}

const STALE = /^(ExpiredToken(Exception)?|UnrecognizedClientException)$/;
/** The statuses that can refuse a signature: a 400 tells that it passed. */
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
    async authorize(url, { headers, body }) {
      const credentials = await cache.get();
      const { accessKeyId, secretAccessKey, sessionToken } = credentials;
      const { offsetMs } = clock;
      const signer = new AwsV4Signer({
        method: "POST",
        url,
        headers,
        body,
        accessKeyId,
        secretAccessKey,
        // May be undefined, which aws4fetch takes for none although its types do not say so.
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
