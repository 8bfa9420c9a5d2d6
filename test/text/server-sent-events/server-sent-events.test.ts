import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import Anthropic from "@anthropic-ai/sdk";
import { type AnswerBody, type AnswerChunk, toServerSentEvents } from "bedrock-fetch/text";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { recordedStreams } from "../../helpers/recordings.ts";
import { haveShared } from "../../helpers/shared.ts";
import { all, bodyOf, encode, iterableOf, parse, streamOf, textOfBytes } from "../bodies.ts";

/** The messages of a stream, by https://html.spec.whatwg.org/multipage/server-sent-events.html. */
const messagesIn = (stream: string): { event: string | undefined; data: unknown }[] =>
  stream
    .split("\n\n")
    .map((block) => block.split("\n").filter((line) => line !== "" && !line.startsWith(":")))
    .filter((lines) => lines.length > 0)
    .map((lines) => {
      const field = (name: string) =>
        lines
          .filter((line) => line.startsWith(`${name}: `))
          .map((line) => line.slice(name.length + 2))
          .join("\n");
      expect(lines.map((line) => line.replace(/: .*/s, ""))).toEqual(["event", "data"]);
      return { event: field("event"), data: JSON.parse(field("data")) };
    });

const sent = async (body: AnswerBody) => messagesIn(await textOfBytes(toServerSentEvents(body)));

/** Some documents, and then an error. */
async function* failing(documents: unknown[], error: unknown): AsyncGenerator<AnswerChunk> {
  yield* iterableOf(encode(documents));
  throw error;
}

const throttled = Object.assign(new Error("Too many tokens, wait a while."), {
  name: "ThrottlingException",
  $fault: "client",
});

describe("form", () => {
  it("Claude's documents as they are, under their type", async () => {
    const documents = [
      { type: "ping" },
      {
        type: "content_block_delta",
        index: 0,
        delta: { type: "text_delta", text: "a\nb\r\u2028" },
      },
      { type: "message_stop", "amazon-bedrock-invocationMetrics": { inputTokenCount: 1 } },
    ];
    expect(await sent(bodyOf(...documents))).toEqual(
      documents.map((data) => ({ event: data.type, data })),
    );
  });

  it("other families' documents as events", async () => {
    const body = bodyOf(
      { generation: "Hi\n", stop_reason: "stop" },
      { embedding: [1] },
      { type: "no event\nname" },
    );
    expect(await sent(body)).toEqual([
      { event: "text", data: { type: "text", text: "Hi\n", choice: 0 } },
      { event: "stop", data: { type: "stop", reason: "stop", choice: 0 } },
      { event: "other", data: { type: "other", document: { embedding: [1] } } },
      { event: "other", data: { type: "other", document: { type: "no event\nname" } } },
    ]);
  });

  it("half a character is not a broken character", async () => {
    const bytes = await textOfBytes(
      toServerSentEvents(bodyOf({ generation: "\ud83d" }, { generation: "\ude00" })),
    );
    expect(bytes).not.toContain("\ufffd");
    const messages = await sent(bodyOf({ generation: "\ud83d" }, { generation: "\ude00" }));
    const text = messages.map(({ data }) => (data as { text: string }).text).join("");
    expect(text).toBe("\u{1f600}");
  });
});

describe("a body that fails", () => {
  const texts = [{ generation: "Hi" }];

  it("with an exception of the service: an event of its name and message, then the end", async () => {
    expect(await sent(failing(texts, throttled))).toEqual([
      { event: "text", data: { type: "text", text: "Hi", choice: 0 } },
      {
        event: "error",
        data: {
          type: "error",
          error: { type: "ThrottlingException", message: "Too many tokens, wait a while." },
        },
      },
    ]);
  });

  it("with a coded error: its code and message", async () => {
    const error = Object.assign(new Error("Nothing came for 300000 ms."), { code: "IDLE_TIMEOUT" });
    expect((await sent(failing([], error)))[0]).toMatchObject({
      event: "error",
      data: { error: { type: "Error", code: "IDLE_TIMEOUT", message: error.message } },
    });
  });

  it("with a document that is not JSON, which lets go of the body", async () => {
    let canceled = false;
    const body = new ReadableStream<AnswerChunk>({
      start: (it) => it.enqueue({ chunk: { bytes: new TextEncoder().encode("<html>") } }),
      cancel: () => {
        canceled = true;
      },
    });
    expect((await sent(body))[0]).toMatchObject({ data: { error: { code: "NOT_JSON" } } });
    expect(canceled).toBe(true);
  });

  it.each([
    ["some error", new TypeError("fetch of https://u:hunter2@host failed"), "TypeError"],
    ["a string", "hunter2", "Error"],
    ["nothing", undefined, "Error"],
    ["odd members", { name: 1, code: 2, message: "hunter2" }, "Error"],
  ])("with %s: its message is not sent", async (_, error, type) => {
    const message = "The answer broke off.";
    expect(await sent(failing([], error))).toEqual([
      { event: "error", data: { type: "error", error: { type, message } } },
    ]);
  });
});

describe("a guardrail's trace", () => {
  const trace = { guardrail: { inputAssessment: { words: ["denied"] } } };
  const documents = [
    {
      type: "message_stop",
      "amazon-bedrock-trace": trace,
      "amazon-bedrock-guardrailAction": "NONE",
    },
    {
      outputText: "Sorry.",
      "amazon-bedrock-guardrailAction": "INTERVENED",
      "amazon-bedrock-trace": trace,
    },
    { "amazon-bedrock-trace": trace },
    { metadata: { usage: { inputTokens: 1 }, trace } },
    { metadata: { trace: { ...trace, promptRouter: { invokedModelId: "m" } } }, unknown: 1 },
    { output: { message: { content: [] } }, trace, stopReason: "guardrail_intervened" },
  ];

  it("is left out", async () => {
    const stream = await textOfBytes(toServerSentEvents(bodyOf(...documents)));
    expect(stream).not.toContain("denied");
    expect(messagesIn(stream)).toContainEqual({
      event: "guardrail",
      data: { type: "guardrail", action: "INTERVENED" },
    });
  });

  it("is sent if asked for", async () => {
    const stream = toServerSentEvents(bodyOf(...documents), { guardrailTrace: true });
    const messages = messagesIn(await textOfBytes(stream));
    expect(messages[0]).toEqual({ event: "message_stop", data: documents[0] });
    expect(messages).toContainEqual({
      event: "guardrail",
      data: { type: "guardrail", action: "INTERVENED", trace },
    });
  });
});

describe("options", () => {
  it.each([-1, Number.NaN, "15"])("heartbeatMs: %j is refused", (heartbeatMs) => {
    const stream = () => toServerSentEvents(bodyOf(), { heartbeatMs: heartbeatMs as number });
    expect(stream).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT", field: "heartbeatMs" }),
    );
  });

  it("reasoningTags: false passes on tags as text", async () => {
    const body = () => bodyOf({ choices: [{ text: "<think>Plan</think>Hi" }] });
    const stream = (options?: object) => textOfBytes(toServerSentEvents(body(), options));
    expect(messagesIn(await stream()).map(({ event }) => event)).toEqual(["reasoning", "text"]);
    expect(messagesIn(await stream({ reasoningTags: false }))).toHaveLength(1);
  });
});

describe("Converse's events", () => {
  it("have bytes as base64 in JSON", async () => {
    async function* stream(): AsyncGenerator<AnswerChunk> {
      const redactedContent = new Uint8Array([1, 2, 3]);
      yield { contentBlockDelta: { delta: { reasoningContent: { redactedContent } } } };
    }
    expect(await sent(stream())).toEqual([
      {
        event: "other",
        data: {
          type: "other",
          document: {
            contentBlockDelta: { delta: { reasoningContent: { redactedContent: "AQID" } } },
          },
        },
      },
    ]);
  });
});

describe("heartbeat", () => {
  afterEach(() => void vi.useRealTimers());

  const decoder = new TextDecoder();

  /** A body that yields a document whenever it is told to. */
  function onDemand() {
    let controller!: ReadableStreamDefaultController<AnswerChunk>;
    const body = new ReadableStream<AnswerChunk>({
      start(it) {
        controller = it;
      },
    });
    const give = (document: unknown) =>
      controller.enqueue({ chunk: { bytes: encode([document])[0] } });
    return { body, give, close: () => controller.close() };
  }

  it("a comment in every silence of 15 s, and no timer left when nobody waits", async () => {
    vi.useFakeTimers();
    const { body, give, close } = onDemand();
    const reader = toServerSentEvents(body).getReader();
    const read = async () => decoder.decode((await reader.read()).value);
    expect(vi.getTimerCount()).toBe(0);

    for (let times = 0; times < 2; times++) {
      const waiting = read();
      await vi.advanceTimersByTimeAsync(14_999);
      await expect(Promise.race([waiting, "silent"])).resolves.toBe("silent");
      await vi.advanceTimersByTimeAsync(1);
      expect(await waiting).toBe(": heartbeat\n\n");
      expect(vi.getTimerCount()).toBe(0);
    }
    const waiting = read();
    give({ generation: "Hi" });
    expect(await waiting).toContain('"text":"Hi"');
    expect(vi.getTimerCount()).toBe(0);

    close();
    expect(await read()).toBe("");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("no timer is left when it is canceled", async () => {
    vi.useFakeTimers();
    const reader = toServerSentEvents(onDemand().body).getReader();
    const waiting = reader.read();
    await vi.advanceTimersByTimeAsync(1);
    expect(vi.getTimerCount()).toBe(1);
    await reader.cancel();
    await waiting;
    expect(vi.getTimerCount()).toBe(0);
  });

  it("as often as asked for, and never with 0", async () => {
    vi.useFakeTimers();
    const often = toServerSentEvents(onDemand().body, { heartbeatMs: 10 }).getReader();
    const waiting = often.read();
    await vi.advanceTimersByTimeAsync(10);
    expect(decoder.decode((await waiting).value)).toBe(": heartbeat\n\n");
    await often.cancel();

    const never = toServerSentEvents(onDemand().body, { heartbeatMs: 0 }).getReader();
    const silent = never.read();
    expect(vi.getTimerCount()).toBe(0);
    await never.cancel();
    await silent;

    const rarely = toServerSentEvents(onDemand().body, { heartbeatMs: Infinity }).getReader();
    const long = rarely.read();
    await vi.advanceTimersByTimeAsync(1_000_000);
    await expect(Promise.race([long, "silent"])).resolves.toBe("silent");
    await rarely.cancel();
  });

  it("is not an event", async () => {
    const { body, give, close } = onDemand();
    const stream = toServerSentEvents(body, { heartbeatMs: 1 });
    const reader = stream.getReader();
    expect(decoder.decode((await reader.read()).value)).toBe(": heartbeat\n\n");
    give({ type: "ping" });
    close();
    reader.releaseLock();
    const rest = Buffer.concat(await all(stream)).toString();
    expect(messagesIn(`: heartbeat\n\n${rest}`)).toEqual([
      { event: "ping", data: { type: "ping" } },
    ]);
  });
});

describe.skipIf(!haveShared)("Anthropic's SDK reads what is passed on", () => {
  const request = {
    model: "claude",
    max_tokens: 10,
    messages: [{ role: "user" as const, content: "Hello" }],
  };

  /** A server whose answer to everything is a body as server-sent events, and the SDK before it. */
  async function clientOf(body: AnswerBody): Promise<Anthropic> {
    const server: Server = createServer((_, response) => {
      response.setHeader("content-type", "text/event-stream");
      // An SDK that leaves early resets the connection.
      const events = toServerSentEvents(body) as NodeReadableStream;
      pipeline(Readable.fromWeb(events), response).catch(() => {});
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    return new Anthropic({
      apiKey: "none",
      baseURL: `http://127.0.0.1:${port}`,
      maxRetries: 0,
      logLevel: "off",
    });
  }

  const messages = recordedStreams.filter(({ documents }) =>
    JSON.stringify(parse(documents[0]!)).includes("message_start"),
  );

  it.each(messages)("$name", async ({ documents }) => {
    const client = await clientOf(streamOf(documents));
    const message = await client.messages.stream(request).finalMessage();

    const deltas = documents.map(parse) as {
      type: string;
      index: number;
      delta: { text?: string; partial_json?: string; stop_reason?: string };
      content_block: { type: string; id?: string; name?: string };
    }[];
    const expected = deltas
      .filter(({ type }) => type === "content_block_start")
      .map(({ index, content_block: { type, id, name } }) => {
        const pieces = deltas.filter(
          (it) => it.type === "content_block_delta" && it.index === index,
        );
        if (type === "text") return { type, text: pieces.map(({ delta }) => delta.text).join("") };
        const json = pieces.map(({ delta }) => delta.partial_json).join("");
        return { type, id, name, input: JSON.parse(json) };
      });
    expect(message.content).toMatchObject(expected);
    expect(message.content).toHaveLength(expected.length);
    expect(message.stop_reason).toBe(
      deltas.find(({ type }) => type === "message_delta")!.delta.stop_reason,
    );
  });

  it("an exception in the stream is an error of its", async () => {
    const [first, second, third] = messages[0]!.documents.map(parse);
    const client = await clientOf(failing([first, second, third], throttled));
    const error = await client.messages
      .stream(request)
      .finalMessage()
      .catch((error: unknown) => error);
    expect(error).toBeInstanceOf(Anthropic.APIError);
    expect(error).toMatchObject({
      type: "ThrottlingException",
      error: { error: { message: "Too many tokens, wait a while." } },
    });
  });

  it("leaving its loop cancels the body", async () => {
    const first = messages[0]!.documents.slice(0, 3).values();
    const canceled = new Promise<void>((resolve) => {
      const body = new ReadableStream<AnswerChunk>({
        pull(controller) {
          const { value: bytes } = first.next();
          if (bytes) controller.enqueue({ chunk: { bytes } });
        },
        cancel: () => resolve(),
      });
      void clientOf(body).then(async (client) => {
        for await (const _ of await client.messages.create({ ...request, stream: true })) break;
      });
    });
    await expect(canceled).resolves.toBeUndefined();
  });
});
