import { UnexpectedResponseError } from "bedrock-fetch";
import { describe, expect, it, onTestFinished } from "vitest";
import { serveHttp } from "../helpers/http-server.ts";
import { failureOf, loopback } from "../helpers/loopback.ts";

const input = { modelId: "m", body: "the body" };

const identities = {
  "a session token": {
    credentials: { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token" },
  },
  "an API key": { credentials: undefined, apiKey: "the-key" },
};

/** A server that redirects to `location`, another that would answer, and a client of the first. */
async function redirecting(status: number, location: string | undefined, options: object) {
  const elsewhere = await serveHttp((_, response) => response.end("{}"));
  onTestFinished(() => elsewhere.close());
  const to = location?.replace("ELSEWHERE", elsewhere.origin);
  const { client, server } = await loopback(
    (_, response) => {
      response.writeHead(status, to === undefined ? {} : { location: to });
      response.end("moved");
    },
    { ...options, maxAttempts: 3 },
  );
  return { client, server, elsewhere, to };
}

describe.each(Object.entries(identities))("a request with %s", (_, options) => {
  it.each([301, 302, 303, 307, 308])("is never sent on by %i to another origin", async (status) => {
    const { client, server, elsewhere, to } = await redirecting(
      status,
      "ELSEWHERE/model/m/invoke",
      options,
    );
    for (const call of [
      () => client.invokeModel(input),
      () => client.invokeModelWithResponseStream(input),
    ]) {
      const error = await failureOf(call());
      expect(error).toBeInstanceOf(UnexpectedResponseError);
      expect(error).toMatchObject({
        code: "REDIRECT_REFUSED",
        retryable: false,
        $metadata: { httpStatusCode: status, attempts: 1 },
      });
      expect((error as Error).message).toContain(to);
      expect((error as Error).message).not.toMatch(/token|the-key/);
    }
    expect(server.received).toHaveLength(2);
    expect(elsewhere.received).toHaveLength(0);
  });
});

describe("a redirect is not followed", () => {
  const options = identities["a session token"];

  it("to the same origin", async () => {
    const { client, server } = await redirecting(307, "/elsewhere", options);
    expect(await failureOf(client.invokeModel(input))).toMatchObject({ code: "REDIRECT_REFUSED" });
    expect(server.received).toHaveLength(1);
  });

  it.each([undefined, "", "http://[", "javascript:alert(1)"])("to %o", async (location) => {
    const { client, server } = await redirecting(302, location, options);
    expect(await failureOf(client.invokeModel(input))).toMatchObject({ code: "REDIRECT_REFUSED" });
    expect(server.received).toHaveLength(1);
  });

  it.each([300, 304, 305, 306])("by %i, which is not an answer either", async (status) => {
    const { client, server } = await redirecting(status, undefined, options);
    expect(await failureOf(client.invokeModel(input))).toMatchObject({ code: "REDIRECT_REFUSED" });
    expect(server.received).toHaveLength(1);
  });

  it("with a fetch that hides what a redirect says, as a page's does", async () => {
    const { client } = await loopback((_, response) => response.end(), {
      fetch: async () => {
        const opaque = new Response(null);
        Object.defineProperties(opaque, {
          type: { value: "opaqueredirect" },
          status: { value: 0 },
          ok: { value: false },
        });
        return opaque;
      },
    });
    expect(await failureOf(client.invokeModel(input))).toMatchObject({ code: "REDIRECT_REFUSED" });
  });
});
