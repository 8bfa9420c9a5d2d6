import { createHash, createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { authorization } from "../../src/client/authorization.ts";
import { haveShared, sharedJson, sharedPath } from "../helpers/shared.ts";

// What is canonical does not depend on the service that it is signed for, so AWS's canonical
// requests are signed here for this one. The client only posts: a case that gets is taken as one
// that posts, since the method is a line of its own that nothing else depends on.

const QUERY = "no query is ever sent: an endpoint with one is refused";
const RAW_PATH =
  "paths are percent-encoded before they are signed, and encoded once more in the canonical request, as every service but S3 wants; the suite signs the raw path";
const UNNORMALIZED = "a URL has no dot segments, and paths are only left unnormalized for S3";
const TWICE = "no header is sent twice";
const BODY_HEADERS =
  "neither content-length nor x-amz-content-sha256 is set by the client: fetch sets the one, and the other would only repeat the hash that is signed anyway";

/** The cases that cannot occur here, and why. */
const CANNOT_OCCUR: { readonly [name: string]: string } = {
  "get-header-key-duplicate": TWICE,
  "get-header-value-order": TWICE,
  "get-header-value-multiline": "a header's value with a line break is refused",
  "get-relative-unnormalized": UNNORMALIZED,
  "get-relative-relative-unnormalized": UNNORMALIZED,
  "get-slash-dot-slash-unnormalized": UNNORMALIZED,
  "get-slash-pointless-dot-unnormalized": UNNORMALIZED,
  "get-slash-unnormalized": UNNORMALIZED,
  "get-slashes-unnormalized": UNNORMALIZED,
  "get-space-normalized": RAW_PATH,
  "get-space-unnormalized": RAW_PATH,
  "get-utf8": RAW_PATH,
  "get-vanilla-empty-query-key": QUERY,
  "get-vanilla-query-order-encoded": QUERY,
  "get-vanilla-query-order-key-case": QUERY,
  "get-vanilla-query-unreserved": QUERY,
  "get-vanilla-utf8-query": QUERY,
  "post-vanilla-empty-query-value": QUERY,
  "post-vanilla-query": QUERY,
  "post-sts-header-after": "the session token is always signed",
  "post-x-www-form-urlencoded": BODY_HEADERS,
  "post-x-www-form-urlencoded-parameters": BODY_HEADERS,
};

const folder = "reference/sigv4-suite";
const names = haveShared ? readdirSync(sharedPath(folder)) : [];
const occurring = names.filter((name) => !Object.hasOwn(CANNOT_OCCUR, name));

interface Context {
  readonly credentials: {
    readonly access_key_id: string;
    readonly secret_access_key: string;
    readonly token?: string;
  };
  readonly region: string;
  readonly timestamp: string;
}

const read = (name: string, file: string) =>
  readFileSync(sharedPath(`${folder}/${name}/${file}`), "utf8").replaceAll("\r\n", "\n");

/** The request's method, path and headers but Host. */
function parseRequest(name: string) {
  const [head = ""] = read(name, "request.txt").split("\n\n");
  const [first = "", ...lines] = head.trimEnd().split("\n");
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1)] as const;
  });
  return {
    method: first.split(" ")[0]!,
    path: first.replace(/^\w+ (.*) HTTP\/1\.1$/, "$1"),
    host: headers.find(([header]) => header === "Host")![1],
    headers: Object.fromEntries(headers.filter(([header]) => header !== "Host")),
  };
}

/** The Authorization that a canonical request of the suite leads to, for Bedrock. */
function expectedAuthorization(name: string, { credentials, region, timestamp }: Context): string {
  const canonical = read(name, "header-canonical-request.txt").trimEnd();
  const signedHeaders = canonical.split("\n").at(-2);
  const date = timestamp.replace(/[-:]/g, "");
  const scope = [date.slice(0, 8), region, "bedrock", "aws4_request"];
  const key = scope.reduce<Buffer | string>(
    (secret, part) => createHmac("sha256", secret).update(part).digest(),
    `AWS4${credentials.secret_access_key}`,
  );
  const hash = createHash("sha256").update(canonical).digest("hex");
  const text = ["AWS4-HMAC-SHA256", date, scope.join("/"), hash].join("\n");
  const signature = createHmac("sha256", key).update(text).digest("hex");
  return `AWS4-HMAC-SHA256 Credential=${credentials.access_key_id}/${scope.join("/")}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
}

describe.skipIf(!haveShared)("AWS's SigV4 suite", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(occurring)("%s", async (name) => {
    const context = sharedJson<Context>(`${folder}/${name}/context.json`);
    vi.useFakeTimers({ toFake: ["Date"], now: new Date(context.timestamp) });
    const { method, path, host, headers } = parseRequest(name);
    const endpoint = `https://${host}`;
    const { access_key_id, secret_access_key, token } = context.credentials;
    const { authorize } = authorization(
      {
        region: context.region,
        credentials: {
          accessKeyId: access_key_id,
          secretAccessKey: secret_access_key,
          sessionToken: token,
        },
      },
      endpoint,
    );
    const { headers: signed } = await authorize({
      method,
      url: endpoint + path,
      headers,
      body: new Uint8Array(0),
    });
    expect(signed.get("authorization")).toBe(expectedAuthorization(name, context));
    expect(signed.get("x-amz-security-token")).toBe(token ?? null);
  });

  it("is accounted for: the rest cannot occur, for a reason", () => {
    expect(names).toEqual(expect.arrayContaining(Object.keys(CANNOT_OCCUR)));
    expect(names).toHaveLength(38);
    for (const [name, reason] of Object.entries(CANNOT_OCCUR)) console.log(`${name}: ${reason}`);
  });
});
