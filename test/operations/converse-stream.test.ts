import { once } from "node:events";
import type { ServerResponse } from "node:http";
import * as bedrock from "bedrock-fetch";
import { converseStream } from "bedrock-fetch";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectInAnyPieces } from "../helpers/eventstream/any-pieces.ts";
import {
  CONVERSATION,
  type ConverseEvent,
  conversationFrames,
  converseFrame,
} from "../helpers/eventstream/converse-frames.ts";
import {
  bytesOf,
  concat,
  flipped,
  frame,
  header,
  stringHeader,
} from "../helpers/eventstream/frames.ts";
import { errorFrame, eventFrame, exceptionFrame } from "../helpers/eventstream/response-frames.ts";
import { EVENT_STREAM, failureOf, loopback, respond, respondStream } from "../helpers/loopback.ts";

const input = { modelId: "m", messages: [{ role: "user", content: [{ text: "Hi" }] }] } as const;

interface Streamed {
  readonly events: unknown[];
  readonly error?: unknown;
}

/** All that a client gets of a body that comes in these pieces. */
async function stream(pieces: readonly Uint8Array[]): Promise<Streamed> {
  const { client } = await loopback((_, response) => respondStream(response, pieces));
  const events: unknown[] = [];
  try {
    const output = await client.call(converseStream, input);
    for await (const event of output.stream) events.push(event);
  } catch (error) {
    return { events, error };
  }
  return { events };
}

const [FIRST, ...REST] = conversationFrames() as [Uint8Array, ...Uint8Array[]];
const classOf = (name: string) => (bedrock as unknown as Record<string, typeof Error>)[name]!;

describe("the events of converseStream", () => {
  it("come in any pieces", async () => {
    await expectInAnyPieces(concat(...conversationFrames()), stream, { events: CONVERSATION });
  });

  it("are an error once a bit has turned, after events that are as they were", async () => {
    const bytes = concat(...conversationFrames());
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        const { events, error } = await stream([flipped(bytes, bit)]);
        expect(error).toBeInstanceOf(bedrock.BedrockFetchError);
        expect(events).toEqual(CONVERSATION.slice(0, events.length));
      }),
      { numRuns: 100 },
    );
  });

  it("are read by a reader as well", async () => {
    const { client } = await loopback((_, response) =>
      respondStream(response, conversationFrames()),
    );
    const output = await client.call(converseStream, input);
    const reader = output.stream.getReader();
    const events: unknown[] = [];
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      events.push(next.value);
    }
    expect(events).toEqual(CONVERSATION);
    expect(output.$metadata).toMatchObject({ httpStatusCode: 200, requestId: "request-1" });
  });

  it.each<[string, (members: object) => object]>([
    ["after its members", (members) => ({ ...members, p: "abcdEFG012" })],
    ["before its members", (members) => ({ p: "abcdEFG012", ...members })],
    ["that is empty", (members) => ({ ...members, p: "" })],
    ["that is not letters", (members) => ({ p: 'ü "} \\', ...members })],
    ["that is missing", (members) => members],
  ])("have no padding, given padding %s", async (_, padded) => {
    const frames = CONVERSATION.map((event) => {
      const [[type, members]] = Object.entries(event) as [[string, object]];
      return eventFrame(type, bytesOf(JSON.stringify(padded(members))));
    });
    expect(await stream([concat(...frames)])).toEqual({ events: CONVERSATION });
  });

  it("keep a member p that is not padding, and members that the model lacks", async () => {
    const events: ConverseEvent[] = [
      { messageStart: { role: "assistant", mood: "fine" } },
      { messageStop: { stopReason: "x", additionalModelResponseFields: { p: 1 } } },
      { metadata: { usage: { serverToolUsage: { p: 1 } }, new: [{ p: "q" }] } },
    ];
    expect(await stream(events.map((event) => converseFrame(event)))).toEqual({ events });
  });

  const type = stringHeader(":event-type", "messageStart");
  const event = stringHeader(":message-type", "event");
  it.each<[string, Uint8Array]>([
    ["in another order", concat(event, stringHeader(":content-type", "application/json"), type)],
    ["without a content type", concat(type, event)],
    [
      "with more of every type",
      concat(
        type,
        event,
        ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((type) =>
          header(`h${type}`, type, new Uint8Array([0, 0, 1, 2, 4, 8, 5, 5, 8, 16][type]!)),
        ),
      ),
    ],
    ["outside of ASCII", concat(stringHeader("größe", "{}漢字"), type, event)],
    ["of two hundred characters", concat(stringHeader("x", "y".repeat(200)), type, event)],
  ])("may have headers %s", async (_, headers) => {
    const start = frame(headers, bytesOf('{"role":"assistant","p":"x"}'));
    expect(await stream([start, ...REST])).toEqual({ events: CONVERSATION });
  });

  it("have bytes where the model has blobs, and only there", async () => {
    const redacted = Uint8Array.of(1, 2, 255);
    const image = Uint8Array.of(3);
    const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
    const delta = (delta: object): ConverseEvent => ({
      contentBlockDelta: { contentBlockIndex: 0, delta },
    });
    const { events } = await stream([
      FIRST,
      converseFrame(delta({ reasoningContent: { redactedContent: base64(redacted) } })),
      converseFrame(delta({ image: { source: { bytes: base64(image) } } })),
      converseFrame(delta({ reasoningContent: { redactedContent: "" } })),
      converseFrame(delta({ reasoningContent: { redactedContent: null } })),
      converseFrame(delta({ toolResult: [{ json: { image: { source: { bytes: "AAAA" } } } }] })),
      ...REST,
    ]);
    expect(events.slice(1, 6)).toEqual([
      delta({ reasoningContent: { redactedContent: redacted } }),
      delta({ image: { source: { bytes: image } } }),
      delta({ reasoningContent: { redactedContent: new Uint8Array(0) } }),
      delta({ reasoningContent: { redactedContent: null } }),
      delta({ toolResult: [{ json: { image: { source: { bytes: "AAAA" } } } }] }),
    ]);
  });
});

describe("what is not an event of converseStream", () => {
  it.each<[string, Uint8Array]>([
    ["without a type", frame(stringHeader(":message-type", "event"), bytesOf("{}"))],
    ["without a message type", frame(stringHeader(":event-type", "messageStart"), bytesOf("{}"))],
    ["that is not JSON", eventFrame("contentBlockDelta", bytesOf("{"))],
    ["that is a string", eventFrame("contentBlockDelta", bytesOf('"text"'))],
    ["that is null", eventFrame("contentBlockDelta", bytesOf("null"))],
    ["that is empty", eventFrame("contentBlockDelta", bytesOf(""))],
    ...["ab*d", "QUJDRA", "QQ==QUJD", 17, {}, ["QQ=="]].map(
      (redactedContent): [string, Uint8Array] => [
        `whose bytes are ${JSON.stringify(redactedContent)}`,
        converseFrame({ contentBlockDelta: { delta: { reasoningContent: { redactedContent } } } }),
      ],
    ),
  ])("an event %s is an InvalidEventError", async (_, wrong) => {
    const { events, error } = await stream([FIRST, wrong, ...REST]);
    expect(events).toEqual(CONVERSATION.slice(0, 1));
    expect(error).toBeInstanceOf(bedrock.InvalidEventError);
    expect(error).toMatchObject({
      code: "INVALID_EVENT",
      eventsDelivered: 1,
      $metadata: { requestId: "request-1" },
    });
  });

  it.each<[string, Uint8Array]>([
    ["an unknown type", eventFrame("brandNew", bytesOf("anything"))],
    ["a type that objects have", eventFrame("constructor", bytesOf("{}"))],
    ["the other stream's type", eventFrame("chunk", bytesOf('{"bytes":"AAAA"}'))],
  ])("an event of %s is skipped", async (_, skipped) => {
    const spaced = conversationFrames().flatMap((each) => [skipped, each, skipped]);
    expect(await stream(spaced)).toEqual({ events: CONVERSATION });
    expect(await stream([concat(...spaced)])).toEqual({ events: CONVERSATION });
  });

  it.each([
    ["internalServerException", "InternalServerException"],
    ["modelStreamErrorException", "ModelStreamErrorException"],
    ["validationException", "ValidationException"],
    ["throttlingException", "ThrottlingException"],
    ["serviceUnavailableException", "ServiceUnavailableException"],
  ])("%s is thrown as %s", async (type, name) => {
    const members = { message: "No", originalStatusCode: 500, originalMessage: "why" };
    for (const wrong of [exceptionFrame(type, members), converseFrame({ [type]: members })]) {
      const { events, error } = await stream([FIRST, wrong, ...REST]);
      expect(events).toEqual(CONVERSATION.slice(0, 1));
      expect(error).toBeInstanceOf(classOf(name));
      expect(error).toMatchObject({ name, message: "No", eventsDelivered: 1 });
    }
  });

  it("an exception of a name that is not known, and an error, are service exceptions", async () => {
    const unknown = await stream([FIRST, exceptionFrame("brandNewException", { message: "No" })]);
    expect(unknown.error).toBeInstanceOf(bedrock.BedrockRuntimeServiceException);
    expect(unknown.error).toMatchObject({ name: "BrandNewException", message: "No" });
    const failed = await stream([FIRST, errorFrame("InternalFailure", "It broke")]);
    expect(failed.error).toBeInstanceOf(bedrock.BedrockRuntimeServiceException);
    expect(failed.error).toMatchObject({ name: "InternalFailure", message: "It broke" });
  });
});

describe("the end of converseStream", () => {
  const named = (type: string) =>
    converseFrame(CONVERSATION.find((event) => type in event) as ConverseEvent);
  const STOP = named("messageStop");
  const METADATA = named("metadata");

  it("may be followed by nothing, by unknown events, or come in a piece of its own", async () => {
    expect((await stream([FIRST, STOP, METADATA])).error).toBeUndefined();
    const unknown = eventFrame("brandNew", bytesOf("{}"));
    expect((await stream([FIRST, STOP, METADATA, unknown])).error).toBeUndefined();
  });

  it.each<[string, Uint8Array[]]>([
    ["after the first event", [FIRST]],
    ["in the middle", conversationFrames().slice(0, 5)],
    ["before metadata", [FIRST, STOP]],
    ["before messageStop", [FIRST, METADATA]],
    ["after an event that follows metadata", [FIRST, STOP, METADATA, FIRST]],
  ])("%s is an IncompleteStreamError, after all events", async (_, frames) => {
    const { events, error } = await stream(frames);
    expect(events).toHaveLength(frames.length);
    expect(error).toBeInstanceOf(bedrock.IncompleteStreamError);
    expect(error).toMatchObject({ code: "INCOMPLETE_STREAM", eventsDelivered: frames.length });
  });

  it.each<[string, Uint8Array[]]>([
    ["no bytes", []],
    ["nothing but unknown events", [eventFrame("brandNew", bytesOf("{}"))]],
  ])("a body of %s is an empty stream", async (_, frames) => {
    const { error } = await stream(frames);
    expect(error).toBeInstanceOf(bedrock.IncompleteStreamError);
    expect(error).toMatchObject({ code: "EMPTY_STREAM" });
  });

  it("inside of a frame is an EventStreamError", async () => {
    const bytes = concat(...conversationFrames());
    const { error } = await stream([bytes.subarray(0, bytes.length - 3)]);
    expect(error).toBeInstanceOf(bedrock.EventStreamError);
    expect(error).toMatchObject({ eventsDelivered: CONVERSATION.length - 1 });
  });
});

describe("a call of converseStream", () => {
  const begin = (response: ServerResponse, ...frames: Uint8Array[]) => {
    response.writeHead(200, { "content-type": EVENT_STREAM });
    response.flushHeaders();
    for (const frame of frames) response.write(frame);
  };

  it("is retried until its first event is here, and never after", async () => {
    let requests = 0;
    const throttled = exceptionFrame("throttlingException", { message: "Slow down" });
    const bodies = [[throttled], [], [FIRST, throttled]];
    const { client, server } = await loopback(
      (_, response) => respondStream(response, bodies[requests++]!),
      { maxAttempts: 5 },
    );
    const { stream, $metadata } = await client.call(converseStream, input);
    expect($metadata.attempts).toBe(3);
    const error = await failureOf(Array.fromAsync(stream));
    expect(error).toBeInstanceOf(bedrock.ThrottlingException);
    expect(error).toMatchObject({ retryable: true, eventsDelivered: 1 });
    expect(server.received).toHaveLength(3);
    const bodiesSent = server.received.map(({ body }) => body.toString());
    expect(new Set(bodiesSent).size).toBe(1);
  });

  it("refuses an answer that is not an event stream", async () => {
    const { client } = await loopback((_, response) =>
      respond(response, 200, "{}", { "content-type": "application/json" }),
    );
    const error = await failureOf(client.call(converseStream, input));
    expect(error).toMatchObject({ code: "NOT_AN_EVENT_STREAM" });
  });

  it("ends with the reason of its signal, before the first event and after", async () => {
    const closed: Promise<unknown>[] = [];
    const frames: Uint8Array[] = [];
    const { client } = await loopback((_, response) => {
      closed.push(once(response, "close"));
      begin(response, ...frames);
    });
    const controller = new AbortController();
    const calling = client.call(converseStream, input, { signal: controller.signal });
    const failing = failureOf(calling);
    controller.abort(new Error("left"));
    expect(await failing).toMatchObject({ message: "left" });

    frames.push(FIRST);
    const later = new AbortController();
    const { stream } = await client.call(converseStream, input, { signal: later.signal });
    const events = stream[Symbol.asyncIterator]();
    expect((await events.next()).value).toEqual(CONVERSATION[0]);
    const next = failureOf(events.next());
    later.abort(new Error("left again"));
    expect(await next).toMatchObject({ message: "left again" });
    await Promise.all(closed);
  });

  it("fails when its stream is silent for longer than idleTimeoutMs", async () => {
    const closed: Promise<unknown>[] = [];
    const { client } = await loopback(
      (_, response) => {
        closed.push(once(response, "close"));
        begin(response, FIRST);
      },
      { idleTimeoutMs: 80 },
    );
    const { stream } = await client.call(converseStream, input);
    const error = await failureOf(Array.fromAsync(stream));
    expect(error).toBeInstanceOf(bedrock.IdleTimeoutError);
    expect(error).toMatchObject({ eventsDelivered: 1 });
    await Promise.all(closed);
  });

  it("is asked for again when its headers outlast requestTimeoutMs", async () => {
    let requests = 0;
    const { client } = await loopback(
      (_, response) => {
        if (++requests === 2) return respondStream(response, conversationFrames());
        return undefined;
      },
      { maxAttempts: 3, requestTimeoutMs: 300 },
    );
    const { stream, $metadata } = await client.call(converseStream, input);
    expect($metadata.attempts).toBe(2);
    expect(await Array.fromAsync(stream)).toEqual(CONVERSATION);
  });

  it("closes its connection when the loop is left", async () => {
    const closed: Promise<unknown>[] = [];
    const { client } = await loopback((_, response) => {
      closed.push(once(response, "close"));
      begin(response, FIRST);
    });
    const { stream } = await client.call(converseStream, input);
    for await (const event of stream) {
      expect(event).toEqual(CONVERSATION[0]);
      break;
    }
    await Promise.all(closed);
  });
});
