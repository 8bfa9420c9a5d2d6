import {
  BedrockClient,
  BedrockRuntime,
  converse,
  InvalidArgumentError,
  invokeModel,
} from "bedrock-fetch";
import { describe, expect, it } from "vitest";
import { answerFrames } from "../helpers/eventstream/response-frames.ts";
import {
  failureOf,
  type Loopback,
  loopback,
  loopbackCredentials,
  respond,
  respondStream,
} from "../helpers/loopback.ts";
import { officialAuthorization, signedHeaders } from "../helpers/official-signer.ts";

type Options = ConstructorParameters<typeof BedrockRuntime>[0];

const identity = { region: "us-east-1", credentials: loopbackCredentials };
const input = { modelId: "anthropic.claude-v2:1", body: "{}" };
const answering = (options: Partial<Options> = {}): Promise<Loopback> =>
  loopback((_, response) => respond(response, 200, "{}"), options);

describe("headers of a client and of a call", () => {
  it.each<[string, Options["headers"]]>([
    ["an object", { "X-Gateway-Id": "chat", accept: "text/plain", "x-amzn-trace-id": "Root=1" }],
    [
      "Headers",
      new Headers({ "X-Gateway-Id": "chat", accept: "text/plain", "x-amzn-trace-id": "Root=1" }),
    ],
    ["an empty value and spaces", { "x-gateway-id": "", "x-b": "  a   b  ", "x-c": "(),;=\"'" }],
  ])("are sent and signed, as the official signer does: %s", async (_, headers) => {
    const sent = Object.fromEntries(new Headers(headers as HeadersInit));
    const { client, server } = await answering({ headers });
    await client.invokeModel(input);
    const { client: plain, server: other } = await answering();
    await plain.invokeModel(input, { headers });
    for (const request of [server.received[0]!, other.received[0]!]) {
      expect(request.headers).toMatchObject(sent);
      const { authorization = "" } = request.headers;
      // Load balancers write their own, and AWS's signer leaves it out.
      delete sent["x-amzn-trace-id"];
      expect(signedHeaders(authorization)).toEqual(expect.arrayContaining(Object.keys(sent)));
      expect(authorization).toBe(await officialAuthorization(request, identity));
    }
  });

  it("of a call stand beside the client's, and in place of one of the same name", async () => {
    const { client, server } = await answering({ headers: { "x-a": "client", "X-B": "client" } });
    await client.invokeModel(input, { headers: { "x-b": "call", "X-C": "call" } });
    await client.invokeModel(input);
    const seen = server.received.map(({ headers }) => [
      headers["x-a"],
      headers["x-b"],
      headers["x-c"],
    ]);
    expect(seen).toEqual([
      ["client", "call", "call"],
      ["client", "client", undefined],
    ]);
  });

  it("take the place of an operation's own: accept, for streams as for whole answers", async () => {
    const { client, server } = await loopback((_, response) =>
      respondStream(response, answerFrames()),
    );
    const headers = { Accept: "application/vnd.amazon.eventstream" };
    const { body } = await client.invokeModelWithResponseStream(input, { headers });
    await body.cancel();
    expect(server.received[0]!.headers.accept).toBe("application/vnd.amazon.eventstream");
    const { client: whole, server: other } = await answering({ headers: { ACCEPT: "*/*" } });
    await whole.invokeModel({ ...input, accept: "application/json" });
    expect(other.received[0]!.headers.accept).toBe("*/*");
  });

  it("are there for every operation, at every attempt", async () => {
    const server = await loopback((_, response) =>
      respond(response, server.server.received.length === 1 ? 500 : 200, '{"output":{}}'),
    );
    const client = new BedrockClient({
      ...identity,
      endpoint: server.server.origin,
      headers: { "x-gateway-id": "chat" },
    });
    const messages = [{ role: "user" as const, content: [{ text: "Hi" }] }];
    await client.call(converse, { modelId: "m", messages }, { headers: { "x-call": "1" } });
    const { received } = server.server;
    expect(received).toHaveLength(2);
    for (const request of received) {
      expect(request.headers).toMatchObject({ "x-gateway-id": "chat", "x-call": "1" });
      expect(request.headers.authorization).toBe(await officialAuthorization(request, identity));
    }
  });

  it("are the client's own: changing the object later changes nothing", async () => {
    const headers: Record<string, string> = { "x-a": "before" };
    const { client, server } = await answering({ headers });
    headers["x-a"] = "after\n";
    await client.invokeModel(input);
    expect(server.received[0]!.headers["x-a"]).toBe("before");
  });

  it.each(["Authorization", "host", "X-Amz-Date", "x-amz-security-token", "x-amz-content-sha256"])(
    "cannot be the signature's own %s",
    async (name) => {
      expect(() => new BedrockRuntime({ ...identity, headers: { [name]: "x" } })).toThrow(
        InvalidArgumentError,
      );
      const { client, server } = await answering();
      const failure = await failureOf(client.invokeModel(input, { headers: { [name]: "x" } }));
      expect(failure).toMatchObject({ field: "headers", message: expect.stringContaining(name) });
      expect(server.received).toHaveLength(0);
    },
  );
});

describe("a gateway that signs by itself", () => {
  const unsigned = { credentials: undefined, region: undefined, signing: false } as const;

  it("is sent neither a signature nor a key, and needs no region", async () => {
    const { client, server } = await answering(unsigned);
    await client.invokeModel(input);
    const { headers, target, body } = server.received[0]!;
    expect(Object.keys(headers).filter((name) => /^(authorization|x-amz-)/.test(name))).toEqual([]);
    expect(headers["content-type"]).toBe("application/json");
    expect(target).toBe("/model/anthropic.claude-v2%3A1/invoke");
    expect(String(body)).toBe("{}");
  });

  it("is sent what it asks for instead", async () => {
    const { client, server } = await answering({
      ...unsigned,
      headers: { Authorization: "Bearer the-gateways-own" },
    });
    await client.invokeModel(input, { headers: { "x-gateway-id": "chat" } });
    expect(server.received[0]!.headers).toMatchObject({
      authorization: "Bearer the-gateways-own",
      "x-gateway-id": "chat",
    });
  });

  it("is retried, and streams, as the service is", async () => {
    let requests = 0;
    const { client } = await loopback(
      (_, response) =>
        ++requests === 1 ? respond(response, 502, "") : respondStream(response, answerFrames()),
      { ...unsigned, maxAttempts: 2 },
    );
    const { body } = await client.invokeModelWithResponseStream(input);
    expect(await Array.fromAsync(body)).toHaveLength(3);
  });

  it.each<[string, Partial<Options>]>([
    ["credentials", { credentials: loopbackCredentials }],
    ["an API key", { apiKey: "k" }],
  ])("is not given %s beside", (_, options) => {
    const make = () =>
      new BedrockRuntime({ endpoint: "https://gateway.example", signing: false, ...options });
    expect(make).toThrow(InvalidArgumentError);
    expect(make).toThrow(/signing/);
  });

  it("signing: true is what happens without the option", async () => {
    const { client, server } = await answering({ signing: true });
    await client.invokeModel(input);
    expect(server.received[0]!.headers.authorization).toMatch(/^AWS4-HMAC-SHA256/);
  });
});

describe("plain http to another machine", () => {
  const endpoint = "http://gateway.example:8080/v1";

  it.each<[string, Options]>([
    ["without a signature", { endpoint, signing: false }],
    ["with an API key", { endpoint, apiKey: "the-key" }],
  ])("is refused %s, unless the switch allows it", async (_, options) => {
    const asked: string[] = [];
    const fetch = async (url: string) => {
      asked.push(url);
      return new Response("{}");
    };
    expect(() => new BedrockRuntime({ ...options, fetch })).toThrow(
      expect.objectContaining({
        field: "endpoint",
        message: expect.stringMatching(/https:.*dangerouslyAllowPlainHttp/),
      }),
    );
    expect(
      () => new BedrockRuntime({ ...options, fetch, dangerouslyAllowPlainHttp: false }),
    ).toThrow(InvalidArgumentError);
    const client = new BedrockRuntime({ ...options, fetch, dangerouslyAllowPlainHttp: true });
    await client.call(invokeModel, input);
    expect(asked).toEqual([`${endpoint}/model/anthropic.claude-v2%3A1/invoke`]);
  });

  it.each(["http://localhost:1", "http://api.localhost", "http://127.0.0.2", "http://[::1]:1"])(
    "is not plain http to another machine: %s",
    (local) => {
      expect(new BedrockRuntime({ endpoint: local, signing: false }).endpoint).toBe(local);
    },
  );
});
