import { jwtClaims } from "../auth/jwt-claims.ts";
import type { OpenIdTokens } from "../auth/open-id-tokens.ts";
import { isTokenGood, type TokenCheck } from "../auth/token-check.ts";
import { checkConstraints, constraintError, type StringConstraint } from "../constraints.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { RecentMap } from "../recent-map.ts";
import type { Service, ServiceContext } from "../service.ts";
import { ServiceError } from "../service-error.ts";

/**
 * An identity pool. What the roles of its users allow is not simulated: the credentials of a user
 * with a login may invoke any model. A guest's may if they are of the basic flow: in the enhanced
 * flow AWS confines guests to a list of services that Bedrock is not on, and so does the simulator.
 */
export interface SimulatorIdentityPool {
  /** Such as `"us-east-1:11111111-2222-3333-4444-555555555555"`. */
  readonly identityPoolId: string;
  /**
   * Whether users without a login get an identity. Default `false`. For Bedrock they need the basic
   * flow, and a role in `sts.roles` that trusts this pool.
   */
  readonly allowGuests?: boolean | undefined;
  /** Whether GetOpenIdToken may be used, for the basic (classic) flow. Default `true`. */
  readonly allowClassicFlow?: boolean | undefined;
  /**
   * The identity providers by name, such as `"cognito-idp.us-east-1.amazonaws.com/us-east-1_abc"`,
   * each with its tokens. A JWT names its user in `sub` and expires at `exp`; any other token is a
   * user of its own. Default: none.
   */
  readonly logins?: Readonly<Record<string, TokenCheck>> | undefined;
  /** The roles that `CustomRoleArn` may name. Default: none. */
  readonly customRoleArns?: readonly string[] | undefined;
  /** How long credentials last, in ms. Default 3,600,000, an hour. */
  readonly credentialsLifetimeMs?: number | undefined;
}

interface Identity {
  readonly pool: SimulatorIdentityPool;
  /** The users it stands for, `provider user`; none for a guest. */
  readonly users: Set<string>;
}

const HOUR_MS = 3_600_000;
const TARGET = "AWSCognitoIdentityService.";

/** Patterns and bounds of the service model of Cognito Identity, 2014-06-30. */
const id: StringConstraint = { min: 1, max: 55, pattern: "[\\w-]+:[0-9a-f-]+" };
const arn: StringConstraint = { min: 20, max: 2048 };
const token: StringConstraint = { min: 1, max: 50_000, sensitive: true };
const MAX_LOGINS = 10;

/** GetId, GetCredentialsForIdentity and GetOpenIdToken. */
export function createCognitoIdentity(
  pools: readonly SimulatorIdentityPool[],
  openIdTokens: OpenIdTokens,
): Service {
  const identities = new RecentMap<string, Identity>();

  const operations: Record<string, (input: JsonObject, context: ServiceContext) => Json> = {
    GetId(input, { now }) {
      checkConstraints([["identityPoolId", input.IdentityPoolId, id]]);
      const pool = pools.find(({ identityPoolId }) => identityPoolId === input.IdentityPoolId);
      if (!pool) {
        throw new ServiceError(
          "ResourceNotFoundException",
          `IdentityPool '${input.IdentityPoolId}' not found.`,
        );
      }
      const users = usersOf(pool, input.Logins, now());
      if (users.length === 0 && !pool.allowGuests) {
        throw notAuthorized("Unauthenticated access is not supported for this identity pool.");
      }
      const known = [...identities].find(
        ([, identity]) => identity.pool === pool && users.some((user) => identity.users.has(user)),
      );
      return { IdentityId: known?.[0] ?? create(pool, users) };
    },

    GetCredentialsForIdentity(input, { now, issued }) {
      const { identityId, identity } = authenticate(input, now());
      const { pool } = identity;
      if (input.CustomRoleArn !== undefined) {
        checkConstraints([["customRoleArn", input.CustomRoleArn, arn]]);
        if (!pool.customRoleArns?.includes(String(input.CustomRoleArn))) {
          throw notAuthorized(`Role '${input.CustomRoleArn}' is not allowed for this identity.`);
        }
      }
      const lifetimeMs = pool.credentialsLifetimeMs ?? HOUR_MS;
      const isGuest = identity.users.size === 0;
      const credentials = issued.issue(identityId, lifetimeMs, { isGuest });
      return {
        IdentityId: identityId,
        Credentials: {
          AccessKeyId: credentials.accessKeyId,
          SecretKey: credentials.secretAccessKey,
          SessionToken: credentials.sessionToken,
          Expiration: credentials.expiration.getTime() / 1000,
        },
      };
    },

    GetOpenIdToken(input, { now }) {
      const { identityId, identity } = authenticate(input, now());
      if (identity.pool.allowClassicFlow === false) {
        throw new ServiceError(
          "InvalidParameterException",
          "Basic (classic) flow is not enabled, please use enhanced flow.",
        );
      }
      const { identityPoolId } = identity.pool;
      return { IdentityId: identityId, Token: openIdTokens.give({ identityPoolId, identityId }) };
    },
  };

  function create(pool: SimulatorIdentityPool, users: readonly string[]): string {
    const region = pool.identityPoolId.split(":")[0];
    const identityId = `${region}:${crypto.randomUUID()}`;
    identities.set(identityId, { pool, users: new Set(users) });
    return identityId;
  }

  /** Whether the logins match the identity; a guest's identity becomes its first user's. */
  function authenticate(input: JsonObject, now: Date): { identityId: string; identity: Identity } {
    checkConstraints([["identityId", input.IdentityId, id]]);
    const identityId = String(input.IdentityId);
    const identity = identities.get(identityId);
    if (!identity) {
      throw new ServiceError("ResourceNotFoundException", `Identity '${identityId}' not found.`);
    }
    const users = usersOf(identity.pool, input.Logins, now);
    if (users.length === 0) {
      if (identity.users.size > 0) {
        throw notAuthorized(`Access to Identity '${identityId}' is forbidden.`);
      }
      if (!identity.pool.allowGuests) {
        throw notAuthorized("Unauthenticated access is not supported for this identity pool.");
      }
    } else if (identity.users.size === 0) {
      for (const user of users) identity.users.add(user);
    } else if (!users.some((user) => identity.users.has(user))) {
      throw notAuthorized(
        "Logins don't match. Please include at least one valid login for this identity or identity pool.",
      );
    }
    return { identityId, identity };
  }

  return async (request, context) => {
    try {
      const operation = (request.headers.get("x-amz-target") ?? "").slice(TARGET.length);
      const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
      if (request.method !== "POST" || !run) {
        throw new ServiceError("UnknownOperationException", "");
      }
      return answer(200, run(await readInput(request), context));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      // JSON 1.1 has the name in the body, and one status for all of them.
      const response = answer(400, { __type: error.name, message: error.message });
      response.headers.set("x-amzn-ErrorType", `${error.name}:`);
      response.headers.set("x-amzn-ErrorMessage", error.message);
      return response;
    }
  };
}

/** The users whom good tokens stand for. */
function usersOf(pool: SimulatorIdentityPool, logins: Json | undefined, now: Date): string[] {
  if (logins === undefined || logins === null) return [];
  if (!isObject(logins))
    throw new ServiceError("SerializationException", "Expected a map of logins");
  const entries = Object.entries(logins);
  if (entries.length > MAX_LOGINS) {
    throw constraintError([
      `Value at 'logins' failed to satisfy constraint: Member must have length less than or equal to ${MAX_LOGINS}`,
    ]);
  }
  return entries.map(([provider, value]) => {
    checkConstraints([["logins", value, token]]);
    const text = String(value);
    const trusted = pool.logins ?? {};
    if (!Object.hasOwn(trusted, provider)) {
      throw notAuthorized("Token is not from a supported provider of this identity pool.");
    }
    const claims = jwtClaims(text);
    const exp = claims?.exp;
    const seconds = Math.floor(now.getTime() / 1000);
    if (typeof exp === "number" && exp <= seconds) {
      throw notAuthorized(`Invalid login token. Token expired: ${exp} >= ${seconds}`);
    }
    if (!isTokenGood(trusted[provider]!, text)) {
      throw notAuthorized("Invalid login token. Not a valid OpenId Connect identity token.");
    }
    return `${provider} ${typeof claims?.sub === "string" ? claims.sub : text}`;
  });
}

async function readInput(request: Request): Promise<JsonObject> {
  try {
    const input: Json = JSON.parse(await request.text());
    if (isObject(input)) return input;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ServiceError("SerializationException", "The body is not a JSON object.");
}

const notAuthorized = (message: string) => new ServiceError("NotAuthorizedException", message);

const answer = (status: number, body: Json): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/x-amz-json-1.1" },
  });
