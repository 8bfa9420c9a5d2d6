import { InvalidArgumentError } from "bedrock-fetch";
import { describe, expect, it } from "vitest";
import { failureOf, type Loopback, loopback, respond } from "../helpers/loopback.ts";
import { haveShared, sharedJson } from "../helpers/shared.ts";

type Input = Parameters<Loopback["client"]["invokeModel"]>[0];

const echo = () =>
  loopback((_, response) => respond(response, 200, "{}", { "content-type": "application/json" }));

/** What the server receives for an input. */
async function sent(input: Partial<Input>) {
  const { client, server } = await echo();
  await client.invokeModel({ modelId: "m", ...input });
  return server.received[0]!;
}

/** The refusal of an input by both operations, before any request is made. */
async function refusal(input: unknown): Promise<InvalidArgumentError> {
  const { client, server } = await echo();
  const error = await failureOf(client.invokeModel(input as Input));
  expect(error).toBeInstanceOf(InvalidArgumentError);
  expect(await failureOf(client.invokeModelWithResponseStream(input as Input))).toEqual(error);
  expect(server.received).toHaveLength(0);
  return error as InvalidArgumentError;
}

describe("every member of the input", () => {
  const input: Input = {
    modelId: "anthropic.claude-v2:1",
    body: "{}",
    contentType: "application/json",
    accept: "application/x-mine",
    trace: "ENABLED_FULL",
    guardrailIdentifier: "gr1",
    guardrailVersion: "DRAFT",
    performanceConfigLatency: "optimized",
    serviceTier: "flex",
    requestMetadata: { team: "web" },
  };

  it.skipIf(!haveShared)("is of the service's model, and each of the model's is here", () => {
    interface Model {
      shapes: Record<
        "InvokeModelRequest" | "InvokeModelWithResponseStreamRequest",
        { members: object }
      >;
    }
    const { shapes } = sharedJson<Model>("reference/bedrock-runtime.json");
    for (const shape of Object.values([
      shapes.InvokeModelRequest,
      shapes.InvokeModelWithResponseStreamRequest,
    ])) {
      expect(Object.keys(shape.members).sort()).toEqual(Object.keys(input).sort());
    }
  });

  const headers = {
    "content-type": "application/json",
    "x-amzn-bedrock-trace": "ENABLED_FULL",
    "x-amzn-bedrock-guardrailidentifier": "gr1",
    "x-amzn-bedrock-guardrailversion": "DRAFT",
    "x-amzn-bedrock-performanceconfig-latency": "optimized",
    "x-amzn-bedrock-service-tier": "flex",
    "x-amzn-bedrock-request-metadata": '{"team":"web"}',
  };

  it("travels where the model says, for invokeModel", async () => {
    const { client, server } = await echo();
    await client.invokeModel(input);
    expect(server.received[0]).toMatchObject({
      method: "POST",
      target: "/model/anthropic.claude-v2%3A1/invoke",
      headers: { ...headers, accept: "application/x-mine" },
    });
    expect(server.received[0]!.headers).not.toHaveProperty("x-amzn-bedrock-accept");
  });

  it("travels where the model says, for invokeModelWithResponseStream", async () => {
    const { client, server } = await echo();
    await client.invokeModelWithResponseStream(input).catch(() => {});
    expect(server.received[0]).toMatchObject({
      method: "POST",
      target: "/model/anthropic.claude-v2%3A1/invoke-with-response-stream",
      headers: { ...headers, "x-amzn-bedrock-accept": "application/x-mine" },
    });
  });

  it("that is left out sends no header, and JSON is the default", async () => {
    const { headers } = await sent({ body: "{}" });
    expect(headers).toMatchObject({
      "content-type": "application/json",
      accept: "application/json",
    });
    expect(Object.keys(headers).filter((name) => name.startsWith("x-amzn"))).toEqual([]);
  });

  it("with a value that the types do not know yet is passed on", async () => {
    const { headers } = await sent({
      trace: "ENABLED_TWICE",
      performanceConfigLatency: "warp",
      serviceTier: "first-class",
    });
    expect(headers).toMatchObject({
      "x-amzn-bedrock-trace": "ENABLED_TWICE",
      "x-amzn-bedrock-performanceconfig-latency": "warp",
      "x-amzn-bedrock-service-tier": "first-class",
    });
  });

  it.each(["accept", "contentType", "trace", "serviceTier", "performanceConfigLatency"])(
    "%s cannot smuggle in another header or text that no header carries",
    async (member) => {
      for (const value of ["a\r\nx-evil: 1", "a\nb", "ü", "\0", 7, {}, ["a"]]) {
        expect(await refusal({ modelId: "m", [member]: value })).toMatchObject({ field: member });
      }
    },
  );

  it("that does not exist is named, with those that do", async () => {
    const error = await refusal({ modelId: "m", modelID: "n" });
    expect(error).toMatchObject({ field: "modelID" });
    expect(error.message).toContain("modelId, body, contentType");
  });
});

describe("modelId", () => {
  it.each([
    [undefined],
    [""],
    [null],
    [7],
    [{}],
    [["m"]],
    ["a".repeat(2049)],
    [".."],
    ["."],
    ["\ud800"],
  ])("%j is refused", async (modelId) => {
    expect(await refusal({ modelId })).toMatchObject({ field: "modelId" });
  });

  it("of 2048 characters is sent", async () => {
    const modelId = "a".repeat(2048);
    expect((await sent({ modelId })).target).toBe(`/model/${modelId}/invoke`);
  });

  it.each([undefined, null, "anthropic.claude-v2", 7])("input %j is refused", async (input) => {
    expect(await refusal(input)).toBeInstanceOf(InvalidArgumentError);
  });
});

describe("body", () => {
  const bytes = Uint8Array.of(0, 255, 10, 13, 0xc3, 0x28);
  const room = new Uint8Array(20).fill(9);
  room.set(bytes, 7);

  it.each<[string, Input["body"], string | Uint8Array]>([
    ["a string, untouched", '{ "a" : 1 }\r\n', '{ "a" : 1 }\r\n'],
    ["a string beyond ASCII", "grüße 🌍", "grüße 🌍"],
    ["an empty string", "", ""],
    ["no body", undefined, ""],
    ["a Uint8Array", bytes, bytes],
    ["a view of a part of a buffer", room.subarray(7, 13), bytes],
    ["a DataView of a part of a buffer", new DataView(room.buffer, 7, 6), bytes],
    ["a Uint16Array", new Uint16Array(room.slice(7, 13).buffer), bytes],
    ["a Buffer", Buffer.from(bytes), bytes],
    ["an ArrayBuffer", bytes.slice().buffer, bytes],
    ["bytes in shared memory", shared(bytes), bytes],
    ["a Blob", new Blob([bytes]), bytes],
    ["an object", { a: [1, null, "ü"] }, '{"a":[1,null,"ü"]}'],
    ["an empty object", {}, "{}"],
    ["an array", [1, 2], "[1,2]"],
    ["a number", 7, "7"],
    ["null", null, "null"],
    ["true", true, "true"],
    ["an object with toJSON", { toJSON: () => ({ b: 2 }) }, '{"b":2}'],
    ["an object without a prototype", Object.assign(Object.create(null), { c: 3 }), '{"c":3}'],
  ])("%s", async (_, body, expected) => {
    const request = await sent({ body });
    expect(request.body.equals(Buffer.from(expected))).toBe(true);
  });

  const circular: { self?: unknown } = {};
  circular.self = circular;
  it.each<[string, unknown]>([
    ["a circular object", circular],
    ["a bigint", { n: 1n }],
    ["a function", () => {}],
    ["a symbol", Symbol("s")],
    ["a Map", new Map([["a", 1]])],
    ["a Set", new Set([1])],
    ["a stream", new ReadableStream()],
    ["a form", new FormData()],
    ["a promise", Promise.resolve("{}")],
  ])("%s is refused, not sent as something else", async (_, body) => {
    expect(await refusal({ modelId: "m", body })).toMatchObject({ field: "body" });
  });

  it("of 25,000,000 bytes is sent, and of one more is refused", async () => {
    const most = new Uint8Array(25_000_000);
    expect((await sent({ body: most })).body.length).toBe(25_000_000);
    for (const body of [
      new Uint8Array(25_000_001),
      "ü".repeat(12_500_001),
      new Blob([most, "x"]),
    ]) {
      expect(await refusal({ modelId: "m", body })).toMatchObject({
        field: "body",
        message: expect.stringMatching(/2500000[12] bytes.*25000000/),
      });
    }
  });
});

describe("requestMetadata", () => {
  const header = async (requestMetadata: Input["requestMetadata"]) =>
    (await sent({ requestMetadata })).headers["x-amzn-bedrock-request-metadata"];

  it("is an object of strings, as JSON", async () => {
    expect(await header({ team: "web", empty: "" })).toBe('{"team":"web","empty":""}');
    expect(await header({})).toBe("{}");
  });

  it("leaves out a value that is undefined", async () => {
    expect(await header({ team: "web", user: undefined })).toBe('{"team":"web"}');
    expect(await header({ user: undefined })).toBe("{}");
  });

  it("is a JSON string of one, as it was written", async () => {
    expect(await header('{ "team": "web" }')).toBe('{ "team": "web" }');
  });

  it.each<[string, Input["requestMetadata"]]>([
    ["an object", { "größe🌍": "日本\u007f\u2028 \u00a0" }],
    ["a string", '{"größe🌍":"日本\u007f\u2028 \u00a0"}'],
  ])("text outside ASCII in %s travels as escapes, and means the same", async (_, metadata) => {
    const value = (await header(metadata)) as string;
    expect(value).toMatch(/^[\x20-\x7e]*$/);
    expect(value).toContain("\\u65e5\\u672c");
    expect(JSON.parse(value)).toEqual({ "größe🌍": "日本\u007f\u2028 \u00a0" });
  });

  it("line breaks between the tokens of a string do not break the header", async () => {
    const value = (await header('{\n\t"team":\r\n"web"\n}')) as string;
    expect(JSON.parse(value)).toEqual({ team: "web" });
  });

  it("line breaks in values stay", async () => {
    const value = (await header({ lines: "a\r\nx-evil: 1" })) as string;
    expect(JSON.parse(value)).toEqual({ lines: "a\r\nx-evil: 1" });
  });

  it.each<[string, unknown]>([
    ["a number as value", { a: 1 }],
    ["null as value", { a: null }],
    ["an object as value", { a: { b: "c" } }],
    ["an array", ["a"]],
    ["a Map", new Map([["team", "web"]])],
    ["Headers", new Headers({ team: "web" })],
    ["a string that is not JSON", "team=web"],
    ["a JSON string", '"team"'],
    ["a JSON array", "[]"],
    ["JSON null", "null"],
    ["JSON with a number as value", '{"a":1}'],
    ["a number", 7],
    ["true", true],
  ])("%s is refused", async (_, requestMetadata) => {
    expect(await refusal({ modelId: "m", requestMetadata })).toMatchObject({
      field: "requestMetadata",
    });
  });

  it("of 8500 characters is sent, and of one more is refused, counted as it travels", async () => {
    const room = 8500 - '{"k":""}'.length;
    expect(await header({ k: "x".repeat(room) })).toHaveLength(8500);
    for (const value of ["x".repeat(room + 1), "ü".repeat(room / 6 + 1)]) {
      for (const requestMetadata of [{ k: value }, JSON.stringify({ k: value })]) {
        expect(await refusal({ modelId: "m", requestMetadata })).toMatchObject({
          field: "requestMetadata",
          message: expect.stringContaining("8500"),
        });
      }
    }
  });

  it("has no other limits: what Converse refuses is left to the service", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 17 }, (_, i) => [`k${i}`, `${"x".repeat(300)}"{}*`]),
    );
    expect(JSON.parse((await header(many)) as string)).toEqual(many);
  });
});

describe("a guardrail", () => {
  const guardrail = { guardrailIdentifier: "gr1", guardrailVersion: "1" };
  const config = { "amazon-bedrock-guardrailConfig": { tagSuffix: "x" }, prompt: "p" };

  it.each([
    ["an object", config],
    ["a string", JSON.stringify(config)],
    ["bytes", Buffer.from(JSON.stringify(config))],
    ["a Blob", new Blob([JSON.stringify(config)])],
  ])("configured in the body, %s, is refused without an identifier", async (_, body) => {
    expect(await refusal({ modelId: "m", body })).toMatchObject({
      field: "guardrailIdentifier",
      message: expect.stringContaining(
        "you don't provide a guardrail identifier but you specify the amazon-bedrock-guardrailConfig field in the request body",
      ),
    });
    const { headers } = await sent({ body, ...guardrail });
    expect(headers["x-amzn-bedrock-guardrailidentifier"]).toBe("gr1");
  });

  it.each([
    ["not on the top level", { nested: config }],
    ["in a text", { prompt: '"amazon-bedrock-guardrailConfig"' }],
    ["in a body that is not JSON", "amazon-bedrock-guardrailConfig"],
  ])("%s is not taken for a configuration", async (_, body) => {
    expect((await sent({ body })).body.length).toBeGreaterThan(0);
  });

  it("with a contentType other than JSON is refused", async () => {
    const contentType = "text/plain";
    expect(await refusal({ modelId: "m", body: "{}", contentType, ...guardrail })).toMatchObject({
      field: "contentType",
      message: expect.stringContaining(
        "you enable the guardrail but the contentType isn't application/json",
      ),
    });
    for (const contentType of ["application/json; charset=utf-8", "Application/JSON"]) {
      expect((await sent({ contentType, ...guardrail })).headers["content-type"]).toBe(contentType);
    }
  });

  it("without a version is refused", async () => {
    expect(await refusal({ modelId: "m", body: "{}", guardrailIdentifier: "gr1" })).toMatchObject({
      field: "guardrailVersion",
      message: expect.stringContaining(
        "you provide a guardrail identifier, but guardrailVersion isn't specified",
      ),
    });
  });
});

function shared(bytes: Uint8Array): Uint8Array {
  const view = new Uint8Array(new SharedArrayBuffer(bytes.length));
  view.set(bytes);
  return view;
}
