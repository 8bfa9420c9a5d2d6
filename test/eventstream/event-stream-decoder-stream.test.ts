import {
  EventStreamDecoderStream,
  EventStreamError,
  type Message,
} from "bedrock-fetch/eventstream";
import { describe, expect, it } from "vitest";
import { decode } from "../helpers/eventstream/decode.ts";
import { concat, flipped, frame, stringHeader, textFrame } from "../helpers/eventstream/frames.ts";
import { plain } from "../helpers/eventstream/plain.ts";

const text = (message: Message | undefined) => Buffer.from(message!.body).toString();

/** A source that counts its pulls and reports its cancellation. */
function source(pieces: Iterable<Uint8Array>) {
  const iterator = pieces[Symbol.iterator]();
  const seen = { pulls: 0, canceled: undefined as { reason: unknown } | undefined };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        seen.pulls++;
        const { value, done } = iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel(reason) {
        seen.canceled = { reason };
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, seen };
}

function* forEver(): Generator<Uint8Array> {
  for (let i = 0; ; i++) yield textFrame(String(i));
}

const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
};

describe("EventStreamDecoderStream", () => {
  it("yields the messages of the pure decoder, however the bytes are cut", async () => {
    const bytes = concat(textFrame("one"), frame(stringHeader("a", "b")), textFrame("three"));
    for (const size of [1, 7, 30, bytes.length]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.slice(i * size, (i + 1) * size),
      );
      const messages: unknown[] = [];
      const stream = source(pieces).stream.pipeThrough(new EventStreamDecoderStream());
      for await (const message of stream) messages.push(plain(message));
      expect(messages).toEqual(decode([bytes]).messages);
    }
  });

  it("pulls no more than it is asked for", async () => {
    const { stream, seen } = source(forEver());
    const reader = stream.pipeThrough(new EventStreamDecoderStream()).getReader();
    await turns(20);
    expect(seen.pulls).toBeLessThanOrEqual(2);
    for (let i = 0; i < 10; i++) expect(text((await reader.read()).value)).toBe(String(i));
    await turns(20);
    expect(seen.pulls).toBeLessThanOrEqual(12);
    await reader.cancel();
  });

  it("cancels its source, with the reason", async () => {
    const { stream, seen } = source(forEver());
    const reader = stream.pipeThrough(new EventStreamDecoderStream()).getReader();
    await reader.read();
    await reader.cancel("enough");
    await turns(2);
    expect(seen.canceled).toEqual({ reason: "enough" });
    expect((await reader.read()).done).toBe(true);
  });

  it("stops for an abort signal, on both sides", async () => {
    const { stream, seen } = source(forEver());
    const abort = new AbortController();
    const reader = stream
      .pipeThrough(new EventStreamDecoderStream(), { signal: abort.signal })
      .getReader();
    await reader.read();
    const reason = new Error("stop");
    abort.abort(reason);
    await expect(reader.closed).rejects.toBe(reason);
    await expect(reader.read()).rejects.toBe(reason);
    expect(seen.canceled).toEqual({ reason });
  });

  it("passes an error of its source on", async () => {
    const lost = new Error("connection lost");
    const stream = new ReadableStream<Uint8Array>({
      pull() {
        throw lost;
      },
    });
    const reader = stream.pipeThrough(new EventStreamDecoderStream()).getReader();
    await expect(reader.read()).rejects.toBe(lost);
  });

  it("fails for corrupt bytes, and cancels its source", async () => {
    const { stream, seen } = source([textFrame("good"), flipped(textFrame("bad"), 100)]);
    const reader = stream.pipeThrough(new EventStreamDecoderStream()).getReader();
    expect(text((await reader.read()).value)).toBe("good");
    const error = await reader.read().catch((error: unknown) => error);
    expect(error).toBeInstanceOf(EventStreamError);
    expect(error).toMatchObject({ code: "MESSAGE_CHECKSUM", received: { frames: 1, bytes: 39 } });
    await turns(2);
    expect(seen.canceled).toEqual({ reason: error });
  });

  it("fails for a stream that ends inside a frame", async () => {
    const { stream } = source([textFrame("good"), textFrame("bad").subarray(0, 15)]);
    const reader = stream.pipeThrough(new EventStreamDecoderStream()).getReader();
    expect(text((await reader.read()).value)).toBe("good");
    await expect(reader.read()).rejects.toMatchObject({ code: "TRUNCATED_FRAME" });
  });

  it("ends for an empty stream: whether that is an answer is for its caller to say", async () => {
    const reader = source([]).stream.pipeThrough(new EventStreamDecoderStream()).getReader();
    expect(await reader.read()).toEqual({ done: true, value: undefined });
  });

  it("takes pieces without bytes", async () => {
    const nothing = new Uint8Array(0);
    const { stream } = source([nothing, textFrame("a"), nothing, nothing]);
    const reader = stream.pipeThrough(new EventStreamDecoderStream()).getReader();
    expect(text((await reader.read()).value)).toBe("a");
    expect((await reader.read()).done).toBe(true);
  });
});
