import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseSigV4, verifySigV4 } from "../../../src/simulator/auth/sigv4.ts";
import { haveShared, sharedJson, sharedPath } from "../../helpers/shared.ts";

/**
 * What a verifier that is given a URL and Headers cannot see any more: how often a header came, on
 * which line it broke, and how the path was spelled before a URL was made of it.
 */
const lost =
  /get-header-key-duplicate|get-header-value-(order|multiline)|normalized|utf8|space|unreserved/;

const names = haveShared
  ? readdirSync(sharedPath("reference/sigv4-suite")).filter((name) => !lost.test(name))
  : [];

interface Context {
  readonly credentials: { readonly secret_access_key: string };
  readonly region: string;
  readonly service: string;
  readonly timestamp: string;
}

function readRequest(name: string): { request: Request; body: Uint8Array<ArrayBuffer> } {
  const text = readFileSync(
    sharedPath(`reference/sigv4-suite/${name}/header-signed-request.txt`),
    "utf8",
  );
  const [head, ...rest] = text.replaceAll("\r\n", "\n").split("\n\n");
  const [first, ...lines] = head!.split("\n");
  const [, method, target] = /^(\S+) (.*) HTTP\/1.1$/.exec(first!)!;
  const headers = new Headers(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1)];
    }),
  );
  return {
    request: new Request(`https://${headers.get("host")}${target}`, { method: method!, headers }),
    body: new TextEncoder().encode(rest.join("\n\n")),
  };
}

describe.skipIf(!haveShared)("AWS's signing suite", () => {
  it("is there", () => expect(names.length).toBeGreaterThan(15));

  it.for(names)("%s is verified, and refused with one bit wrong", async (name) => {
    const context = sharedJson<Context>(`reference/sigv4-suite/${name}/context.json`);
    const { request, body } = readRequest(name);
    const expected = {
      region: context.region,
      service: context.service,
      secretAccessKey: context.credentials.secret_access_key,
      now: new Date(context.timestamp),
    };
    const authorization = parseSigV4(request.headers.get("authorization")!, request.headers);
    await verifySigV4(request, body, authorization, expected);
    await expect(
      verifySigV4(
        request,
        body,
        { ...authorization, signature: authorization.signature.replace(/.$/, "x") },
        expected,
      ),
    ).rejects.toMatchObject({ name: "InvalidSignatureException" });
  });
});
