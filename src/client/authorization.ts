import { checkSecret } from "../credentials/check-credentials.ts";
import { credentialsCache, withinLimit } from "../credentials/credentials-cache.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import type { BedrockRuntimeServiceException } from "../errors/service-exceptions.ts";
import { isLoopback } from "../loopback.ts";
import { isPage } from "../runtime.ts";
import { checkRegion } from "./endpoint.ts";
import type { BedrockRuntimeOptions } from "./options.ts";
import { type SignableRequest, SignatureV4 } from "./signature-v4.ts";

/** A request's headers once it may be sent. */
export interface Authorized {
  readonly headers: Headers;
  /**
   * Whether the refused request would pass if it were authorized again, since the fault was on this
   * side: expired credentials, a wrong clock.
   */
  recover?(error: BedrockRuntimeServiceException): boolean;
}

/** How a client's requests are authorized, and what it learns from their responses. */
export interface Authorization {
  authorize(request: SignableRequest): Promise<Authorized>;
  /** Takes note of a response's Date header. */
  learnTime?(headers: Headers): void;
  /** Forgets whose credentials were used. */
  forget?(): void;
}

const STALE = /^(ExpiredToken(Exception)?|UnrecognizedClientException)$/;
/** The statuses that can refuse a signature: with a 400 it has passed. */
const REFUSALS = [401, 403];

/** @throws InvalidArgumentError for options that contradict each other or are not safe here */
export function authorization(options: BedrockRuntimeOptions, endpoint: string): Authorization {
  const { apiKey, credentials, signing } = options;
  const [given, another] = Object.entries({ apiKey, credentials, signing }).filter(
    ([name, value]) => (name === "signing" ? value === false : value !== undefined),
  );
  if (another) {
    throw new InvalidArgumentError(
      given![0],
      `must not be set beside ${another[0]}; leave one out`,
    );
  }
  const allowsLongTermKeys = options.dangerouslyAllowBrowser || !isPage();
  if (signing === false || apiKey !== undefined) {
    refusePlainHttp(endpoint, options);
    if (typeof apiKey === "string") checkApiKey(apiKey, allowsLongTermKeys);
    return {
      async authorize(request) {
        refusePlainHttp(request.url, options);
        const headers = new Headers(request.headers);
        if (apiKey !== undefined) {
          const key =
            typeof apiKey === "function"
              ? await withinLimit((async () => apiKey())(), "The apiKey function")
              : apiKey;
          checkApiKey(key, allowsLongTermKeys);
          headers.set("authorization", `Bearer ${key}`);
        }
        return { headers };
      },
    };
  }
  if (credentials === undefined) {
    throw new InvalidArgumentError(
      "credentials",
      "missing; set credentials or apiKey, as fromEnv() returns them",
    );
  }
  const isRenewable = typeof credentials === "function";
  if (!isRenewable) refuseInPage("credentials", !credentials?.sessionToken, allowsLongTermKeys);
  const signature = new SignatureV4(checkRegion(options.region, options.endpoint));
  const cache = credentialsCache(credentials, {
    now: () => signature.clock.now(),
    onRefreshError: options.onCredentialsError,
  });
  return {
    async authorize(request) {
      const used = await cache.get();
      refuseInPage("credentials", !used.sessionToken, allowsLongTermKeys);
      const { offsetMs } = signature.clock;
      return {
        headers: await signature.sign(request, used),
        recover(error) {
          if (STALE.test(error.name)) {
            cache.drop(used);
            return isRenewable;
          }
          return (
            REFUSALS.includes(error.$metadata.httpStatusCode!) &&
            signature.clock.correctFrom(offsetMs, error.message)
          );
        },
      };
    },
    learnTime: (headers) => signature.clock.learnFrom(headers),
    forget: () => cache.forget(),
  };
}

function checkApiKey(key: unknown, allowsLongTermKeys: boolean): void {
  refuseInPage(
    "apiKey",
    !checkSecret("apiKey", key).startsWith("bedrock-api-key-"),
    allowsLongTermKeys,
  );
}

function refuseInPage(field: string, isLongTerm: boolean, allowsLongTermKeys: boolean): void {
  if (allowsLongTermKeys || !isLongTerm) return;
  throw new InvalidArgumentError(
    field,
    "any visitor could read a long-term key; use fromCognitoIdentityPool() or a short-term API key, or set dangerouslyAllowBrowser: true",
  );
}

function refusePlainHttp(endpoint: string, options: BedrockRuntimeOptions): void {
  const { protocol, hostname } = new URL(endpoint);
  if (protocol === "https:" || isLoopback(hostname) || options.dangerouslyAllowPlainHttp) return;
  throw new InvalidArgumentError(
    "endpoint",
    "must be https://, since anyone on the way could read an API key and prompts; or set dangerouslyAllowPlainHttp: true",
  );
}
