import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { reactive, readonly, shallowReactive } from "@vue/reactivity";
import {
  BedrockClient,
  BedrockRuntime,
  converse,
  InvalidArgumentError,
  invokeModel,
  signedFetch,
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

const modelId = "m";
const bytes = Uint8Array.of(1, 2, 3);
const answering = (body = "{}"): Promise<Loopback> =>
  loopback((_, response) => respond(response, 200, body));

/** The refusal of an input, before any request. */
async function refusal(ask: (client: BedrockRuntime) => Promise<unknown>) {
  const { client, server } = await answering();
  const error = await failureOf(ask(client));
  expect(error).toBeInstanceOf(InvalidArgumentError);
  expect(server.received).toHaveLength(0);
  return error as InvalidArgumentError;
}

async function* generate() {
  yield "{}";
}
function* generateNow() {
  yield "{}";
}

const bytesOfAllKinds: readonly [string, unknown][] = [
  ["Uint8Array", bytes],
  ["Uint8Array", new Uint8Array(0)],
  ["Uint8Array", Buffer.from(bytes)],
  ["ArrayBuffer", bytes.buffer],
  ["DataView", new DataView(bytes.buffer)],
  ["Float32Array", Float32Array.of(0.5)],
];

const opaque: readonly [string, () => unknown][] = [
  ["Map", () => new Map([["a", 1]])],
  ["Set", () => new Set([1])],
  ["Blob", () => new Blob(["a"])],
  ["File", () => new File(["a"], "b")],
  ["ReadableStream", () => new ReadableStream()],
  ["Readable", () => Readable.from(["a"])],
  ["ReadStream", () => createReadStream(import.meta.filename)],
  ["FormData", () => new FormData()],
  ["URLSearchParams", () => new URLSearchParams("a=1")],
  ["Headers", () => new Headers({ a: "1" })],
  ["Response", () => new Response("{}")],
  ["Promise", () => Promise.resolve("{}")],
  ["AsyncGenerator", generate],
  ["Generator", generateNow],
];

describe("bytes inside a JSON body", () => {
  it.each(bytesOfAllKinds)("%s %# is refused with advice, wherever it is", async (kind, value) => {
    for (const body of [
      { image: { bytes: value } },
      [{ bytes: value }],
      { a: [[{ bytes: value }]] },
    ]) {
      const { field, message } = await refusal((client) => client.invokeModel({ modelId, body }));
      expect(field).toBe("body");
      expect(message).toContain('"bytes"');
      expect(message).toMatch(new RegExp(`${kind} has no JSON form.*base64`));
    }
  });

  it("are what Converse takes where its model has bytes, and nowhere else", async () => {
    const source = { bytes };
    const image = { format: "png" as const, source };
    const { client, server } = await answering('{"output":{}}');
    const content = [{ image }];
    await client.call(converse, { modelId, messages: [{ role: "user", content }] });
    expect(
      JSON.parse(String(server.received[0]!.body)).messages[0].content[0].image.source,
    ).toEqual({
      bytes: "AQID",
    });
    for (const misplaced of [bytes, { format: "png", source: bytes }]) {
      const messages = [{ role: "user", content: [{ image: misplaced }] }];
      const error = await refusal((client) =>
        client.call(converse, { modelId, messages } as never),
      );
      expect(error.message).toMatch(/^messages\[0\]\.content\[0\]\.image/);
      expect(error.message).toMatch(/Uint8Array has no JSON form.*base64/);
    }
    const fields = { additionalModelRequestFields: { image: { bytes } } };
    const error = await refusal((client) =>
      client.call(converse, {
        modelId,
        messages: [{ role: "user", content: [{ text: "Hi" }] }],
        ...fields,
      }),
    );
    expect(error.message).toMatch(/"bytes": Uint8Array has no JSON form.*base64/);
  });
});

describe.each(opaque)("a %s", (kind, make) => {
  it.runIf(kind !== "Blob" && kind !== "File")("as a body is refused by name", async () => {
    const error = await refusal((client) =>
      client.invokeModel({ modelId, body: make() as object }),
    );
    expect(error).toMatchObject({ field: "body", message: expect.stringContaining(kind) });
  });

  it("inside a body is refused by name, with the member that holds it", async () => {
    for (const body of [{ input: make() }, { list: [{ input: make() }] }]) {
      const error = await refusal((client) => client.invokeModel({ modelId, body }));
      expect(error.message).toContain(kind);
      expect(error.message).toContain('"input"');
    }
  });

  it("in place of Converse's messages is refused by name", async () => {
    const messages = make();
    const error = await refusal((client) => client.call(converse, { modelId, messages } as never));
    expect(error.message).toContain(`messages: ${kind} has no JSON form`);
  });
});

describe("a JSON body", () => {
  it("what only looks like such a value is sent as it is", async () => {
    const { client, server } = await answering();
    const body = {
      empty: {},
      list: [[], {}],
      none: Object.create(null),
      date: new Date(0),
      url: new URL("https://a.example/"),
      text: '{"0":1} and {} and "type":"Buffer"',
      "0": 1,
      buffer: { type: "Buffer", data: [1] },
      own: { toJSON: () => ({ a: new Date(0) }) },
    };
    await client.invokeModel({ modelId, body });
    expect(String(server.received[0]!.body)).toBe(JSON.stringify(body));
  });
});

describe("requestMetadata with a value that is undefined", () => {
  const requestMetadata = { team: "web", user: undefined };

  it("is sent without it, by InvokeModel and its stream", async () => {
    const { client, server } = await loopback((request, response) =>
      request.target.endsWith("/invoke")
        ? respond(response, 200, "{}")
        : respondStream(response, answerFrames()),
    );
    await client.invokeModel({ modelId, requestMetadata });
    const { body } = await client.invokeModelWithResponseStream({ modelId, requestMetadata });
    await body.cancel();
    for (const { headers } of server.received) {
      expect(headers["x-amzn-bedrock-request-metadata"]).toBe('{"team":"web"}');
    }
    expect(server.received).toHaveLength(2);
  });

  it("is sent without it, by Converse; with nothing left, not at all", async () => {
    const { client, server } = await answering('{"output":{}}');
    const messages = [{ role: "user" as const, content: [{ text: "Hi" }] }];
    for (const given of [requestMetadata, { user: undefined }]) {
      await client.call(converse, { modelId, messages, requestMetadata: given as never });
    }
    const sent = server.received.map(({ body }) => JSON.parse(String(body)).requestMetadata);
    expect(sent).toEqual([{ team: "web" }, undefined]);
  });
});

describe("a client", () => {
  const ask = { modelId, body: { a: 1 } };
  const serve = () =>
    loopback((request, response) =>
      request.target.endsWith("/invoke")
        ? respond(response, 200, "{}")
        : respondStream(response, answerFrames()),
    );

  it.each<[string, (client: BedrockRuntime) => BedrockRuntime]>([
    ["Vue's reactive", (client) => reactive({ client }).client as BedrockRuntime],
    ["Vue's readonly", (client) => readonly(client) as BedrockRuntime],
    ["Vue's shallowReactive", (client) => shallowReactive({ client }).client],
    ["a proxy", (client) => new Proxy(client, {})],
    ["spread into an object", (client) => ({ ...client }) as BedrockRuntime],
    ["taken as a prototype", (client) => Object.create(client) as BedrockRuntime],
  ])("works in %s", async (_, wrap) => {
    const { client, server } = await serve();
    const wrapped = wrap(client);
    expect((await wrapped.invokeModel(ask)).body.json()).toEqual({});
    const { body } = await wrapped.invokeModelWithResponseStream(ask);
    expect(await Array.fromAsync(body)).toHaveLength(3);
    await wrapped.call(invokeModel, ask);
    wrapped.forgetCredentials();
    expect(wrapped.endpoint).toBe(server.origin);
    const response = await signedFetch(wrapped)(`${wrapped.endpoint}/model/m/invoke`, {
      method: "POST",
      body: "{}",
    });
    expect(response.status).toBe(200);
    expect(server.received).toHaveLength(4);
  });

  it("works when it is taken apart", async () => {
    const { client } = await serve();
    const { invokeModel: ask1, invokeModelWithResponseStream, call, forgetCredentials } = client;
    expect((await ask1(ask)).body.json()).toEqual({});
    const { body } = await invokeModelWithResponseStream(ask);
    expect(await Array.fromAsync(body)).toHaveLength(3);
    expect((await call(invokeModel, ask)).body.json()).toEqual({});
    forgetCredentials();
  });

  it("works with methods of a subclass, which can call those that they replace", async () => {
    class Logged extends BedrockRuntime {
      readonly calls: string[] = [];
      override invokeModel(...args: Parameters<BedrockRuntime["invokeModel"]>) {
        this.calls.push(args[0].modelId);
        return super.invokeModel(...args);
      }
    }
    const { server } = await serve();
    const client = new Logged({
      region: "us-east-1",
      credentials: loopbackCredentials,
      endpoint: server.origin,
    });
    const { invokeModel: taken } = client;
    await taken(ask);
    await client.invokeModel(ask);
    expect(client.calls).toEqual(["m", "m"]);
  });

  it("works with options and inputs that are reactive", async () => {
    const { server } = await serve();
    const options = reactive({
      region: "us-east-1",
      credentials: loopbackCredentials,
      endpoint: server.origin,
      headers: { "x-a": "1" },
    });
    const client = new BedrockClient(options);
    const input = reactive({ modelId, body: { list: [{}, { a: new Date(0) }] } });
    await client.call(invokeModel, input, reactive({ maxAttempts: 1 }));
    expect(String(server.received[0]!.body)).toBe('{"list":[{},{"a":"1970-01-01T00:00:00.000Z"}]}');
    expect(server.received[0]!.headers["x-a"]).toBe("1");
    const map = reactive(new Map([["a", 1]]));
    expect(await failureOf(client.call(invokeModel, { modelId, body: { map } }))).toMatchObject({
      message: expect.stringContaining("Map"),
    });
  });
});

describe("a body", () => {
  it("bytes given as a body are sent as they are when the attempt is made, signature and all", async () => {
    const body = Uint8Array.of(1, 2, 3);
    const { client, server } = await loopback(
      (_, response) => respond(response, server.received.length === 1 ? 500 : 200, "{}"),
      { maxAttempts: 2, onRetry: () => body.set([9]) },
    );
    await client.invokeModel({ modelId, body });
    expect(server.received.map((request) => [...request.body])).toEqual([
      [1, 2, 3],
      [9, 2, 3],
    ]);
    expect(body).toEqual(Uint8Array.of(9, 2, 3));
  });
});
