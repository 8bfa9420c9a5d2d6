import { BedrockRuntime, isBedrockFetchError, signedFetch } from "bedrock-fetch";
import { createShortTermApiKey } from "bedrock-fetch/credentials";
import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { serveHttp } from "../helpers/http-server.ts";
import { failureOf, loopback, loopbackCredentials, respond } from "../helpers/loopback.ts";
import { officialAuthorization, signedHeaders } from "../helpers/official-signer.ts";
import { expectNoSecrets } from "../helpers/secrets.ts";

const identity = { region: "us-east-1", credentials: loopbackCredentials };
const PATH = "/openai/v1/chat/completions";

/** A fetch over a client, and a server that answers `{}`. */
const echo = async (options: Parameters<typeof loopback>[1] = {}) => {
  const { client, server } = await loopback((_, response) => {
    respond(response, 200, "{}", { "content-type": "application/json" });
  }, options);
  const send = signedFetch(client);
  return {
    client,
    server,
    send: (init: RequestInit = {}, path = PATH) =>
      send(client.endpoint + path, { method: "POST", ...init }),
  };
};

const text = "What about “curly” quotes?";
const streamOf = (...pieces: readonly (string | Uint8Array)[]) => {
  const left = [...pieces];
  return new ReadableStream({
    pull(controller) {
      const piece = left.shift();
      if (piece === undefined) controller.close();
      else controller.enqueue(typeof piece === "string" ? new TextEncoder().encode(piece) : piece);
    },
  });
};

describe("signedFetch sends", () => {
  const form = () => {
    const made = new FormData();
    made.set("purpose", "batch");
    made.set("file", new Blob(["{}"], { type: "application/json" }), "a.jsonl");
    return made;
  };
  const bodies: Record<string, { body: BodyInit | null; type: RegExp; expected: string | RegExp }> =
    {
      "a string": { body: text, type: /^text\/plain/, expected: text },
      bytes: { body: new TextEncoder().encode(text), type: /^$/, expected: text },
      "an ArrayBuffer": { body: new TextEncoder().encode(text).buffer, type: /^$/, expected: text },
      "a view of another size": {
        body: new Uint16Array([0x6141, 0x6242]),
        type: /^$/,
        expected: "AaBb",
      },
      "a Blob": {
        body: new Blob([text], { type: "application/json" }),
        type: /^application\/json$/,
        expected: text,
      },
      "a form": { body: form(), type: /^multipart\/form-data; boundary=/, expected: /a\.jsonl/ },
      URLSearchParams: {
        body: new URLSearchParams({ a: "b c", d: "é" }),
        type: /^application\/x-www-form-urlencoded/,
        expected: "a=b+c&d=%C3%A9",
      },
      "a stream": { body: streamOf("What ", "about"), type: /^$/, expected: "What about" },
      nothing: { body: null, type: /^$/, expected: "" },
    };
  for (const [name, { body, type, expected }] of Object.entries(bodies)) {
    it(`${name}, signed as AWS's own signer does`, async () => {
      const { send, server } = await echo();
      const response = await send({ body });
      expect(await response.json()).toEqual({});
      const [request] = server.received;
      const sent = request!.body.toString();
      if (typeof expected === "string") expect(sent).toBe(expected);
      else expect(sent).toMatch(expected);
      expect(request!.headers["content-type"] ?? "").toMatch(type);
      expect(await officialAuthorization(request!, identity)).toBe(request!.headers.authorization);
    });
  }

  it.for([
    "/anthropic/v1/messages?beta=true",
    "/openai/v1/files?purpose=a+b&after=c%2Bd&limit=10&empty=",
    "/openai/v1/files/a%20b%3Ac(1)!/content",
    "/openai/v1/files?b=2&a=1&a=0",
    "/",
  ])("%s, signed as AWS's own signer does", async (path) => {
    const { send, server } = await echo();
    await send({ method: "GET" }, path);
    const [request] = server.received;
    expect(request!.method).toBe("GET");
    expect(await officialAuthorization(request!, identity)).toBe(request!.headers.authorization);
  });

  it("a Request, with its body, headers and method", async () => {
    const { client, server } = await echo();
    const headers = { "content-type": "application/json", "x-amzn-bedrock-trace": "ENABLED" };
    const request = new Request(client.endpoint + PATH, { method: "PUT", body: text, headers });
    await signedFetch(client)(request);
    const [received] = server.received;
    expect(received).toMatchObject({ method: "PUT", target: PATH, headers });
    expect(received!.body.toString()).toBe(text);
    expect(signedHeaders(received!.headers.authorization!)).toContain("x-amzn-bedrock-trace");
  });

  it("a Request whose init says something else, as fetch does", async () => {
    const { client, server } = await echo();
    const request = new Request(client.endpoint + PATH, { method: "POST", body: "old" });
    await signedFetch(client)(request, { body: "new", headers: { accept: "text/event-stream" } });
    expect(server.received[0]!.body.toString()).toBe("new");
    expect(server.received[0]!.headers.accept).toBe("text/event-stream");
  });

  it("what fetch sends for no init", async () => {
    const { client, server } = await echo();
    await signedFetch(client)(client.endpoint + PATH, null as never);
    expect(server.received[0]).toMatchObject({ method: "GET", target: PATH });
  });

  it("a URL object", async () => {
    const { client, server } = await echo();
    await signedFetch(client)(new URL("/openai/v1/models?a=b", client.endpoint));
    expect(server.received[0]).toMatchObject({ method: "GET", target: "/openai/v1/models?a=b" });
  });

  it("no key of an SDK, and nothing twice", async () => {
    const { send, server } = await echo();
    const headers = {
      Authorization: "Bearer sk-of-the-sdk",
      "X-Api-Key": "sk-of-the-sdk",
      "x-amz-date": "20000101T000000Z",
      "x-amz-security-token": "sk-of-the-sdk",
      "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
    };
    await send({ headers, body: "{}" });
    const [request] = server.received;
    expect(JSON.stringify(request!.headers)).not.toContain("sk-of-the-sdk");
    expect(await officialAuthorization(request!, identity)).toBe(request!.headers.authorization);
  });

  it("what runtimes rewrite, unsigned, and signs the rest", async () => {
    const { send, server } = await echo();
    const headers = {
      accept: "application/json",
      "user-agent": "OpenAI/JS 7.0",
      "x-stainless-lang": "js",
      "anthropic-version": "2023-06-01",
      "content-type": "application/json",
      "x-amzn-bedrock-guardrailidentifier": "abc",
    };
    await send({ headers, body: "{}" });
    const [request] = server.received;
    expect(request!.headers).toMatchObject(headers);
    expect(signedHeaders(request!.headers.authorization!)).toEqual([
      "content-type",
      "host",
      "x-amz-date",
      "x-amz-security-token",
      "x-amzn-bedrock-guardrailidentifier",
    ]);
  });

  it("a client's own headers as they are signed, whatever the SDK sets", async () => {
    const own = { accept: "application/json;of=client", "x-gateway": "one" };
    const { send, server } = await echo({ headers: own });
    await send({ headers: { accept: "*/*", "x-gateway": "two" }, body: "{}" });
    const [request] = server.received;
    expect(request!.headers).toMatchObject(own);
    expect(await officialAuthorization(request!, identity)).toBe(request!.headers.authorization);
  });

  it("an API key in place of the SDK's", async () => {
    const { send, server } = await echo({
      credentials: undefined,
      apiKey: async () => "bedrock-key",
    });
    await send({ headers: { authorization: "Bearer sk", "x-api-key": "sk" }, body: "{}" });
    expect(server.received[0]!.headers).toMatchObject({ authorization: "Bearer bedrock-key" });
    expect(server.received[0]!.headers).not.toHaveProperty("x-api-key");
  });

  it("a short-term API key, which the service takes", async () => {
    const bedrock = new BedrockRuntime({
      region: "us-east-1",
      fetch: createSimulator(),
      apiKey: async () => {
        const made = { region: "us-east-1", credentials: simulatorCredentials };
        return (await createShortTermApiKey(made)).apiKey;
      },
    });
    const response = await signedFetch(bedrock)(bedrock.endpoint + PATH, {
      method: "POST",
      body: JSON.stringify({
        model: "openai.gpt-oss-120b-1:0",
        messages: [{ role: "user", content: "Hello" }],
      }),
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ object: "chat.completion" });
  });
});

describe("signedFetch refuses, before anything is sent,", () => {
  const refused = async (
    promise: Promise<unknown>,
    field: string,
    { server }: { server: { received: readonly unknown[] } },
  ) => {
    const error = await failureOf(promise);
    expect(isBedrockFetchError(error) && error.code === "INVALID_ARGUMENT" && error.field).toBe(
      field,
    );
    expect(server.received).toEqual([]);
    return error;
  };

  it("another origin", async () => {
    const all = await echo();
    const send = signedFetch(all.client);
    for (const url of [
      "https://api.anthropic.com/v1/messages",
      "https://bedrock-mantle.us-east-1.api.aws/v1/messages",
      all.client.endpoint.replace("http:", "https:"),
      all.client.endpoint.replace(/\d+$/, "1"),
    ]) {
      await refused(send(url, { method: "POST", body: "{}" }), "url", all);
      await refused(send(new Request(url)), "url", all);
    }
  });

  it.each<[string, unknown, RequestInit]>([
    ["a URL without its origin", "/v1/models", {}],
    ["what is not a URL", "nope", {}],
    ["nothing", undefined, {}],
    ["a secret with a line break in a header", undefined, { headers: { "x-a": "a-secret\n\0" } }],
    ["a header's name that cannot be one", undefined, { headers: { "x a": "a-secret" } }],
    ["a method that cannot be one", undefined, { method: "TRACE" }],
  ])("%s, and quotes nothing", async (title, url, init) => {
    const { client, server } = await echo();
    const given = title === "nothing" ? url : (url ?? client.endpoint + PATH);
    const error = await failureOf(signedFetch(client)(given as string, init));
    expect(error).toMatchObject({ name: "InvalidArgumentError", field: "url" });
    expectNoSecrets(error, ["a-secret"]);
    expect(server.received).toHaveLength(0);
  });

  it("a URL that only looks as if it were of the endpoint's origin", async () => {
    const urls: string[] = [];
    const bedrock = new BedrockRuntime({
      region: "us-east-1",
      apiKey: "bedrock-key",
      fetch: async (url) => {
        urls.push(url);
        return new Response("{}");
      },
    });
    const host = new URL(bedrock.endpoint).host;
    const send = signedFetch(bedrock);
    for (const url of [
      `blob:https://${host}/4a7c`,
      new URL(`blob:https://${host}/4a7c`),
      `https://${host}.`,
      `https://${host}.example/v1`,
      `https://x.${host}/v1`,
      `https://${host}:444/v1`,
      `https://${host}@elsewhere.example/v1`,
      `https://elsewhere.example/?https://${host}/v1`,
      "data:,{}",
    ]) {
      const error = await failureOf(send(url, { method: "POST" }));
      expect(error, String(url)).toMatchObject({ code: "INVALID_ARGUMENT", field: "url" });
    }
    expect(urls).toEqual([]);
    for (const url of [`HTTPS://${host.toUpperCase()}:443/v1#part`, `https:\\\\${host}/v1`]) {
      await send(url, { method: "POST" });
    }
    expect(urls).toEqual(Array(2).fill(`https://${host}/v1`));
  });

  it("what fetch would not take", async () => {
    const all = await echo();
    const send = signedFetch(all.client);
    const url = all.client.endpoint + PATH;
    const locked = new ReadableStream();
    locked.getReader();
    const used = new Request(url, { method: "POST", body: "{}" });
    await used.text();
    await refused(send(url, { method: "POST", body: locked }), "url", all);
    await refused(send(url, { method: "TRACE" }), "url", all);
    await refused(send(used), "url", all);
  });

  it("a URL with a password, which it does not repeat", async () => {
    const all = await echo();
    const send = signedFetch(all.client);
    for (const url of [
      all.client.endpoint.replace("//", "//user:the-password@"),
      "https://the-password@elsewhere.example",
    ]) {
      const error = await refused(send(url, { method: "POST" }), "url", all);
      expectNoSecrets(error, ["the-password"]);
    }
  });

  it("a body over 25,000,000 bytes, and takes one of as many", async () => {
    const all = await echo();
    await refused(all.send({ body: new Uint8Array(25_000_001) }), "body", all);
    await all.send({ body: new Uint8Array(25_000_000) });
    expect(all.server.received[0]!.body.length).toBe(25_000_000);
  });

  it("a stream that does not end, which it cancels", async () => {
    const all = await echo();
    let sent = 0;
    let isCanceled = false;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1_000_000;
        controller.enqueue(new Uint8Array(1_000_000));
      },
      cancel() {
        isCanceled = true;
      },
    });
    await refused(all.send({ body }), "body", all);
    expect(isCanceled).toBe(true);
    expect(sent).toBeLessThan(30_000_000);
  });

  it("what an abort has ended, while the body is read too", async () => {
    const { send, server } = await echo();
    const reason = new Error("enough");
    expect(await failureOf(send({ body: "{}", signal: AbortSignal.abort(reason) }))).toBe(reason);
    const controller = new AbortController();
    let isCanceled = false;
    const body = new ReadableStream({
      pull: () => controller.abort(reason),
      cancel() {
        isCanceled = true;
      },
    });
    expect(await failureOf(send({ body, signal: controller.signal }))).toBe(reason);
    expect(isCanceled).toBe(true);
    expect(server.received).toEqual([]);
  });

  it("options that cannot be meant", async () => {
    const { client } = await echo();
    for (const options of [
      { endpoint: "https://bedrock-mantle.us-east-1.api.aws" },
      { endpoints: ["bedrock-mantle.us-east-1.api.aws"] },
      { endpoints: ["ftp://bedrock-mantle.us-east-1.api.aws"] },
      { endpoints: ["https://user:password@bedrock-mantle.us-east-1.api.aws"] },
    ]) {
      expect(() => signedFetch(client, options as object)).toThrow(
        expect.objectContaining({ code: "INVALID_ARGUMENT" }),
      );
    }
  });

  it("an API key on its way over plain http", async () => {
    const bedrock = new BedrockRuntime({ region: "us-east-1", apiKey: "bedrock-key" });
    const send = signedFetch(bedrock, { endpoints: ["http://mantle.example"] });
    const error = await failureOf(send("http://mantle.example/v1/messages", { method: "POST" }));
    expect(error).toMatchObject({ code: "INVALID_ARGUMENT", field: "endpoint" });
  });
});

describe("signedFetch", () => {
  it("asks the endpoints that it is configured with, such as AWS's mantle, and signs for them", async () => {
    const { client, server } = await echo();
    const mantle = await serveHttp((_, response) => respond(response, 200, "{}"));
    const send = signedFetch(client, { endpoints: [new URL(mantle.origin)] });
    await send(`${mantle.origin}/v1/responses`, { method: "POST", body: "{}" });
    await mantle.close();
    const [request] = mantle.received;
    expect(request!.headers.host).toBe(new URL(mantle.origin).host);
    expect(await officialAuthorization(request!, identity)).toBe(request!.headers.authorization);
    expect(server.received).toEqual([]);
  });

  it.for([200, 201, 400, 404, 409, 413, 429, 500, 503, 529])(
    "passes a %d on as it comes: status, headers and body",
    async (status) => {
      const { client, server } = await loopback((_, response) => {
        response.statusMessage = "As It Is";
        respond(response, status, '{"error":{"message":"so"}}', {
          "content-type": "application/json",
          "retry-after": "7",
          "x-ratelimit-remaining-tokens": "12",
        });
      });
      const response = await signedFetch(client)(client.endpoint + PATH, { method: "POST" });
      expect(response).toMatchObject({ status, statusText: "As It Is", ok: status < 300 });
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "retry-after": "7",
        "x-ratelimit-remaining-tokens": "12",
        "x-amzn-requestid": "request-1",
      });
      expect(await response.json()).toEqual({ error: { message: "so" } });
      expect(server.received.length).toBe(1);
    },
  );

  it.for([401, 403])("passes a %d on that it cannot correct", async (status) => {
    const { client, server } = await loopback((_, response) => {
      respond(response, status, '{"type":"error","error":{"message":"no"}}');
    });
    const response = await signedFetch(client)(client.endpoint + PATH, { method: "POST" });
    expect(response.status).toBe(status);
    expect(response.headers.get("x-amzn-requestid")).toBe("request-1");
    expect(await response.json()).toMatchObject({ error: { message: "no" } });
    expect(server.received.length).toBe(1);
  });

  it.for([204, 205])("passes a %d on, which has no body", async (status) => {
    const { client } = await loopback((_, response) => response.writeHead(status).end());
    const response = await signedFetch(client)(client.endpoint + PATH, { method: "DELETE" });
    expect(response.status).toBe(status);
    expect(response.body).toBe(null);
  });

  it.for([
    ["text/event-stream", "data: {}\n\n"],
    ["application/json", '{"i'],
    ["application/octet-stream", "i"],
  ] as const)("hands over the first bytes before the next are sent: %s", async ([type, first]) => {
    let release = () => {};
    const isRead = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { client } = await loopback(async (_, response) => {
      response.writeHead(200, { "content-type": type });
      response.write(first);
      await isRead;
      response.end("the rest");
    });
    const response = await signedFetch(client)(client.endpoint + PATH, { method: "POST" });
    const reader = response.body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(first);
    release();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("the rest");
    expect((await reader.read()).done).toBe(true);
  });

  it("has a stream's headers before its first event", async () => {
    let release = () => {};
    const isThere = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { client } = await loopback(async (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
      response.flushHeaders();
      await isThere;
      response.end("data: 1\n\n");
    });
    const response = await signedFetch(client)(client.endpoint + PATH, { method: "POST" });
    release();
    expect(await response.text()).toBe("data: 1\n\n");
  });

  it("ends a body that has been silent for too long", async () => {
    const { client } = await loopback(
      (_, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write("data: 1\n\n");
      },
      { idleTimeoutMs: 50 },
    );
    const response = await signedFetch(client)(client.endpoint + PATH, { method: "POST" });
    expect(await failureOf(response.text())).toMatchObject({ code: "IDLE_TIMEOUT" });
  });

  it("ends a body with the signal's reason, and closes the connection", async () => {
    let closed = () => {};
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const { client } = await loopback((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: 1\n\n");
      response.on("close", closed);
    });
    const controller = new AbortController();
    const response = await signedFetch(client)(client.endpoint + PATH, {
      method: "POST",
      signal: controller.signal,
    });
    const reader = response.body!.getReader();
    await reader.read();
    controller.abort("enough");
    expect(await reader.read().catch((reason) => reason)).toBe("enough");
    await isClosed;
  });

  it("closes the connection when a body is canceled", async () => {
    let closed = () => {};
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const { client } = await loopback((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: 1\n\n");
      response.on("close", closed);
    });
    const response = await signedFetch(client)(client.endpoint + PATH, { method: "POST" });
    await response.body!.cancel();
    await isClosed;
    expect(response.status).toBe(200);
  });

  it("takes a signal of a Request, of init, or none", async () => {
    const { client } = await loopback(() => {});
    const send = signedFetch(client);
    const aborted = async (make: (signal: AbortSignal) => Promise<Response>) => {
      const controller = new AbortController();
      const sending = failureOf(make(controller.signal));
      controller.abort("enough");
      expect(await sending).toBe("enough");
    };
    const url = client.endpoint + PATH;
    await aborted((signal) => send(url, { method: "POST", signal }));
    await aborted((signal) => send(new Request(url, { method: "POST", signal })));
    const { client: quick } = await loopback((_, response) => respond(response, 200, "{}"));
    const response = await signedFetch(quick)(quick.endpoint + PATH, { signal: null });
    expect(response.status).toBe(200);
  });

  it("refuses redirects", async () => {
    const { client, server } = await loopback((_, response) => {
      response.writeHead(307, { location: "http://elsewhere.example/" }).end();
    });
    const error = await failureOf(
      signedFetch(client)(client.endpoint + PATH, { method: "POST", redirect: "follow" }),
    );
    expect(error).toMatchObject({ code: "REDIRECT_REFUSED" });
    expect(server.received.length).toBe(1);
  });

  it.for([
    ["a message", { message: "The security token included in the request is expired" }],
    [
      "a vendor's form",
      {
        type: "error",
        error: {
          type: "authentication_error",
          message: "The security token included in the request is expired",
        },
      },
    ],
  ])("renews a token that has expired, once, as %s says it", async ([, body]) => {
    let asked = 0;
    const { client, server } = await loopback(
      (_, response) => respond(response, 403, JSON.stringify(body)),
      {
        credentials: async () => {
          asked++;
          return loopbackCredentials;
        },
      },
    );
    const response = await signedFetch(client)(client.endpoint + PATH, { method: "POST" });
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual(body);
    expect(asked).toBe(2);
    expect(server.received.length).toBe(2);
  });

  it("corrects a wrong clock, once", async () => {
    let refusals = 0;
    const { client, server } = await loopback((_, response) => {
      if (refusals++ > 0) return respond(response, 200, "{}");
      const now = new Date(Date.now() + 3_600_000).toISOString().replace(/[-:]|\.\d+/g, "");
      const message = `Signature expired: 20260101T000000Z is now earlier than 20260101T000500Z (${now} - 5 min.)`;
      return respond(response, 403, JSON.stringify({ message }), {
        "x-amzn-errortype": "InvalidSignatureException",
      });
    });
    const response = await signedFetch(client)(client.endpoint + PATH, { method: "POST" });
    expect(response.status).toBe(200);
    const [first, second] = server.received.map(({ headers }) => headers["x-amz-date"]);
    expect(second).not.toBe(first);
    expect(await officialAuthorization(server.received[1]!, identity)).toBe(
      server.received[1]!.headers.authorization,
    );
  });

  it("makes one attempt, whatever the client would make", async () => {
    const { client, server } = await loopback((_, response) => respond(response, 503, "{}"), {
      maxAttempts: 5,
    });
    const response = await signedFetch(client)(client.endpoint + PATH, { method: "POST" });
    expect(response.status).toBe(503);
    expect(server.received.length).toBe(1);
  });

  it.for([1, 7, 1000])(
    "answers 404 to a 200 that says UnknownOperationException, %d bytes at a time",
    async (size) => {
      const body =
        '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}';
      const { client } = await loopback(async (_, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        for (let at = 0; at < body.length; at += size) {
          await new Promise((resolve) => response.write(body.slice(at, at + size), resolve));
        }
        response.end();
      });
      const response = await signedFetch(client)(client.endpoint + PATH, { method: "POST" });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({
        type: "error",
        error: { type: "not_found_error", message: expect.stringContaining("base URL") },
      });
    },
  );

  it.for(['{"Output', '{"Output":{"text":"yes"}}', "", "[]"])(
    "passes on what only begins as that does: %s",
    async (body) => {
      const { client } = await loopback((_, response) => {
        respond(response, 200, body, { "content-type": "application/json" });
      });
      const response = await signedFetch(client)(client.endpoint + PATH, { method: "POST" });
      expect(response.status).toBe(200);
      expect(await response.text()).toBe(body);
    },
  );
});
