import { CredentialsProviderError } from "../errors/credentials-provider-error.ts";
import type { Fetch } from "../fetch.ts";
import { temporaryCredentials } from "./check-credentials.ts";
import { type CognitoIdentityInput, callCognitoIdentity } from "./cognito-identity.ts";
import type { Credentials, CredentialsProvider } from "./credentials.ts";
import { GuestIdentity, type IdentityStorage, isIdentityId } from "./guest-identity.ts";
import { serviceUrl } from "./service-url.ts";
import { type TokenSource, tokenFrom } from "./token.ts";

/** Which pool, as whom, and by which flow. */
export interface FromCognitoIdentityPoolOptions {
  /** The pool's id, such as `"us-east-1:11111111-2222-3333-4444-555555555555"`. */
  identityPoolId: string;
  /**
   * Tokens by identity provider, such as
   * `{ "cognito-idp.us-east-1.amazonaws.com/us-east-1_abc": () => session.idToken }`. Functions are
   * called at each renewal. Without logins the user is a guest.
   */
  logins?: Readonly<Record<string, TokenSource>> | undefined;
  /** Default: the region that the pool's id begins with. */
  region?: string | undefined;
  /** One of the roles that the user's token allows, in place of the pool's default. */
  customRoleArn?: string | undefined;
  /** A known identity. Default: the service is asked, and a guest's answer remembered. */
  identityId?: string | undefined;
  /** Where a guest's identity id outlives the page, such as `localStorage`. */
  storage?: IdentityStorage | undefined;
  /**
   * Chooses the basic (classic) flow: the pool gives a token that vouches for the user, and this
   * turns it into credentials, with `fromWebIdentity` as a rule. Guests need it to invoke models.
   * Default: the enhanced flow, in which the pool chooses the role.
   */
  basicFlow?: ((webIdentityToken: string) => CredentialsProvider) | undefined;
  /** In place of `https://cognito-identity.{region}.amazonaws.com`. */
  endpoint?: string | undefined;
  /** Default: the global one. */
  fetch?: Fetch | undefined;
}

/**
 * Credentials for a user of a page, or for a guest, from an Amazon Cognito identity pool.
 *
 * Each exchange takes at most 10 s, and at most 64 KiB are read of its answer. A guest's identity
 * id is forgotten and asked for anew, once, when the service refuses it.
 *
 * In the enhanced flow AWS confines guests to a list of services, and Bedrock is not on it: for
 * guests, allow the pool the classic flow and pass `basicFlow`. Users with a login need neither.
 *
 * @see Amazon Cognito Identity API: GetId, GetCredentialsForIdentity, GetOpenIdToken
 * @see IAM managed policy AmazonCognitoUnAuthedIdentitiesSessionPolicy, what a guest is confined to
 * @throws {CredentialsProviderError} `INVALID_OPTION` at once. The provider: `TOKEN_UNAVAILABLE`,
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
): CredentialsProvider {
  const { identityPoolId, logins = {}, basicFlow, fetch } = options;
  if (!isIdentityId(identityPoolId)) {
    throw new CredentialsProviderError(
      "INVALID_OPTION",
      `identityPoolId: ${JSON.stringify(identityPoolId)} is no identity pool's id; write one such ` +
        'as "us-east-1:11111111-2222-3333-4444-555555555555"',
    );
  }
  const region = options.region ?? identityPoolId.slice(0, identityPoolId.indexOf(":"));
  const url = serviceUrl("cognito-identity", region, options.endpoint);
  const guest = new GuestIdentity(identityPoolId, options.storage);

  return async () => {
    const tokens: Record<string, string> = {};
    for (const [issuer, source] of Object.entries(logins)) {
      tokens[issuer] = await tokenFrom(`logins["${issuer}"]`, source);
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
      const input = { IdentityId, CustomRoleArn: options.customRoleArn };
      const given = Object(await call(operation, input, "Credentials"));
      return temporaryCredentials(
        operation,
        given.AccessKeyId,
        given.SecretKey,
        given.SessionToken,
        new Date(given.Expiration * 1000 || Number.NaN),
      );
    };

    if (options.identityId !== undefined) return getCredentials(options.identityId);
    // With the user, who may have changed since the last time, the identity changes.
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

/** A deleted identity is not found; one that a login has since claimed is closed to guests. */
const isIdentityRefused = (error: unknown): boolean =>
  /^(ResourceNotFound|NotAuthorized)Exception$/.test(
    (error as CredentialsProviderError).serviceErrorName ?? "",
  );
