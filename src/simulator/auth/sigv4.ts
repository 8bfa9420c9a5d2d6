import { ServiceError } from "../service-error.ts";
import { utf8 } from "../utf8.ts";

/** What an `Authorization: AWS4-HMAC-SHA256 …` header says. */
export interface SigV4Authorization {
  readonly accessKeyId: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

export interface SigV4Expectation {
  readonly region: string;
  readonly service: string;
  readonly secretAccessKey: string;
  readonly now: Date;
  /**
   * Whether `", "` in a header's value may stand between lines of their own, which were signed with a
   * comma alone. Default `false`.
   */
  readonly mayJoinLines?: boolean | undefined;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
const TOLERANCE_MINUTES = 5;
const TOLERANCE_MS = TOLERANCE_MINUTES * 60_000;

const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

/** Reads the header's parts; what is missing is named the way AWS names it. */
export function parseSigV4(authorization: string, headers: Headers): SigV4Authorization {
  const parts = new Map<string, string>();
  for (const part of authorization.slice(ALGORITHM.length).split(",")) {
    const equals = part.indexOf("=");
    if (equals > 0) parts.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  const missing = ["Credential", "Signature", "SignedHeaders"]
    .filter((name) => !parts.get(name))
    .map((name) => `Authorization header requires '${name}' parameter.`);
  if (!headers.has("x-amz-date") && !headers.has("date")) {
    missing.push(
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    );
  }
  if (missing.length > 0) {
    throw new ServiceError(
      "IncompleteSignatureException",
      `${missing.join(" ")} Authorization=${ALGORITHM}`,
    );
  }
  const scope = parts.get("Credential")!.split("/");
  if (scope.length !== 5 || scope.includes("")) {
    throw new ServiceError(
      "IncompleteSignatureException",
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${parts.get("Credential")}'`,
    );
  }
  const [accessKeyId, day, region, service, terminator] = scope as [
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    accessKeyId,
    day,
    region,
    service,
    terminator,
    signedHeaders: parts.get("SignedHeaders")!.toLowerCase().split(";"),
    signature: parts.get("Signature")!,
  };
}

/**
 * Signs the received request again and compares.
 *
 * Source: "Create a signed AWS API request" in the AWS IAM User Guide.
 *
 * @throws ServiceError `InvalidSignatureException` for a wrong scope, date or signature.
 */
export async function verifySigV4(
  request: Request,
  body: Uint8Array<ArrayBuffer>,
  authorization: SigV4Authorization,
  expected: SigV4Expectation,
): Promise<void> {
  if (!authorization.signedHeaders.some(isHost)) {
    throw invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  checkScope(authorization, expected);
  const date = requestDate(request.headers);
  if (authorization.day !== date.slice(0, 8)) {
    throw invalid(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${authorization.day}' != '${date.slice(0, 8)}', from '${date}'.`,
    );
  }
  checkDate(date, expected.now);

  const scope = `${authorization.day}/${expected.region}/${expected.service}/aws4_request`;
  const key = await signingKey(expected, authorization.day);
  const bodyHash = await sha256(body);
  const separators = expected.mayJoinLines ? [", ", ","] : [", "];
  for (const separator of separators) {
    const canonical = canonicalRequest(request, bodyHash, authorization, separator);
    const hash = await sha256(utf8(canonical));
    const stringToSign = [ALGORITHM, date, scope, hash].join("\n");
    if (hex(await hmac(key, stringToSign)) === authorization.signature) return;
  }
  throw invalid(MISMATCH);
}

function checkScope(authorization: SigV4Authorization, expected: SigV4Expectation): void {
  const wrong = [
    authorization.region !== expected.region &&
      `Credential should be scoped to a valid region, not '${authorization.region}'. `,
    authorization.service !== expected.service &&
      `Credential should be scoped to correct service: '${expected.service}'. `,
    authorization.terminator !== "aws4_request" &&
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${authorization.terminator}'. `,
  ].filter((message) => message !== false);
  if (wrong.length > 0) throw invalid(wrong.join(""));
}

/** The request's date as SigV4 writes it: `20260101T000000Z`. */
function requestDate(headers: Headers): string {
  const amzDate = headers.get("x-amz-date");
  if (amzDate !== null && /^\d{8}T\d{6}Z$/.test(amzDate)) return amzDate;
  const date = new Date(headers.get("date") ?? "");
  if (amzDate === null && !Number.isNaN(date.getTime())) return basicIso(date);
  throw new ServiceError(
    "IncompleteSignatureException",
    `Date must be in ISO-8601 'basic format'. Got '${amzDate ?? headers.get("date")}'. See http://en.wikipedia.org/wiki/ISO_8601`,
  );
}

/** The time of a date as SigV4 writes it, in epoch milliseconds; NaN for any other text. */
export const parseDate = (date: string): number =>
  Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));

function checkDate(date: string, now: Date): void {
  const time = parseDate(date);
  const earliest = new Date(now.getTime() - TOLERANCE_MS);
  const latest = new Date(now.getTime() + TOLERANCE_MS);
  if (time < earliest.getTime()) {
    throw invalid(
      `Signature expired: ${date} is now earlier than ${basicIso(earliest)} (${basicIso(now)} - ${TOLERANCE_MINUTES} min.)`,
    );
  }
  if (time > latest.getTime()) {
    throw invalid(
      `Signature not yet current: ${date} is still later than ${basicIso(latest)} (${basicIso(now)} + ${TOLERANCE_MINUTES} min.)`,
    );
  }
}

function canonicalRequest(
  request: Request,
  bodyHash: string,
  { signedHeaders }: SigV4Authorization,
  separator: string,
): string {
  const url = new URL(request.url);
  return [
    request.method,
    // Every service but S3 signs the path as it travels, encoded once more.
    url.pathname.split("/").map(encode).join("/"),
    canonicalQuery(url),
    ...signedHeaders.map(
      (name) => `${name}:${headerValue(request, url, name).replaceAll(", ", separator)}`,
    ),
    "",
    signedHeaders.join(";"),
    bodyHash,
  ].join("\n");
}

/** A page can neither set nor see Host: the address it asked for is what the signature covers. */
function headerValue(request: Request, url: URL, name: string): string {
  const value = isHost(name) ? url.host : (request.headers.get(name) ?? "");
  return value.trim().replace(/ {2,}/g, " ");
}

/** HTTP/2 has no Host: what a client signs in its place is this. */
const isHost = (name: string): boolean => name === "host" || name === ":authority";

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

async function signingKey(
  { secretAccessKey, region, service }: SigV4Expectation,
  day: string,
): Promise<Uint8Array<ArrayBuffer>> {
  let key: Uint8Array<ArrayBuffer> = utf8(`AWS4${secretAccessKey}`);
  for (const part of [day, region, service, "aws4_request"]) key = await hmac(key, part);
  return key;
}

async function hmac(key: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array<ArrayBuffer>> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, utf8(text)));
}

const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

const basicIso = (date: Date): string => date.toISOString().replace(/[-:]|\.\d{3}/g, "");

const invalid = (message: string): ServiceError =>
  new ServiceError("InvalidSignatureException", message);
