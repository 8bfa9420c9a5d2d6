/** A request signed with Signature Version 4, taken apart: what both sides compute the signature from. */
export interface SignedRequest {
  readonly accessKeyId: string;
  /** `date/region/service/aws4_request` */
  readonly credentialScope: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly date: string;
  readonly canonicalPath: string;
  readonly canonicalHeaders: readonly (readonly [name: string, value: string])[];
  readonly payloadHash: string;
  /** SHA-256 of the whole canonical request. */
  readonly hash: string;
}

/**
 * Rebuilds the canonical request from what was sent; undefined for a request without a signature.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function takeApart(request: {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}): Promise<SignedRequest | undefined> {
  const { method, headers, body } = request;
  const { host, pathname } = new URL(request.url);
  const [, accessKeyId, credentialScope, names, signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/.exec(
      headers.get("authorization") ?? "",
    ) ?? [];
  if (!accessKeyId || !credentialScope || !names || !signature) return undefined;
  const signedHeaders = names.split(";");
  // The browser adds Host by itself, where no script sees it.
  const canonicalHeaders = signedHeaders.map(
    (name) => [name, name === "host" ? host : (headers.get(name) ?? "")] as const,
  );
  const canonicalPath = pathname.split("/").map(encode).join("/");
  const payloadHash = await sha256(body);
  const hash = await sha256(
    [
      method,
      canonicalPath,
      "",
      ...canonicalHeaders.map(([name, value]) => `${name}:${value}`),
      "",
      names,
      payloadHash,
    ].join("\n"),
  );
  return {
    accessKeyId,
    credentialScope,
    signedHeaders,
    signature,
    date: headers.get("x-amz-date") ?? "",
    canonicalPath,
    canonicalHeaders,
    payloadHash,
    hash,
  };
}

/** What may be shown of a header: not what opens doors. */
export function shown(name: string, value: string): string {
  if (name === "x-amz-security-token") return `(hidden: ${value.length} characters)`;
  if (name === "authorization") return value.replace(/(Signature=\w{8})\w+/, "$1…");
  return value;
}

/** Percent-encodes a segment of the path once more than it is: the colon of a model's id is `%253A`. */
const encode = (segment: string): string =>
  encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
