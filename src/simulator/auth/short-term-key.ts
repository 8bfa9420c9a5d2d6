import { ServiceError } from "../service-error.ts";
import { parseDate, verifySigV4 } from "./sigv4.ts";

const PREFIX = "bedrock-api-key-";
const HOST = "bedrock.amazonaws.com";
const ACTION = "CallWithBearerToken";
const MAX_EXPIRES_SECONDS = 43_200;
/** How far a key's date may be ahead of the service's clock. */
const TOLERANCE_MS = 300_000;

/** Who may have signed a key. */
interface Signer {
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly expiration?: Date | undefined;
}

/** What a short-term key is checked against. */
export interface ShortTermKeyExpectation {
  readonly region: string;
  readonly now: Date;
  find(accessKeyId: string): Signer | undefined;
}

export const isShortTermKey = (apiKey: string): boolean => apiKey.startsWith(PREFIX);

/**
 * Verifies a short-term API key, which is a presigned request for `CallWithBearerToken`: its
 * signature, its region, its own time and that of the credentials that signed it.
 *
 * Source: @aws/bedrock-token-generator 1.1, which makes such keys.
 *
 * @returns The access key id that signed it.
 * @throws ServiceError `AccessDeniedException` for a key that is not valid.
 */
export async function verifyShortTermKey(
  apiKey: string,
  { region, now, find }: ShortTermKeyExpectation,
): Promise<string> {
  const url = presignedUrl(apiKey.slice(PREFIX.length));
  const query = url.searchParams;
  const date = query.get("X-Amz-Date") ?? "";
  const signedAt = parseDate(date);
  const seconds = Number(query.get("X-Amz-Expires"));
  const scope = (query.get("X-Amz-Credential") ?? "").split("/");
  const [accessKeyId = "", day = "", itsRegion = "", service = "", terminator = ""] = scope;
  const signature = query.get("X-Amz-Signature") ?? "";
  const known = find(accessKeyId);
  if (
    url.host !== HOST ||
    url.pathname !== "/" ||
    query.get("Action") !== ACTION ||
    query.get("Version") !== "1" ||
    query.get("X-Amz-Algorithm") !== "AWS4-HMAC-SHA256" ||
    scope.length !== 5 ||
    !(Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_EXPIRES_SECONDS) ||
    !(signedAt <= now.getTime() + TOLERANCE_MS) ||
    !known ||
    (known.sessionToken ?? null) !== query.get("X-Amz-Security-Token")
  ) {
    throw invalidKey();
  }
  // Neither was there when the request was signed.
  query.delete("X-Amz-Signature");
  query.delete("Version");
  const request = new Request(url, { method: "POST", headers: { "x-amz-date": date } });
  const signedHeaders = (query.get("X-Amz-SignedHeaders") ?? "").split(";");
  const authorization = {
    accessKeyId,
    day,
    region: itsRegion,
    service,
    terminator,
    signedHeaders,
    signature,
  };
  try {
    await verifySigV4(request, new Uint8Array(0), authorization, {
      region,
      service: "bedrock",
      secretAccessKey: known.secretAccessKey,
      // The key itself says how old it may be.
      now: new Date(signedAt),
    });
  } catch (error) {
    throw error instanceof ServiceError ? invalidKey() : error;
  }
  const expires = signedAt + seconds * 1000;
  if (expires <= now.getTime() || (known.expiration && known.expiration <= now)) {
    throw new ServiceError("AccessDeniedException", "Bearer Token has expired");
  }
  return accessKeyId;
}

export const invalidKey = (): ServiceError =>
  new ServiceError(
    "AccessDeniedException",
    "Authentication failed: Please make sure your API Key is valid.",
  );

function presignedUrl(base64: string): URL {
  try {
    return new URL(`https://${atob(base64)}`);
  } catch {
    throw invalidKey();
  }
}
