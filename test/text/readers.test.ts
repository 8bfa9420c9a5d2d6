import {
  type AnswerBody,
  type AnswerChunk,
  AnswerDocumentStream,
  AnswerEventStream,
  AnswerTextStream,
  collect,
  DocumentError,
  documents,
  events,
  textOf,
  textStream,
  toServerSentEvents,
  toTextStream,
} from "bedrock-fetch/text";
import { describe, expect, it } from "vitest";
import { all, bodyOf, encode, iterableOf, streamOf } from "./bodies.ts";

const hello = [
  { generation: "Hel" },
  { generation: "lo" },
  { generation: ".", stop_reason: "stop" },
];

/** A body without end, that counts how often it was asked and remembers why it was canceled. */
function watched() {
  const seen: { pulls: number; canceled: unknown[] } = { pulls: 0, canceled: [] };
  const [bytes] = encode([{ generation: "la " }]);
  const body = new ReadableStream<AnswerChunk>(
    {
      pull(controller) {
        seen.pulls++;
        controller.enqueue({ chunk: { bytes } });
      },
      cancel: (reason) => void seen.canceled.push(reason),
    },
    { highWaterMark: 0 },
  );
  return { seen, body };
}

/** A body that yields nothing until it is canceled. */
function silent() {
  let tell: (reason: unknown) => void;
  const canceled = new Promise<unknown>((resolve) => {
    tell = resolve;
  });
  return { canceled, body: new ReadableStream<AnswerChunk>({ cancel: (reason) => tell(reason) }) };
}

const readings: [string, (body: AnswerBody) => AsyncIterable<unknown>][] = [
  ["textStream", textStream],
  ["documents", documents],
  ["events", events],
];

describe.each(readings)("%s", (_, read) => {
  it("leaving the loop cancels the body", async () => {
    const { seen, body } = watched();
    for await (const _ of read(body)) break;
    expect(seen).toEqual({ pulls: 1, canceled: [undefined] });
  });

  it("leaving the loop ends the iteration of an iterable", async () => {
    let left = false;
    async function* body(): AsyncGenerator<AnswerChunk> {
      try {
        yield* iterableOf(encode(hello));
      } finally {
        left = true;
      }
    }
    for await (const _ of read(body())) break;
    expect(left).toBe(true);
  });

  it("an error of the body is thrown as it is, after what came before", async () => {
    const error = new Error("reset");
    async function* broken(): AsyncGenerator<AnswerChunk> {
      yield* iterableOf(encode([hello[0]]));
      throw error;
    }
    const erroring = new ReadableStream<AnswerChunk>({ start: (it) => it.error(error) });
    let count = 0;
    const count1 = async (body: AnswerBody) => {
      for await (const _ of read(body)) count++;
    };
    await expect(count1(broken())).rejects.toBe(error);
    expect(count).toBe(1);
    await expect(count1(erroring)).rejects.toBe(error);
  });

  it("works where streams cannot be iterated, as in WebKit", async () => {
    const body = bodyOf(...hello);
    Object.defineProperty(body, Symbol.asyncIterator, { value: undefined });
    expect((await all(read(body))).length).toBeGreaterThanOrEqual(3);
  });

  it("bytes that are not JSON cancel the body and name the document", async () => {
    const { seen, body } = watched();
    const chunks = [...encode([{ generation: "a" }, { generation: "b" }]), new Uint8Array([0x7b])];
    const rest = chunks.values();
    const broken = body.pipeThrough(
      new TransformStream<AnswerChunk, AnswerChunk>({
        transform: (_, controller) => controller.enqueue({ chunk: { bytes: rest.next().value } }),
      }),
    );
    const error = await all(read(broken)).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(DocumentError);
    expect(error).toMatchObject({
      code: "NOT_JSON",
      documentsRead: 2,
      message: "Document 3 of the answer is not JSON (1 bytes): read the bytes yourself.",
      cause: expect.any(SyntaxError),
    });
    expect(seen.canceled).toHaveLength(1);
  });
});

describe.each([
  ["toTextStream", toTextStream],
  ["toServerSentEvents", toServerSentEvents],
] as const)("%s", (_, toStream) => {
  it("asks for nothing before it is asked, and for one document at a time", async () => {
    const { seen, body } = watched();
    const reader = toStream(body).getReader();
    expect(seen.pulls).toBe(0);
    await reader.read();
    expect(seen.pulls).toBe(1);
    await reader.read();
    expect(seen.pulls).toBe(2);
  });

  it("canceling it cancels the body, with the reason", async () => {
    const { seen, body } = watched();
    const reader = toStream(body).getReader();
    await reader.read();
    await reader.cancel("gone");
    expect(seen.canceled).toEqual(["gone"]);
  });

  it("canceling it cancels a body that is silent", async () => {
    const { canceled, body } = silent();
    const reader = toStream(body).getReader();
    const waiting = reader.read();
    await reader.cancel("gone");
    expect(await canceled).toBe("gone");
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});

describe("an answer that cannot be read", () => {
  it("makes toTextStream fail as the body fails, and is let go if it is not JSON", async () => {
    const error = new Error("reset");
    const erroring = new ReadableStream<AnswerChunk>({ start: (it) => it.error(error) });
    await expect(new Response(toTextStream(erroring)).text()).rejects.toBe(error);

    let reason: unknown;
    const html = new ReadableStream<AnswerChunk>({
      start: (it) => it.enqueue({ chunk: { bytes: new TextEncoder().encode("<html>") } }),
      cancel: (why) => {
        reason = why;
      },
    });
    await expect(new Response(toTextStream(html)).text()).rejects.toMatchObject({
      code: "NOT_JSON",
    });
    expect(reason).toBeInstanceOf(DocumentError);
  });

  it("makes textOf throw for bytes that are not JSON", () => {
    const body = new TextEncoder().encode("<html>");
    expect(() => textOf({ body })).toThrow(
      expect.objectContaining({ code: "NOT_JSON", documentsRead: 0 }),
    );
  });

  it("makes collect throw instead of returning half of it", async () => {
    async function* broken(): AsyncGenerator<AnswerChunk> {
      yield* iterableOf(encode(hello));
      throw new Error("reset");
    }
    await expect(collect(broken())).rejects.toThrow("reset");
  });
});

describe("TransformStreams", () => {
  it("compose", async () => {
    const bytes = bodyOf(...hello)
      .pipeThrough(new AnswerTextStream())
      .pipeThrough(new TextEncoderStream());
    expect(await new Response(bytes).text()).toBe("Hello.");
  });

  it.each([
    ["AnswerTextStream", () => new AnswerTextStream()],
    ["AnswerDocumentStream", () => new AnswerDocumentStream()],
    ["AnswerEventStream", () => new AnswerEventStream()],
  ])("%s cancels what it is piped from, and fails on what is not JSON", async (_, create) => {
    const { canceled, body } = silent();
    await body.pipeThrough<unknown>(create()).cancel("gone");
    expect(await canceled).toBe("gone");

    const broken = streamOf([new Uint8Array([0x7b])]).pipeThrough<unknown>(create());
    await expect(all(broken)).rejects.toMatchObject({ code: "NOT_JSON" });
  });
});
