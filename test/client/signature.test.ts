import { BedrockRuntime } from "bedrock-fetch";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type HttpServer, serveHttp } from "../helpers/http-server.ts";
import { type Identity, officialAuthorization, signedHeaders } from "../helpers/official-signer.ts";
import { haveShared, sharedJson } from "../helpers/shared.ts";
import { alternatives, modelIds } from "./model-ids.ts";

let server: HttpServer;
beforeAll(async () => {
  server = await serveHttp((_, response) => {
    // By the clock of the test: the client learns the time from it.
    response.setHeader("date", new Date().toUTCString());
    response.end("{}");
  });
});
afterAll(() => server.close());
afterEach(() => {
  vi.useRealTimers();
});

const identity: Identity = {
  region: "us-east-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+EXAMPLEKEY" },
};

type Input = Parameters<BedrockRuntime["invokeModel"]>[0];

/** Sends it over HTTP and returns what the server received. */
async function send(input: Input, { region, credentials }: Identity = identity, prefix = "") {
  const client = new BedrockRuntime({ region, credentials, endpoint: server.origin + prefix });
  await client.invokeModel(input);
  return server.received.at(-1)!;
}

describe("a model id", () => {
  it.each(modelIds)(
    "that is %s is encoded once in the path and signed as sent",
    async (_, modelId, label) => {
      const request = await send({ modelId });
      expect(request.target).toBe(`/model/${label}/invoke`);
      expect(request.headers.authorization).toBe(await officialAuthorization(request, identity));
    },
  );

  it.skipIf(!haveShared)(
    "of any form of the service's pattern arrives as it was written",
    async () => {
      interface ServiceModel {
        shapes: { InvokeModelIdentifier: { pattern: string } };
      }
      const model = sharedJson<ServiceModel>("reference/bedrock-runtime.json");
      const forms = alternatives(model.shapes.InvokeModelIdentifier.pattern);
      expect(forms).toHaveLength(7);
      for (const form of forms) {
        await fc.assert(
          fc.asyncProperty(
            fc.stringMatching(form).filter((id) => id.length <= 2048 && !/^\.\.?$/.test(id)),
            async (modelId) => {
              const request = await send({ modelId });
              const label = /^\/model\/([^/]*)\/invoke$/.exec(request.target)![1]!;
              expect(label).toMatch(/^([A-Za-z0-9._~-]|%[0-9A-F]{2})*$/);
              expect(decodeURIComponent(label)).toBe(modelId);
              expect(request.headers.authorization).toBe(
                await officialAuthorization(request, identity),
              );
            },
          ),
          { numRuns: 25 },
        );
      }
    },
  );
});

describe("a signature", () => {
  const ascii = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 60 });
  /** As it may stand in a header: text that is not blank at its ends. */
  const value = ascii.filter((text) => text.trim() === text);
  const identifier = fc.string({
    unit: fc.constantFrom(..."abcXYZ0189/+=-"),
    minLength: 1,
    maxLength: 90,
  });
  const anyIdentity: fc.Arbitrary<Identity> = fc.record({
    region: fc.constantFrom("us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1"),
    credentials: fc.record(
      {
        accessKeyId: identifier.map((id) => id.replace(/[/+=]/g, "A")),
        secretAccessKey: ascii.map((text) => text.replaceAll(" ", "+")),
        sessionToken: identifier,
      },
      { requiredKeys: ["accessKeyId", "secretAccessKey"] },
    ),
  });
  const anyInput: fc.Arbitrary<Input> = fc.record(
    {
      modelId: fc
        .string({ unit: "grapheme", minLength: 1, maxLength: 80 })
        .filter((id) => !/^\.\.?$/.test(id)),
      body: fc.oneof(
        fc.string({ unit: "binary" }),
        fc.uint8Array({ maxLength: 5000 }),
        fc.jsonValue().filter((json) => typeof json === "object"),
      ),
      contentType: value,
      accept: value,
      trace: value,
      performanceConfigLatency: value,
      serviceTier: value,
      requestMetadata: fc.dictionary(
        fc.string({ unit: "binary", maxLength: 9 }),
        fc.string({ unit: "grapheme", maxLength: 20 }),
        { maxKeys: 5 },
      ),
    },
    { requiredKeys: ["modelId"] },
  );
  const anyTime = fc.date({
    min: new Date("2000-01-01T00:00:00Z"),
    max: new Date("2099-12-31T23:59:59Z"),
    noInvalidDate: true,
  });

  it("is the official signer's, for any input, identity and clock", async () => {
    await fc.assert(
      fc.asyncProperty(anyInput, anyIdentity, anyTime, async (input, identity, now) => {
        vi.useFakeTimers({ toFake: ["Date"], now });
        const request = await send(input, identity);
        const { authorization } = request.headers;
        expect(authorization).toBe(await officialAuthorization(request, identity));

        const date = `${now.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
        expect(request.headers["x-amz-date"]).toBe(date);
        expect(request.headers["x-amz-security-token"]).toBe(identity.credentials.sessionToken);
        expect(authorization).toContain(
          `Credential=${identity.credentials.accessKeyId}/${date.slice(0, 8)}/${identity.region}/bedrock/aws4_request,`,
        );
        // Whatever the service reads is signed.
        const read = Object.keys(request.headers).filter((name) => /^(host|x-amz)/.test(name));
        expect(signedHeaders(authorization!)).toEqual(expect.arrayContaining(read));
      }),
      { numRuns: 300 },
    );
  });

  it("covers the path prefix of a custom endpoint", async () => {
    const request = await send({ modelId: "anthropic.claude-v2:1" }, identity, "/gate%20way/v1/");
    expect(request.target).toBe("/gate%20way/v1/model/anthropic.claude-v2%3A1/invoke");
    expect(request.headers.authorization).toBe(await officialAuthorization(request, identity));
  });

  it("changes with the day, for one client", async () => {
    const client = new BedrockRuntime({ ...identity, endpoint: server.origin });
    for (const now of ["2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"]) {
      vi.useFakeTimers({ toFake: ["Date"], now: new Date(now) });
      await client.invokeModel({ modelId: "m" });
      const request = server.received.at(-1)!;
      expect(request.headers.authorization).toContain(`/${now.slice(0, 10).replaceAll("-", "")}/`);
      expect(request.headers.authorization).toBe(await officialAuthorization(request, identity));
    }
  });
});
