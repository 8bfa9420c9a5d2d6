import * as bedrock from "bedrock-fetch";
import {
  BedrockRuntimeServiceException,
  EventStreamError,
  IncompleteStreamError,
  InvalidEventError,
} from "bedrock-fetch";
import { describe, expect, it } from "vitest";
import { expectInAnyPieces } from "../../helpers/eventstream/any-pieces.ts";
import {
  bytesOf,
  concat,
  flipped,
  frame,
  header,
  prelude,
  stringHeader,
} from "../../helpers/eventstream/frames.ts";
import {
  ANSWER,
  answerFrames,
  base64,
  chunkFrame,
  errorFrame,
  eventFrame,
  exceptionFrame,
} from "../../helpers/eventstream/response-frames.ts";
import { EVENT_STREAM, failureOf, loopback, respondStream } from "../../helpers/loopback.ts";

interface Streamed {
  /** The chunks, as text. */
  readonly chunks: string[];
  readonly error?: unknown;
}

/** All that a client yields for a body that comes in these pieces. */
async function stream(pieces: readonly Uint8Array[]): Promise<Streamed> {
  const { client } = await loopback((_, response) => respondStream(response, pieces));
  // Read at the end, to see that no event's bytes are written over by a later one's.
  const chunks: Uint8Array[] = [];
  const asText = () => chunks.map((bytes) => Buffer.from(bytes).toString());
  try {
    const { body } = await client.invokeModelWithResponseStream({ modelId: "m" });
    for await (const { chunk } of body) chunks.push(chunk.bytes);
  } catch (error) {
    return { chunks: asText(), error };
  }
  return { chunks: asText() };
}

const ANSWER_CHUNKS = ANSWER.map((document) => JSON.stringify(document));
const [START, DELTA, STOP] = answerFrames() as [Uint8Array, Uint8Array, Uint8Array];
const classOf = (name: string) => (bedrock as unknown as Record<string, typeof Error>)[name]!;

describe("a stream's chunks", () => {
  it("come in any pieces", async () => {
    await expectInAnyPieces(concat(...answerFrames()), stream, { chunks: ANSWER_CHUNKS });
  });

  it("are read by a reader as well", async () => {
    const { client } = await loopback((_, response) => respondStream(response, answerFrames()));
    const { body } = await client.invokeModelWithResponseStream({ modelId: "m" });
    const reader = body.getReader();
    const chunks: string[] = [];
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      chunks.push(Buffer.from(next.value.chunk.bytes).toString());
    }
    expect(chunks).toEqual(ANSWER_CHUNKS);
  });

  const text = JSON.stringify({ type: "message_stop", text: "größer? 🌍>>>" });
  const b64 = base64(text);
  it.each<[string, Uint8Array]>([
    ["as the service writes it", bytesOf(`{"bytes":"${b64}","p":"abcdEFG012"}`)],
    ["without padding", bytesOf(`{"bytes":"${b64}"}`)],
    ["with empty padding", bytesOf(`{"bytes":"${b64}","p":""}`)],
    ["with padding that is not letters", bytesOf(`{"bytes":"${b64}","p":"\\u00fc \\" }"}`)],
    ["with the padding first", bytesOf(`{"p":"abc","bytes":"${b64}"}`)],
    ["with spaces", bytesOf(` { "bytes" : "${b64}" , "p" : "abc" } `)],
    ["with other members", bytesOf(`{"bytes":"${b64}","x":{"bytes":"AAAA"},"p":null}`)],
    [
      "with escapes in the base64",
      bytesOf(`{"bytes":"${b64.replaceAll("+", "\\u002b").replaceAll("/", "\\/")}"}`),
    ],
    ["with bytes twice: the last one counts", bytesOf(`{"bytes":"AAAA","bytes":"${b64}"}`)],
    ["with __proto__", bytesOf(`{"__proto__":{"bytes":"AAAA"},"bytes":"${b64}"}`)],
  ])("%s", async (_, payload) => {
    expect(await stream([eventFrame("chunk", payload)])).toEqual({ chunks: [text] });
  });

  const payload = bytesOf(JSON.stringify({ bytes: b64, p: "abc" }));
  it.each<[string, Uint8Array]>([
    [
      "in another order",
      concat(
        stringHeader(":message-type", "event"),
        stringHeader(":content-type", "application/json"),
        stringHeader(":event-type", "chunk"),
      ),
    ],
    [
      "without a content type",
      concat(stringHeader(":event-type", "chunk"), stringHeader(":message-type", "event")),
    ],
    [
      "with more of every type",
      concat(
        stringHeader(":event-type", "chunk"),
        stringHeader(":content-type", "application/json"),
        stringHeader(":message-type", "event"),
        ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((type) =>
          header(`h${type}`, type, new Uint8Array([0, 0, 1, 2, 4, 8, 5, 5, 8, 16][type]!)),
        ),
      ),
    ],
    [
      "named __proto__ among them",
      concat(
        stringHeader("__proto__", "x"),
        stringHeader(":event-type", "chunk"),
        stringHeader(":message-type", "event"),
        stringHeader("constructor", "y"),
      ),
    ],
  ])("with headers %s", async (_, headers) => {
    expect(await stream([frame(headers, payload)])).toEqual({ chunks: [text] });
  });

  it("may be large, empty, or of any bytes", async () => {
    const large = JSON.stringify({ outputText: "x".repeat(999_000), completionReason: "FINISH" });
    const pieces = [
      eventFrame("chunk", bytesOf('{"bytes":""}')),
      eventFrame("chunk", bytesOf(`{"bytes":"${base64(Uint8Array.of(0, 200, 10))}"}`)),
      eventFrame("chunk", bytesOf(`{"bytes":"${base64(large)}","p":"a"}`)),
    ];
    const { client } = await loopback((_, response) => respondStream(response, pieces));
    const { body } = await client.invokeModelWithResponseStream({ modelId: "m" });
    const lengths: number[] = [];
    for await (const { chunk } of body) lengths.push(chunk.bytes.length);
    expect(lengths).toEqual([0, 3, large.length]);
  });
});

describe("what is not a chunk", () => {
  it.each<[string, Uint8Array]>([
    ["without a type", frame(stringHeader(":message-type", "event"))],
    [
      "whose type is not a string",
      frame(concat(stringHeader(":message-type", "event"), header(":event-type", 0, bytesOf("")))),
    ],
  ])("an event %s is an InvalidEventError", async (_, wrong) => {
    const { chunks, error } = await stream([START, wrong, DELTA, STOP]);
    expect(chunks).toEqual(ANSWER_CHUNKS.slice(0, 1));
    expect(error).toBeInstanceOf(InvalidEventError);
    expect(error).toMatchObject({ code: "INVALID_EVENT", eventsDelivered: 1 });
  });

  it.each(["throttlingException", "ThrottlingException"])(
    "an event named %s is that exception",
    async (type) => {
      const wrong = eventFrame(type, bytesOf('{"message":"Too many tokens"}'));
      const { error } = await stream([START, wrong, STOP]);
      expect(error).toBeInstanceOf(bedrock.ThrottlingException);
      expect(error).toMatchObject({ message: "Too many tokens", eventsDelivered: 1 });
    },
  );

  it.each<[string, Uint8Array]>([
    ["an event of an unknown type", eventFrame("brandNew", bytesOf("anything"))],
    ["an event of a type that objects have", eventFrame("constructor", bytesOf("{}"))],
    ["a chunk without bytes", eventFrame("chunk", bytesOf('{"p":"abc"}'))],
    ["a chunk whose bytes are null", eventFrame("chunk", bytesOf('{"bytes":null}'))],
  ])("%s is skipped", async (_, skipped) => {
    expect(await stream([START, skipped, DELTA, skipped, STOP, skipped])).toEqual({
      chunks: ANSWER_CHUNKS,
    });
    expect(await stream([concat(skipped, START, skipped, DELTA, STOP)])).toEqual({
      chunks: ANSWER_CHUNKS,
    });
  });

  it.each<[string, Uint8Array]>([
    ["bytes that are not base64", eventFrame("chunk", bytesOf('{"bytes":"ab*d"}'))],
    ["base64 of a wrong length", eventFrame("chunk", bytesOf('{"bytes":"QUJDRA"}'))],
    ["base64 with padding inside", eventFrame("chunk", bytesOf('{"bytes":"QQ==QUJD"}'))],
    [
      "base64 with padding before its last letter",
      eventFrame("chunk", bytesOf('{"bytes":"QQ=Q"}')),
    ],
    ["bytes that begin as padding does", eventFrame("chunk", bytesOf('{"bytes":","p":"abcd"}'))],
    ["base64 that is padding only", eventFrame("chunk", bytesOf('{"bytes":"===="}'))],
    ["base64 for URLs", eventFrame("chunk", bytesOf('{"bytes":"_-8="}'))],
    ["base64 with spaces", eventFrame("chunk", bytesOf('{"bytes":"QU JD"}'))],
    ["letters beyond ASCII", eventFrame("chunk", bytesOf('{"bytes":"QUJü"}'))],
    ["a number as bytes", eventFrame("chunk", bytesOf('{"bytes":1234}'))],
    ["an object as bytes", eventFrame("chunk", bytesOf('{"bytes":{}}'))],
    ["a payload that is not JSON", eventFrame("chunk", bytesOf("bytes=QUJD"))],
    ["a payload that breaks off", eventFrame("chunk", bytesOf('{"bytes":"QUJD"'))],
    ["a payload that goes on", eventFrame("chunk", bytesOf('{"bytes":"QUJD"}"}'))],
    ["a payload that is a JSON string", eventFrame("chunk", bytesOf('"QUJD"'))],
    ["a payload that is null", eventFrame("chunk", bytesOf("null"))],
    ["no payload", eventFrame("chunk", new Uint8Array(0))],
    ["a payload that is not UTF-8", eventFrame("chunk", Uint8Array.of(0xff, 0xfe))],
    ["a message of an unknown type", frame(stringHeader(":message-type", "rumour"))],
    ["a message without a type", frame(stringHeader(":event-type", "chunk"), bytesOf("{}"))],
    ["a message without headers", frame(new Uint8Array(0), bytesOf("{}"))],
    ["a message type that is not a string", frame(header(":message-type", 6, bytesOf("event")))],
  ])("%s is an error, after the chunks before it", async (_, bad) => {
    const { chunks, error } = await stream([concat(START, DELTA, bad, STOP)]);
    expect(chunks).toEqual(ANSWER_CHUNKS.slice(0, 2));
    expect(error).toBeInstanceOf(InvalidEventError);
    expect(error).toMatchObject({
      code: "INVALID_EVENT",
      eventsDelivered: 2,
      retryable: false,
      $metadata: { httpStatusCode: 200, requestId: "request-1" },
    });
    expect(await stream([bad])).toMatchObject({
      chunks: [],
      error: { code: "INVALID_EVENT", $metadata: { requestId: "request-1" } },
    });
  });
});

describe("an exception within the stream", () => {
  const exceptions = [
    ["internalServerException", "server", true, {}],
    [
      "modelStreamErrorException",
      "client",
      false,
      { originalStatusCode: 502, originalMessage: "deep" },
    ],
    ["validationException", "client", false, {}],
    ["throttlingException", "client", true, {}],
    ["modelTimeoutException", "client", false, {}],
    ["serviceUnavailableException", "server", true, {}],
  ] as const;

  it.each(exceptions)(
    "%s is of its class, with its members",
    async (type, $fault, retryable, members) => {
      const name = type[0]!.toUpperCase() + type.slice(1);
      const bytes = exceptionFrame(type, { message: "why", ...members });
      const later = await stream([concat(START, DELTA, bytes, STOP)]);
      expect(later.chunks).toEqual(ANSWER_CHUNKS.slice(0, 2));
      const first = await stream([bytes]);
      expect(first.chunks).toEqual([]);
      for (const [{ error }, eventsDelivered] of [
        [later, 2],
        [first, 0],
      ] as const) {
        expect(error).toBeInstanceOf(BedrockRuntimeServiceException);
        expect((error as Error).constructor).toBe(classOf(name));
        expect(error).toMatchObject({
          name,
          message: "why",
          $fault,
          retryable,
          ...members,
          $metadata: { requestId: "request-1", attempts: 1 },
        });
        expect((error as { eventsDelivered?: number }).eventsDelivered ?? 0).toBe(eventsDelivered);
      }
    },
  );

  it("is reported at once, though the connection stays open", async () => {
    for (const pieces of [[bytes()], [START, bytes()], [concat(START, bytes())]]) {
      const { client } = await loopback(async (_, response) => {
        response.writeHead(200, { "content-type": EVENT_STREAM });
        for (const piece of pieces) {
          await new Promise((resolve) => response.write(piece, resolve));
          await new Promise((resolve) => setImmediate(resolve));
        }
      });
      const error = await failureOf(
        client.invokeModelWithResponseStream({ modelId: "m" }).then(async ({ body }) => {
          for await (const _ of body);
        }),
      );
      expect(error).toBeInstanceOf(bedrock.ThrottlingException);
    }
    function bytes() {
      return exceptionFrame("throttlingException", { message: "why" });
    }
  });

  it("comes before what is wrong after it", async () => {
    const bytes = exceptionFrame("throttlingException", { message: "why" });
    const { error } = await stream([concat(bytes, bytesOf("this is not a frame at all"))]);
    expect(error).toBeInstanceOf(bedrock.ThrottlingException);
  });

  it("that the model does not have keeps its name", async () => {
    const { error } = await stream([
      START,
      exceptionFrame("brandNewException", { Message: "why" }),
    ]);
    expect((error as Error).constructor).toBe(BedrockRuntimeServiceException);
    expect(error).toMatchObject({ name: "BrandNewException", message: "why", eventsDelivered: 1 });
  });

  it.each<[string, unknown]>([
    ["no message", {}],
    ["no payload", ""],
    ["a payload that is not JSON", "oh no"],
    ["JSON that is not an object", [1]],
    ["null", null],
  ])("with %s is still that exception", async (_, payload) => {
    const { error } = await stream([START, exceptionFrame("throttlingException", payload)]);
    expect(error).toBeInstanceOf(bedrock.ThrottlingException);
    expect((error as Error).message).toMatch(/\w/);
    expect((error as Error).message).not.toMatch(/undefined|\[object/);
  });

  it.each(["__proto__", "constructor", "toString"])(
    "named %s is not taken for a class that exists",
    async (type) => {
      const { error } = await stream([START, exceptionFrame(type, { message: "why" })]);
      expect((error as Error).constructor).toBe(BedrockRuntimeServiceException);
      expect(error).toMatchObject({ message: "why" });
    },
  );

  it("as an error frame has its code and message", async () => {
    const { chunks, error } = await stream([START, errorFrame("InternalFailure", "it broke: ü")]);
    expect(chunks).toEqual(ANSWER_CHUNKS.slice(0, 1));
    expect((error as Error).constructor).toBe(BedrockRuntimeServiceException);
    expect(error).toMatchObject({
      name: "InternalFailure",
      message: "it broke: ü",
      eventsDelivered: 1,
    });
  });

  it("as an error frame without either is an error", async () => {
    const { error } = await stream([START, frame(stringHeader(":message-type", "error"))]);
    expect(error).toBeInstanceOf(BedrockRuntimeServiceException);
    expect((error as Error).message).toMatch(/\w/);
  });

  it("without a type is an error, not the end", async () => {
    const { error } = await stream([START, frame(stringHeader(":message-type", "exception"))]);
    expect(error).toBeInstanceOf(BedrockRuntimeServiceException);
  });
});

describe("the end of a stream", () => {
  it("inside a frame is a truncation", async () => {
    const { chunks, error } = await stream([START, DELTA.subarray(0, 60)]);
    expect(chunks).toEqual(ANSWER_CHUNKS.slice(0, 1));
    expect(error).toBeInstanceOf(EventStreamError);
    expect(error).toMatchObject({
      code: "TRUNCATED_FRAME",
      received: { frames: 1, bytes: START.length + 60 },
      eventsDelivered: 1,
      retryable: true,
      $metadata: { requestId: "request-1" },
    });
    expect(await stream([START.subarray(0, 5)])).toMatchObject({
      chunks: [],
      error: { code: "TRUNCATED_FRAME", received: { frames: 0, bytes: 5 } },
    });
  });

  it("with nothing at all is an empty stream", async () => {
    const { chunks, error } = await stream([]);
    expect(chunks).toEqual([]);
    expect(error).toBeInstanceOf(IncompleteStreamError);
    expect(error).toMatchObject({
      code: "EMPTY_STREAM",
      received: { frames: 0, bytes: 0 },
      retryable: true,
      $metadata: { httpStatusCode: 200, requestId: "request-1" },
    });
  });

  it("with events that carry nothing is an empty stream too, and says what had arrived", async () => {
    const skipped = eventFrame("brandNew", bytesOf("{}"));
    expect((await stream([skipped, skipped])).error).toMatchObject({
      code: "EMPTY_STREAM",
      received: { frames: 2, bytes: 2 * skipped.length },
    });
  });

  const claude = { type: "content_block_delta", delta: { text: "x" } };
  it.each<[string, unknown]>([
    ["Claude", claude],
    ["Claude, before its stop", { type: "message_delta", delta: { stop_reason: "end_turn" } }],
    ["Claude, completions", { completion: " x", stop_reason: null, stop: null }],
    ["Nova", { contentBlockDelta: { delta: { text: "x" }, contentBlockIndex: 0 } }],
    ["Nova, before its metadata", { messageStop: { stopReason: "end_turn" } }],
    ["Titan", { outputText: "x", index: 0, completionReason: null }],
    ["Llama", { generation: "x", stop_reason: null }],
    ["Mistral", { outputs: [{ text: "x", stop_reason: null }] }],
    ["Cohere Command", { text: "x", is_finished: false }],
    ["Cohere Command R", { event_type: "text-generation", text: "x" }],
    ["OpenAI-shaped", { choices: [{ delta: { content: "x" }, finish_reason: null }] }],
  ])("on a document that %s never ends on is an incomplete stream", async (_, document) => {
    const frames = [chunkFrame(document), chunkFrame(document)];
    const { chunks, error } = await stream(frames);
    expect(chunks).toHaveLength(2);
    expect(error).toBeInstanceOf(IncompleteStreamError);
    expect(error).toMatchObject({
      code: "INCOMPLETE_STREAM",
      received: { frames: 2, bytes: 2 * frames[0]!.length },
      eventsDelivered: 2,
      retryable: true,
      $metadata: { requestId: "request-1" },
    });
  });

  it.each<[string, unknown]>([
    ["Claude", { type: "message_stop" }],
    ["Claude, completions", { completion: "", stop_reason: "stop_sequence" }],
    ["Nova", { metadata: { usage: {} } }],
    ["Titan", { outputText: "", completionReason: "FINISH" }],
    ["Llama", { generation: "", stop_reason: "length" }],
    ["Mistral", { outputs: [{ text: "", stop_reason: "stop" }] }],
    ["Cohere Command", { is_finished: true, finish_reason: "COMPLETE" }],
    ["Cohere Command R", { event_type: "stream-end" }],
    ["OpenAI-shaped", { choices: [{ delta: {}, finish_reason: "stop" }] }],
    ["the metrics", { "amazon-bedrock-invocationMetrics": { inputTokenCount: 1 } }],
    ["a guardrail", { ...claude, "amazon-bedrock-guardrailAction": "INTERVENED" }],
    ["a shape that no rule knows", { brandNew: true }],
    ["a document that is not an object", [1]],
  ])("on the last document of %s is an end", async (_, document) => {
    expect(await stream([chunkFrame(claude), chunkFrame(document)])).toEqual({
      chunks: [JSON.stringify(claude), JSON.stringify(document)],
    });
  });

  it("on bytes that are not JSON is an end: no rule knows it", async () => {
    const bytes = eventFrame("chunk", bytesOf(`{"bytes":"${base64("plain text")}"}`));
    expect(await stream([bytes])).toEqual({ chunks: ["plain text"] });
  });
});

describe("bytes that are not an event stream", () => {
  it.each<[string, string, Uint8Array]>([
    ["a corrupt prelude", "PRELUDE_CHECKSUM", flipped(DELTA, 3)],
    ["a corrupt payload", "MESSAGE_CHECKSUM", flipped(DELTA, 8 * 100)],
    ["a frame of 4 GiB", "FRAME_TOO_LARGE", prelude(0xffffffff, 0)],
    ["headers of 4 GiB", "HEADERS_TOO_LARGE", prelude(1000, 0xffffffff)],
    ["lengths that contradict", "INVALID_LENGTH", prelude(20, 20)],
    ["headers that overrun", "INVALID_HEADERS", frame(Uint8Array.of(9), bytesOf("{}"))],
    ["text", "PRELUDE_CHECKSUM", bytesOf('{"message":"this is not a stream at all"}')],
  ])("%s: an error, after the chunks before it", async (_, code, bad) => {
    const { chunks, error } = await stream([concat(START, bad, STOP)]);
    expect(chunks).toEqual(ANSWER_CHUNKS.slice(0, 1));
    expect(error).toBeInstanceOf(EventStreamError);
    expect(error).toMatchObject({
      code,
      received: { frames: 1 },
      eventsDelivered: 1,
      retryable: false,
      $metadata: { httpStatusCode: 200, requestId: "request-1", attempts: 1 },
    });
    expect(await stream([bad, STOP])).toMatchObject({ chunks: [], error: { code } });
  });
});
