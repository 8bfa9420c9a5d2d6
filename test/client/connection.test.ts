import { NetworkError } from "bedrock-fetch";
import { afterEach, describe, expect, it, vi } from "vitest";
import { exchange } from "../../src/client/exchange.ts";
import type { ByteSource } from "../../src/protocol/byte-source.ts";
import { failureOf } from "../helpers/loopback.ts";

const KiB = 1024;
const always = () => true;

type Controller = ReadableStreamDefaultController<Uint8Array>;

/** The bytes of an answer with this body. */
async function open(body: ReadableStream<Uint8Array>, idleTimeoutMs = 0): Promise<ByteSource> {
  const options = {
    fetch: async () => new Response(body),
    signal: undefined,
    requestTimeoutMs: undefined,
    retryTimeout: false,
    idleTimeoutMs,
    deadline: undefined,
  };
  return (await exchange("https://bedrock.example", {}, options)).source;
}

/** A body, and what it is written to by. */
function written(start: (body: Controller) => void) {
  let body!: Controller;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      body = controller;
      start(controller);
    },
  });
  return { stream, body };
}

/** The sizes of the pieces that each call takes, up to the end. */
async function taken(bytes: ByteSource): Promise<number[][]> {
  const calls: number[][] = [];
  for (;;) {
    const sizes: number[] = [];
    const more = await bytes.readUntil((piece) => sizes.push(piece.length) > 0);
    if (!more) return calls;
    calls.push(sizes);
  }
}

afterEach(() => {
  vi.useRealTimers();
});

describe("what has arrived of a body", () => {
  it("is taken in one go, up to 16 KiB", async () => {
    const { stream } = written((body) => {
      for (let i = 0; i < 40; i++) body.enqueue(new Uint8Array(KiB));
      body.close();
    });
    expect((await taken(await open(stream))).map(({ length }) => length)).toEqual([16, 16, 8]);
  });

  it("is taken piece by piece where the pieces are large", async () => {
    const { stream } = written((body) => {
      for (let i = 0; i < 3; i++) body.enqueue(new Uint8Array(64 * KiB));
      body.close();
    });
    expect(await taken(await open(stream))).toEqual([[64 * KiB], [64 * KiB], [64 * KiB]]);
  });

  it("is not waited for when it is enough already, nor lost", async () => {
    const { stream, body } = written((body) => body.enqueue(new Uint8Array(1)));
    const bytes = await open(stream);
    expect(await bytes.readUntil(always)).toBe(true);
    body.enqueue(new Uint8Array(2));
    body.close();
    expect(await taken(bytes)).toEqual([[2]]);
  });

  it("is returned although something after it is wrong, which the next call reports", async () => {
    let pulls = 0;
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (pulls++ === 0) controller.enqueue(new Uint8Array(1));
          else controller.error(new Error("reset"));
        },
      },
      { highWaterMark: 0 },
    );
    const bytes = await open(stream);
    expect(await bytes.readUntil(always)).toBe(true);
    const failure = await failureOf(bytes.readUntil(always));
    expect(failure).toBeInstanceOf(NetworkError);
    // Asked once more, it does not pass for a body that has ended.
    expect(await failureOf(bytes.readUntil(always))).toBe(failure);
  });
});

describe("a reader that pauses", () => {
  it("is not silence, although a piece is asked for ahead of it", async () => {
    vi.useFakeTimers();
    const { stream, body } = written((body) => body.enqueue(new Uint8Array(1)));
    const bytes = await open(stream, 1000);
    expect(await bytes.readUntil(always)).toBe(true);
    await vi.advanceTimersByTimeAsync(3_600_000);
    const next = bytes.readUntil(always);
    await vi.advanceTimersByTimeAsync(900);
    body.enqueue(new Uint8Array(1));
    expect(await next).toBe(true);

    const late = bytes.readUntil(always);
    const told = expect(late).rejects.toMatchObject({ code: "IDLE_TIMEOUT", bytesReceived: 2 });
    await vi.advanceTimersByTimeAsync(1100);
    await told;
  });
});
