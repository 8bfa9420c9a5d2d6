import { NetworkError } from "bedrock-fetch";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Connection } from "../../src/client/connection.ts";

const KiB = 1024;
const always = () => true;

type Controller = ReadableStreamDefaultController<Uint8Array>;

/** A connection whose answer has the body that `start` makes. */
async function open(start: (body: Controller) => void, idleTimeoutMs = 0): Promise<Connection> {
  const body = new ReadableStream<Uint8Array>({ start });
  const connection = new Connection("https://bedrock.example", {
    fetch: async () => new Response(body),
    signal: undefined,
    requestTimeoutMs: undefined,
    idleTimeoutMs,
  });
  await connection.open({});
  return connection;
}

/** The sizes of the pieces that each call takes, up to the end. */
async function taken(connection: Connection): Promise<number[][]> {
  const calls: number[][] = [];
  for (;;) {
    const sizes: number[] = [];
    const more = await connection.readUntil((piece) => sizes.push(piece.length) > 0);
    if (!more) return calls;
    calls.push(sizes);
  }
}

afterEach(() => {
  vi.useRealTimers();
});

describe("what has come of a body", () => {
  it("is taken in one go, up to 16 KiB", async () => {
    const connection = await open((body) => {
      for (let i = 0; i < 40; i++) body.enqueue(new Uint8Array(KiB));
      body.close();
    });
    expect((await taken(connection)).map(({ length }) => length)).toEqual([16, 16, 8]);
  });

  it("is taken piece by piece where the pieces are large", async () => {
    const connection = await open((body) => {
      for (let i = 0; i < 3; i++) body.enqueue(new Uint8Array(64 * KiB));
      body.close();
    });
    expect(await taken(connection)).toEqual([[64 * KiB], [64 * KiB], [64 * KiB]]);
  });

  it("is not waited for when it is enough already, nor lost", async () => {
    let body!: Controller;
    const connection = await open((controller) => {
      body = controller;
      body.enqueue(new Uint8Array(1));
    });
    expect(await connection.readUntil(always)).toBe(true);
    body.enqueue(new Uint8Array(2));
    body.close();
    expect(await taken(connection)).toEqual([[2]]);
  });

  it("counts although something is wrong behind it, which the next call tells", async () => {
    let pulls = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (pulls++ === 0) controller.enqueue(new Uint8Array(1));
          else controller.error(new Error("reset"));
        },
      },
      { highWaterMark: 0 },
    );
    const connection = new Connection("https://bedrock.example", {
      fetch: async () => new Response(body),
      signal: undefined,
      requestTimeoutMs: undefined,
      idleTimeoutMs: 0,
    });
    await connection.open({});
    expect(await connection.readUntil(always)).toBe(true);
    await expect(connection.readUntil(always)).rejects.toThrow(NetworkError);
  });
});

describe("a reader that pauses", () => {
  it("is not silence, although a piece is asked for ahead of it", async () => {
    vi.useFakeTimers();
    let body!: Controller;
    const connection = await open((controller) => {
      body = controller;
      body.enqueue(new Uint8Array(1));
    }, 1000);
    expect(await connection.readUntil(always)).toBe(true);
    await vi.advanceTimersByTimeAsync(3_600_000);
    const next = connection.readUntil(always);
    await vi.advanceTimersByTimeAsync(900);
    body.enqueue(new Uint8Array(1));
    expect(await next).toBe(true);

    const late = connection.readUntil(always);
    const told = expect(late).rejects.toMatchObject({ code: "IDLE_TIMEOUT", bytesReceived: 2 });
    await vi.advanceTimersByTimeAsync(1100);
    await told;
  });
});
