import {
  applyGuardrail,
  type BedrockRuntime,
  converse,
  countTokens,
  InvalidArgumentError,
  startAsyncInvoke,
  UnexpectedResponseError,
} from "bedrock-fetch";
import fc from "fast-check";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { failureOf, loopback, respond } from "../helpers/loopback.ts";

type Call = (client: BedrockRuntime) => Promise<unknown>;

/** The JSON that a call sends. */
async function sent(call: Call): Promise<unknown> {
  const { client, server } = await loopback((_, response) => respond(response, 200, "{}"));
  await call(client);
  return JSON.parse(server.received[0]!.body.toString());
}

/** What a call of converse makes of an answer. */
async function received(answer: unknown): Promise<unknown> {
  const { client } = await loopback((_, response) =>
    respond(response, 200, JSON.stringify(answer), { "content-type": "application/json" }),
  );
  const { $metadata: _, ...output } = await client.call(converse, { modelId: "m" });
  return output;
}

const image = (bytes: unknown) => ({ format: "png", source: { bytes } }) as never;
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

describe("bytes in what is sent", () => {
  it("are base64, of any number and in any order", async () => {
    const images = fc.array(fc.oneof(fc.uint8Array({ maxLength: 20_000 }), fc.string()));
    await fc.assert(
      fc.asyncProperty(images, images, async (first, second) => {
        const block = (it: Uint8Array | string) =>
          typeof it === "string" ? { text: it } : { image: image(it) };
        const json = (it: Uint8Array | string) =>
          typeof it === "string" ? { text: it } : { image: image(base64(it)) };
        // Not in the order of the model.
        const input = {
          system: second.map((it) =>
            typeof it === "string" ? { text: it } : { guardContent: { image: image(it) } },
          ),
          modelId: "m",
          messages: [{ role: "user", content: first.map(block) }],
        };
        expect(await sent((client) => client.call(converse, input as never))).toEqual({
          system: second.map((it) =>
            typeof it === "string" ? { text: it } : { guardContent: { image: image(base64(it)) } },
          ),
          messages: [{ role: "user", content: first.map(json) }],
        });
      }),
      { numRuns: 50 },
    );
  });

  it.each([0, 0.5])(
    "are not confused with text where every random number is %d",
    async (random) => {
      vi.spyOn(Math, "random").mockReturnValue(random);
      onTestFinished(() => {
        vi.restoreAllMocks();
      });
      const content = (bytes: unknown) => [
        { text: "0, 0.5" },
        { image: image(bytes) },
        { text: "0" },
      ];
      for (const [given, expected] of [
        [content(Uint8Array.of(1)), content("AQ==")],
        [[{ text: "0, 0.5" }], [{ text: "0, 0.5" }]],
      ]) {
        const messages = [{ role: "user", content: given }];
        const body = await sent((client) =>
          client.call(converse, { modelId: "m", messages } as never),
        );
        expect(body).toEqual({ messages: [{ role: "user", content: expected }] });
      }
    },
  );

  it("in lists of lists, which the model does not have, are refused, however deep or circular", async () => {
    const circular: unknown[] = [];
    circular.push(circular);
    for (const messages of [circular, [[[{ content: [{ image: image(Uint8Array.of(1)) }] }]]]]) {
      const { client, server } = await loopback((_, response) => respond(response, 200, "{}"));
      const error = await failureOf(client.call(converse, { modelId: "m", messages } as never));
      expect(error).toBeInstanceOf(InvalidArgumentError);
      expect(error).toMatchObject({ field: "messages" });
      expect(server.received).toHaveLength(0);
    }
  });

  const bytes = Uint8Array.of(0, 1, 250, 251, 252);
  const shared = new Uint8Array(new SharedArrayBuffer(5));
  shared.set(bytes);
  it.each<[string, unknown]>([
    ["a Uint8Array", bytes],
    ["an ArrayBuffer", bytes.buffer],
    ["a view of a part", new Uint8Array([9, ...bytes, 9]).subarray(1, 6)],
    ["a DataView", new DataView(bytes.buffer)],
    ["a Buffer", Buffer.from(bytes)],
    ["a view of shared memory", shared],
  ])("may be %s", async (_, given) => {
    const body = await sent((client) =>
      client.call(countTokens, { modelId: "m", input: { invokeModel: { body: given as never } } }),
    );
    expect(body).toEqual({ input: { invokeModel: { body: base64(bytes) } } });
  });

  it.each<[string, unknown]>([
    ["base64", "AAAA"],
    ["a list of numbers", [1, 2, 3]],
    ["a Blob", new Blob(["x"])],
    ["a Buffer's JSON", Buffer.from("x").toJSON()],
    ["a number", 1],
  ])("that are %s are refused, by their path", async (_, given) => {
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}"));
    const content = [{ text: "Hi" }, { image: image(given) }];
    const error = await failureOf(
      client.call(converse, { modelId: "m", messages: [{ role: "user", content }] }),
    );
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error).toMatchObject({ field: "messages[0].content[1].image.source.bytes" });
    expect(server.received).toHaveLength(0);
  });

  it("outside of a blob are refused: JSON cannot carry them", async () => {
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}"));
    const error = await failureOf(
      client.call(startAsyncInvoke, {
        modelId: "m",
        modelInput: { image: new Uint8Array(3) } as never,
        outputDataConfig: { s3OutputDataConfig: { s3Uri: "s3://b" } },
      }),
    );
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect((error as Error).message).toContain('"image": Uint8Array has no JSON form');
    expect(server.received).toHaveLength(0);
  });
});

describe("documents", () => {
  const document = {
    bytes: "not base64!",
    source: { bytes: "AAAA" },
    image: { source: { bytes: 17 } },
    redactedContent: null,
  };

  it("stay as they are in what is sent", async () => {
    const input = {
      messages: [
        {
          role: "user",
          content: [
            { toolUse: { toolUseId: "t", name: "n", input: document } },
            { toolResult: { toolUseId: "t", content: [{ json: document }] } },
          ],
        },
      ],
      toolConfig: { tools: [{ toolSpec: { name: "n", inputSchema: { json: document } } }] },
      additionalModelRequestFields: document,
    };
    const body = await sent((client) => client.call(converse, { modelId: "m", ...input } as never));
    expect(body).toEqual(input);
    const job = { modelInput: document, clientRequestToken: "t", outputDataConfig: {} };
    const started = await sent((client) =>
      client.call(startAsyncInvoke, { modelId: "m", ...job } as never),
    );
    expect(started).toEqual({ modelId: "m", ...job });
  });

  it("stay as they are in answers", async () => {
    const answer = {
      output: {
        message: {
          content: [
            { toolUse: { toolUseId: "t", name: "n", input: document } },
            { toolResult: { toolUseId: "t", content: [{ json: document }] } },
          ],
        },
      },
      additionalModelResponseFields: document,
    };
    expect(await received(answer)).toEqual(answer);
  });

  it("and S3 locations pass through", async () => {
    const source = { s3Location: { uri: "s3://bucket/key", bucketOwner: "123456789012" } };
    const messages = [{ role: "user", content: [{ video: { format: "mp4", source } }] }];
    const body = await sent((client) => client.call(converse, { modelId: "m", messages } as never));
    expect(body).toEqual({ messages });
  });

  it("with members that the model lacks pass, in every place", async () => {
    const input = {
      content: [{ image: { source: { bytes: Uint8Array.of(1), when: "now" }, alt: "x" }, new: 1 }],
      source: "INPUT",
      later: { bytes: "as it is" },
    };
    const body = await sent((client) =>
      client.call(applyGuardrail, {
        guardrailIdentifier: "g",
        guardrailVersion: "1",
        ...input,
      } as never),
    );
    expect(body).toEqual({
      ...input,
      content: [{ image: { source: { bytes: "AQ==", when: "now" }, alt: "x" }, new: 1 }],
    });
  });
});

describe("bytes in answers", () => {
  const answer = (block: unknown) => ({ output: { message: { content: [block] } }, new: 1 });

  it("are bytes, beside members that the model lacks", async () => {
    expect(await received(answer({ image: image("AQL/"), new: [1] }))).toEqual(
      answer({ image: image(Uint8Array.of(1, 2, 255)), new: [1] }),
    );
    expect(await received(answer({ reasoningContent: { redactedContent: "" } }))).toEqual(
      answer({ reasoningContent: { redactedContent: new Uint8Array(0) } }),
    );
  });

  it.each(["!?*", "AAA", "QQ==QQ==", "QQ=", 17, {}, ["AAAA"], true])(
    "that are %j are a typed error, by their path",
    async (bytes) => {
      const error = await failureOf(received(answer({ image: image(bytes) })));
      expect(error).toBeInstanceOf(UnexpectedResponseError);
      expect(error).toMatchObject({ code: "NOT_JSON", retryable: false });
      expect((error as Error).message).toContain("output.message.content[0].image.source.bytes");
    },
  );

  it("are found however deep the lists of an answer are", async () => {
    const depth = 100_000;
    const lists = "[".repeat(depth) + "]".repeat(depth);
    const { client } = await loopback((_, response) =>
      respond(response, 200, `{"output":{"message":{"content":${lists}}},"stopReason":"x"}`),
    );
    const { stopReason } = await client.call(converse, { modelId: "m" });
    expect(stopReason).toBe("x");
  });

  it.each(["[]", "null", '"text"', "17", "{", "{} {}"])(
    "cannot be in a body that is %s, which is a typed error",
    async (body) => {
      const { client } = await loopback((_, response) =>
        respond(response, 200, body, { "content-type": "application/json" }),
      );
      const error = await failureOf(client.call(converse, { modelId: "m" }));
      expect(error).toBeInstanceOf(UnexpectedResponseError);
      expect(error).toMatchObject({ code: "NOT_JSON" });
    },
  );
});
