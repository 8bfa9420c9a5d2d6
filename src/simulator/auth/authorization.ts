import { ServiceError } from "../service-error.ts";
import type { IssuedCredentials } from "./issued-credentials.ts";
import { invalidKey, isShortTermKey, verifyShortTermKey } from "./short-term-key.ts";
import { parseSigV4, verifySigV4 } from "./sigv4.ts";

/** A key pair that the simulator accepts, with its session token if it has one. */
export interface SimulatorCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Must come with the request if it is set here, and must not if it is not. */
  readonly sessionToken?: string | undefined;
  /** When they expire. Default: never. */
  readonly expiration?: Date | undefined;
}

/** Whom the simulator knows. */
export interface Accounts {
  readonly region: string;
  readonly credentials: readonly SimulatorCredentials[];
  readonly apiKeys: readonly string[];
  readonly issued: IssuedCredentials;
}

/**
 * Who sent the request: the access key id that signed it or its short-term API key, or `"api-key"`.
 *
 * @throws ServiceError for a request that is not authorized, as AWS refuses it.
 */
export async function authorize(
  request: Request,
  body: Uint8Array<ArrayBuffer>,
  accounts: Accounts,
  { now: clock, isServed }: { now(): Date; readonly isServed: boolean },
): Promise<string> {
  const now = clock();
  const authorization = request.headers.get("authorization");
  if (authorization === null) {
    throw new ServiceError("MissingAuthenticationTokenException", "Missing Authentication Token");
  }
  if (/^bearer /i.test(authorization)) {
    const apiKey = authorization.slice("bearer ".length).trim();
    if (accounts.apiKeys.includes(apiKey)) return "api-key";
    if (!isShortTermKey(apiKey)) throw invalidKey();
    const { region } = accounts;
    return verifyShortTermKey(apiKey, { region, now, find: (id) => findKey(accounts, id) });
  }
  if (!authorization.startsWith("AWS4-HMAC-SHA256")) {
    throw new ServiceError(
      "IncompleteSignatureException",
      `Unsupported AWS 'algorithm': '${authorization.split(" ")[0]}'.`,
    );
  }

  const parsed = parseSigV4(authorization, request.headers);
  const known = findKey(accounts, parsed.accessKeyId);
  const token = request.headers.get("x-amz-security-token") ?? undefined;
  if (!known || known.sessionToken !== token) {
    throw new ServiceError(
      "UnrecognizedClientException",
      "The security token included in the request is invalid.",
    );
  }
  await verifySigV4(request, body, parsed, {
    region: accounts.region,
    service: "bedrock",
    secretAccessKey: known.secretAccessKey,
    now,
    mayJoinLines: isServed,
  });
  if (known.expiration && known.expiration <= now) {
    throw new ServiceError(
      "ExpiredTokenException",
      "The security token included in the request is expired",
    );
  }
  return parsed.accessKeyId;
}

const findKey = ({ credentials, issued }: Accounts, id: string): SimulatorCredentials | undefined =>
  credentials.find(({ accessKeyId }) => accessKeyId === id) ?? issued.lookup(id);
