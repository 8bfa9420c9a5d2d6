import { createHmac } from "node:crypto";
import { BedrockRuntime } from "bedrock-fetch";
import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { shown, takeApart } from "../../demo/browser/canonical-request.ts";

const { secretAccessKey, sessionToken } = simulatorCredentials;
const simulator = createSimulator();

/** What the client sends, which the simulator found to be signed well. */
async function sent(modelId: string): Promise<Parameters<typeof takeApart>[0]> {
  let request: Parameters<typeof takeApart>[0] | undefined;
  const client = new BedrockRuntime({
    region: "us-east-1",
    credentials: simulatorCredentials,
    async fetch(input, init) {
      const response = await simulator(input as string, init);
      const body = new TextDecoder().decode(init!.body as Uint8Array);
      request = { method: "POST", url: String(input), headers: new Headers(init!.headers), body };
      return response;
    },
  });
  await client.invokeModel({
    modelId,
    body: { messages: [{ role: "user", content: [{ text: "Grüße! 漢字" }] }] },
    requestMetadata: { team: "web" },
  });
  return request!;
}

describe("the page's account of a signature", () => {
  it.each([
    "amazon.nova-micro-v1:0",
    "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0",
  ])("what is shown of %s is what its signature was computed from", async (modelId) => {
    const request = await sent(modelId);
    const signed = (await takeApart(request))!;
    const [date, region, service, end] = signed.credentialScope.split("/");
    const hmac = (key: string | Buffer, text: string) =>
      createHmac("sha256", key).update(text).digest();
    const key = [date, region, service, end].reduce<Buffer | string>(
      (key, part) => hmac(key, part!),
      `AWS4${secretAccessKey}`,
    );
    const stringToSign = ["AWS4-HMAC-SHA256", signed.date, signed.credentialScope, signed.hash];
    expect(hmac(key, stringToSign.join("\n")).toString("hex")).toBe(signed.signature);
    expect(signed.canonicalPath).toContain("v1%253A0");
    expect(signed.signedHeaders).toContain("x-amz-security-token");
  });

  it("what opens doors is not shown", async () => {
    const { headers } = await sent("amazon.nova-micro-v1:0");
    const everything = [...headers].map(([name, value]) => shown(name, value)).join("\n");
    expect(everything).not.toContain(sessionToken);
    expect(everything).not.toMatch(/Signature=\w{9}/);
    expect(everything).toContain("us-east-1/bedrock/aws4_request");
  });

  it("a request without a signature is recognized", async () => {
    const request = { method: "POST", url: "https://sts.us-east-1.amazonaws.com/", body: "" };
    expect(await takeApart({ ...request, headers: new Headers() })).toBeUndefined();
  });
});
