import { type AnswerChunk, collect, DocumentError, events } from "bedrock-fetch/text";
import { describe, expect, it } from "vitest";
import { all, bodyOf, encode, iterableOf } from "../bodies.ts";

const answer = [
  { generation: "Hel" },
  { generation: "lo" },
  { generation: ".", stop_reason: "stop", generation_token_count: 3 },
];

async function* failing(error: unknown): AsyncGenerator<AnswerChunk> {
  yield* iterableOf(encode([answer[0]]));
  throw error;
}

describe("a reading's answer", () => {
  it("is what collect returns, after the loop", async () => {
    const reading = events(bodyOf(...answer));
    expect(await all(reading)).toHaveLength(5);
    expect(await reading.answer).toEqual(await collect(bodyOf(...answer)));
    expect(await reading.answer).toMatchObject({ text: "Hello.", usage: { outputTokens: 3 } });
  });

  it("drives the stream without a loop", async () => {
    expect(await events(bodyOf(...answer)).answer).toMatchObject({ text: "Hello." });
  });

  it("leaves every event to a loop: before it, beside it and after it", async () => {
    const expected = await all(events(bodyOf(...answer)));
    const beside = events(bodyOf(...answer));
    const [found, { text }] = await Promise.all([all(beside), beside.answer]);
    expect(found).toEqual(expected);
    expect(text).toBe("Hello.");

    const after = events(bodyOf(...answer));
    await after.answer;
    expect(await all(after)).toEqual(expected);
  });

  it("is of any number of events of one document", async () => {
    const content = Array.from({ length: 150_000 }, () => ({ type: "text", text: "a" }));
    const reading = events(bodyOf({ type: "message", content }));
    expect((await reading.answer).text).toHaveLength(content.length);
    expect(await all(reading)).toHaveLength(content.length);
  });

  it("can be awaited within the loop", async () => {
    const reading = events(bodyOf(...answer));
    const texts: string[] = [];
    for await (const event of reading) {
      texts.push((await reading.answer).text);
      if (event.type === "stop") break;
    }
    expect(texts).toEqual(["Hello.", "Hello.", "Hello.", "Hello."]);
  });

  it("rejects as the loop does, and is never an unhandled rejection", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on("unhandledRejection", note);
    const error = new Error("reset");
    const reading = events(failing(error));
    void reading.answer;
    await expect(all(reading)).rejects.toBe(error);
    const unasked = events(failing(error));
    await expect(all(unasked)).rejects.toBe(error);
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
    await expect(reading.answer).rejects.toBe(error);
    await expect(unasked.answer).rejects.toBe(error);
  });

  it("rejects after a loop that was left, which cancels the body", async () => {
    let canceled = false;
    const [bytes] = encode([answer[0]]);
    const reading = events(
      new ReadableStream<AnswerChunk>({
        pull: (controller) => controller.enqueue({ chunk: { bytes } }),
        cancel: () => {
          canceled = true;
        },
      }),
    );
    for await (const _ of reading) break;
    expect(canceled).toBe(true);
    const error = await reading.answer.catch((error: unknown) => error);
    expect(error).toBeInstanceOf(DocumentError);
    expect(error).toMatchObject({ code: "NOT_READ", documentsRead: 1 });
  });

  it("counts the documents, and not the end, after a loop that was left at the end", async () => {
    const reading = events(bodyOf({ choices: [{ delta: { content: "<thi" } }] }));
    for await (const event of reading) if (event.type === "text") break;
    await expect(reading.answer).rejects.toMatchObject({ code: "NOT_READ", documentsRead: 1 });
  });

  it("reads only as fast as the loop, if nobody asks for it", async () => {
    let pulls = 0;
    const [bytes] = encode([answer[0]]);
    const reading = events(
      new ReadableStream<AnswerChunk>(
        {
          pull(controller) {
            pulls++;
            controller.enqueue({ chunk: { bytes } });
          },
        },
        { highWaterMark: 0 },
      ),
    );
    await reading.next();
    await reading.next();
    expect(pulls).toBe(2);
    await reading.return();
  });
});
