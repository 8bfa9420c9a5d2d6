import type { CredentialsProviderError } from "../errors/credentials-provider-error.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import type { Fetch } from "../fetch.ts";
import { isRegion } from "../partition.ts";
import { temporaryCredentials } from "./check-credentials.ts";
import { checkFunction, checkObject } from "./check-options.ts";
import type { Credentials, CredentialsProvider } from "./credentials.ts";
import { type CognitoIdentityInput, callCognitoIdentity } from "./exchange/cognito-identity.ts";
import { serviceUrl } from "./exchange/service-url.ts";
import { GuestIdentity, type IdentityStorage, isIdentityId } from "./guest-identity.ts";
import { checkTokenSource, SAML_ASSERTION, type TokenSource, tokenFrom } from "./token.ts";

/** Which pool, as whom, and by which flow. */
export interface FromCognitoIdentityPoolOptions {
  /** The pool's id, such as `"us-east-1:11111111-2222-3333-4444-555555555555"`. */
  readonly identityPoolId: string;
  /**
   * Tokens by identity provider, such as
   * `{ "cognito-idp.us-east-1.amazonaws.com/us-east-1_abc": () => session.idToken }`. Functions are
   * called at each renewal. Without logins the user is a guest.
   */
  readonly logins?: Readonly<Record<string, TokenSource>> | undefined;
  /** Default: the region that the pool's id begins with. */
  readonly region?: string | undefined;
  /** One of the roles that the user's token allows, in place of the pool's default. */
  readonly customRoleArn?: string | undefined;
  /** A known identity. Default: the service is asked, and a guest's identity is remembered. */
  readonly identityId?: string | undefined;
  /** Where a guest's identity id outlives the page, such as `localStorage`. */
  readonly storage?: IdentityStorage | undefined;
  /**
   * Chooses the basic (classic) flow: the pool issues a token that vouches for the user, and this
   * exchanges it for credentials, usually with `fromWebIdentity`. Guests need it to invoke models.
   * Default: the enhanced flow, in which the pool chooses the role.
   */
  readonly basicFlow?: ((webIdentityToken: string) => CredentialsProvider) | undefined;
  /** In place of Cognito's own in the region, such as `https://cognito-identity.us-east-1.amazonaws.com`. */
  readonly endpoint?: string | URL | undefined;
  /** Called as `fetch(url, init)`. Default: the runtime's. */
  readonly fetch?: Fetch | undefined;
}

/**
 * Credentials for a user of a page, or for a guest, from an Amazon Cognito identity pool.
 *
 * Each exchange takes at most 10 s, and at most 64 KiB of its answer are read. When the service
 * refuses a guest's identity id, the id is forgotten and a new one requested, once.
 *
 * Nothing is remembered of a user who has signed in: the tokens decide, at each renewal. When another
 * user signs in, `forgetCredentials()` of the client makes the next call renew at once.
 *
 * In the enhanced flow AWS confines guests to a list of services, and Bedrock is not on it: for
 * guests, allow the classic flow in the pool and pass `basicFlow`. Users with a login need neither.
 *
 * @see Amazon Cognito Identity API: GetId, GetCredentialsForIdentity, GetOpenIdToken
 * @see IAM managed policy AmazonCognitoUnAuthedIdentitiesSessionPolicy, what a guest is confined to
 * @throws InvalidArgumentError at once. The provider: CredentialsProviderError `TOKEN_UNAVAILABLE`,
 *   `NETWORK`, `TIMEOUT`, `SERVICE_ERROR` and `INVALID_RESPONSE`.
 *
 * @example A user who has signed in
 * ```ts
 * import { BedrockRuntime } from "bedrock-fetch";
 * import { fromCognitoIdentityPool } from "bedrock-fetch/credentials";
 *
 * const session = { idToken: "what your sign-in keeps current" };
 * const bedrock = new BedrockRuntime({
 *   region: "us-east-1",
 *   credentials: fromCognitoIdentityPool({
 *     identityPoolId: "us-east-1:11111111-2222-3333-4444-555555555555",
 *     logins: { "cognito-idp.us-east-1.amazonaws.com/us-east-1_abc": () => session.idToken },
 *   }),
 * });
 * ```
 *
 * @example A guest
 * ```ts
 * import { BedrockRuntime } from "bedrock-fetch";
 * import { fromCognitoIdentityPool, fromWebIdentity } from "bedrock-fetch/credentials";
 *
 * const bedrock = new BedrockRuntime({
 *   region: "us-east-1",
 *   credentials: fromCognitoIdentityPool({
 *     identityPoolId: "us-east-1:11111111-2222-3333-4444-555555555555",
 *     basicFlow: (webIdentityToken) =>
 *       fromWebIdentity({ roleArn: "arn:aws:iam::123456789012:role/guest", webIdentityToken }),
 *   }),
 * });
 * ```
 */
export function fromCognitoIdentityPool(
  options: FromCognitoIdentityPoolOptions,
): () => Promise<Credentials> {
  checkObject("options", options);
  const { identityPoolId, logins = {}, identityId, customRoleArn, basicFlow, fetch } = options;
  const poolRegion = String(identityPoolId).split(":")[0];
  if (!isIdentityId(identityPoolId) || !isRegion(poolRegion)) {
    throw new InvalidArgumentError(
      "identityPoolId",
      'must be the id of an identity pool, such as "us-east-1:11111111-2222-3333-4444-555555555555", ' +
        `and is ${JSON.stringify(identityPoolId)}`,
    );
  }
  if (identityId !== undefined && !isIdentityId(identityId)) {
    throw new InvalidArgumentError(
      "identityId",
      'must be the id of an identity, such as "us-east-1:11111111-2222-3333-4444-555555555555"',
    );
  }
  checkObject("logins", logins);
  for (const [issuer, source] of Object.entries(logins)) {
    checkTokenSource(loginName(issuer), source, patternOf(issuer));
  }
  checkFunction("basicFlow", basicFlow);
  checkFunction("fetch", fetch);
  const url = serviceUrl("cognito-identity", options.region ?? poolRegion, options.endpoint);
  const guest = new GuestIdentity(identityPoolId, options.storage);

  return async () => {
    const tokens: Record<string, string> = {};
    for (const [issuer, source] of Object.entries(logins)) {
      tokens[issuer] = await tokenFrom(loginName(issuer), source, patternOf(issuer));
    }
    const isGuest = Object.keys(tokens).length === 0;

    const call = (operation: string, input: CognitoIdentityInput, member: string) =>
      callCognitoIdentity(
        operation,
        isGuest ? input : { ...input, Logins: tokens },
        member,
        url,
        fetch,
      );

    const getId = async () =>
      String(await call("GetId", { IdentityPoolId: identityPoolId }, "IdentityId"));

    const getCredentials = async (IdentityId: string): Promise<Credentials> => {
      if (basicFlow !== undefined) {
        return basicFlow(String(await call("GetOpenIdToken", { IdentityId }, "Token")))();
      }
      const operation = "GetCredentialsForIdentity";
      const input = { IdentityId, CustomRoleArn: customRoleArn };
      const returned = Object(await call(operation, input, "Credentials"));
      return temporaryCredentials(
        operation,
        returned.AccessKeyId,
        returned.SecretKey,
        returned.SessionToken,
        new Date(returned.Expiration * 1000 || Number.NaN),
      );
    };

    if (identityId !== undefined) return getCredentials(identityId);
    // The identity is the user's, and the user may have changed since the last time.
    if (!isGuest) return getCredentials(await getId());

    const known = await guest.recall();
    if (known !== undefined) {
      try {
        return await getCredentials(known);
      } catch (error) {
        if (!isIdentityRefused(error)) throw error;
        await guest.forget();
      }
    }
    const id = await getId();
    await guest.remember(id);
    return getCredentials(id);
  };
}

const loginName = (issuer: string): string => `logins["${issuer}"]`;

/** SAML's providers go by an ARN, all others by a domain. */
const patternOf = (issuer: string): RegExp | undefined =>
  issuer.startsWith("arn:") ? SAML_ASSERTION : undefined;

/** A deleted identity is not found; one that a login has since claimed is closed to guests. */
const isIdentityRefused = (error: unknown): boolean =>
  /^(ResourceNotFound|NotAuthorized)Exception$/.test(
    (error as CredentialsProviderError).serviceErrorName ?? "",
  );
