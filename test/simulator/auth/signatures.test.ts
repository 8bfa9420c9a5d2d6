import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { claudeBody, claudeUrl, type SigningOptions, signedRequest } from "./signed-request.ts";

const now = new Date("2026-06-01T12:00:00Z");
const simulator = createSimulator({ now: () => now, apiKeys: ["right-key"] });

const sign = (options: SigningOptions = {}) =>
  signedRequest(claudeUrl, claudeBody, { date: now, ...options });

const minutes = (count: number) => new Date(now.getTime() + count * 60_000);

/** The same request with other headers or another body. */
function altered(
  request: Request,
  change: { headers?: (headers: Headers) => void; body?: string; url?: string },
): Request {
  const headers = new Headers(request.headers);
  change.headers?.(headers);
  return new Request(change.url ?? request.url, {
    method: "POST",
    headers,
    body: change.body ?? claudeBody,
  });
}

async function refusal(request: Request) {
  const response = await simulator(request);
  const type = response.headers.get("x-amzn-errortype");
  return {
    status: response.status,
    name: type?.split(":")[0],
    message: (await response.json()).message as string,
  };
}

const mismatch = {
  status: 403,
  name: "InvalidSignatureException",
  message: expect.stringContaining("does not match the signature you provided"),
};

describe("a signed request", () => {
  it("is let in", async () => {
    expect((await simulator(await sign())).status).toBe(200);
  });

  it("is let in five minutes late or early", async () => {
    expect((await simulator(await sign({ date: minutes(-5) }))).status).toBe(200);
    expect((await simulator(await sign({ date: minutes(5) }))).status).toBe(200);
  });

  it("is let in with an ARN, whose slash is encoded", async () => {
    const arn = "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2";
    const url = claudeUrl.replace("anthropic.claude-v2%3A1", encodeURIComponent(arn));
    expect((await simulator(await signedRequest(url, claudeBody, { date: now }))).status).toBe(200);
  });

  it("may have headers besides that are not signed", async () => {
    const request = altered(await sign(), {
      headers: (headers) => headers.set("x-simulator-fault", "skewed-clock; ms=1000"),
    });
    expect((await simulator(request)).status).toBe(200);
  });
});

describe("what is refused as AWS refuses it:", () => {
  it("a wrong secret", async () => {
    const credentials = { ...simulatorCredentials, secretAccessKey: "wrong" };
    expect(await refusal(await sign({ credentials }))).toEqual(mismatch);
  });

  it("an altered body", async () => {
    const request = altered(await sign(), { body: claudeBody.replace("blue", "gray") });
    expect(await refusal(request)).toEqual(mismatch);
  });

  it("an altered signed header", async () => {
    const request = altered(await sign({ headers: { "x-amzn-bedrock-trace": "ENABLED" } }), {
      headers: (headers) => headers.set("x-amzn-bedrock-trace", "DISABLED"),
    });
    expect(await refusal(request)).toEqual(mismatch);
  });

  it("a missing signed header", async () => {
    const request = altered(await sign({ headers: { "x-amzn-bedrock-trace": "ENABLED" } }), {
      headers: (headers) => headers.delete("x-amzn-bedrock-trace"),
    });
    expect(await refusal(request)).toEqual(mismatch);
  });

  it("another host than was signed for", async () => {
    const request = altered(await sign(), { url: claudeUrl.replace("us-east-1", "us-west-2") });
    expect(await refusal(request)).toEqual(mismatch);
  });

  it("another path than was signed, be it only in its encoding", async () => {
    const request = altered(await sign(), { url: claudeUrl.replace("%3A", "%3a") });
    expect(await refusal(request)).toEqual(mismatch);
  });

  it("a path that was sent encoded once more than it was signed", async () => {
    const request = altered(await sign(), { url: claudeUrl.replace("%3A", "%253A") });
    expect(await refusal(request)).toEqual(mismatch);
  });

  it("a wrong region", async () => {
    expect(await refusal(await sign({ region: "eu-west-1" }))).toEqual({
      status: 403,
      name: "InvalidSignatureException",
      message: "Credential should be scoped to a valid region, not 'eu-west-1'. ",
    });
  });

  it("a wrong service", async () => {
    expect(await refusal(await sign({ service: "bedrock-runtime" }))).toEqual({
      status: 403,
      name: "InvalidSignatureException",
      message: "Credential should be scoped to correct service: 'bedrock'. ",
    });
  });

  it("a date more than five minutes ago", async () => {
    const date = new Date(minutes(-5).getTime() - 1000);
    expect(await refusal(await sign({ date }))).toEqual({
      status: 403,
      name: "InvalidSignatureException",
      message:
        "Signature expired: 20260601T115459Z is now earlier than 20260601T115500Z (20260601T120000Z - 5 min.)",
    });
  });

  it("a date more than five minutes ahead", async () => {
    const date = new Date(minutes(5).getTime() + 1000);
    expect(await refusal(await sign({ date }))).toEqual({
      status: 403,
      name: "InvalidSignatureException",
      message:
        "Signature not yet current: 20260601T120501Z is still later than 20260601T120500Z (20260601T120000Z + 5 min.)",
    });
  });

  it("a scope of another day than the date's", async () => {
    const request = altered(await sign(), {
      headers: (headers) =>
        headers.set(
          "authorization",
          headers.get("authorization")!.replace("/20260601/", "/20260602/"),
        ),
    });
    expect((await refusal(request)).message).toContain("Date in Credential scope does not match");
  });

  it("a key that nobody has", async () => {
    const credentials = { ...simulatorCredentials, accessKeyId: "ASIANOBODY0000000000" };
    expect(await refusal(await sign({ credentials }))).toEqual({
      status: 403,
      name: "UnrecognizedClientException",
      message: "The security token included in the request is invalid.",
    });
  });

  it.for([undefined, "another-token"])("the session token %s", async (sessionToken) => {
    const { accessKeyId, secretAccessKey } = simulatorCredentials;
    const credentials = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
    expect(await refusal(await sign({ credentials }))).toMatchObject({
      status: 403,
      name: "UnrecognizedClientException",
    });
  });

  it("no authorization at all", async () => {
    const request = altered(await sign(), {
      headers: (headers) => headers.delete("authorization"),
    });
    expect(await refusal(request)).toEqual({
      status: 403,
      name: "MissingAuthenticationTokenException",
      message: "Missing Authentication Token",
    });
  });

  it("a request without a date", async () => {
    const request = altered(await sign(), { headers: (headers) => headers.delete("x-amz-date") });
    expect(await refusal(request)).toMatchObject({
      name: "IncompleteSignatureException",
      message: expect.stringContaining("'X-Amz-Date' or a 'Date' header"),
    });
  });

  it("an Authorization header without its parts", async () => {
    const request = altered(await sign(), {
      headers: (headers) => headers.set("authorization", "AWS4-HMAC-SHA256 SignedHeaders=host"),
    });
    expect(await refusal(request)).toEqual({
      status: 403,
      name: "IncompleteSignatureException",
      message:
        "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization=AWS4-HMAC-SHA256",
    });
  });

  it("a credential that is not a scope", async () => {
    const request = altered(await sign(), {
      headers: (headers) =>
        headers.set(
          "authorization",
          "AWS4-HMAC-SHA256 Credential=only-a-key, SignedHeaders=host, Signature=abc",
        ),
    });
    expect((await refusal(request)).name).toBe("IncompleteSignatureException");
  });

  it("a signature that does not cover the host", async () => {
    const request = altered(await sign(), {
      headers: (headers) =>
        headers.set("authorization", headers.get("authorization")!.replace(";host", "")),
    });
    expect((await refusal(request)).message).toContain("'Host' or ':authority' must be");
  });

  it("another scheme", async () => {
    const request = altered(await sign(), {
      headers: (headers) => headers.set("authorization", "Basic dXNlcjpwYXNz"),
    });
    expect((await refusal(request)).message).toBe("Unsupported AWS 'algorithm': 'Basic'.");
  });

  it("credentials past their end", async () => {
    const credentials = {
      accessKeyId: "ASIAEXPIRED",
      secretAccessKey: "secret",
      sessionToken: "t",
    };
    const strict = createSimulator({
      now: () => now,
      credentials: [{ ...credentials, expiration: minutes(-1) }],
    });
    const response = await strict(await sign({ credentials }));
    expect(response.status).toBe(403);
    expect(response.headers.get("x-amzn-errortype")).toBe(
      "ExpiredTokenException:http://internal.amazon.com/coral/com.amazon.coral.service/",
    );
    expect(await response.json()).toEqual({
      message: "The security token included in the request is expired",
    });
  });

  it("an API key that nobody has", async () => {
    const bearer = (key: string) =>
      new Request(claudeUrl, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: claudeBody,
      });
    expect(await refusal(bearer("wrong-key"))).toEqual({
      status: 403,
      name: "AccessDeniedException",
      message: "Authentication failed: Please make sure your API Key is valid.",
    });
    expect((await simulator(bearer("right-key"))).status).toBe(200);
  });
});
