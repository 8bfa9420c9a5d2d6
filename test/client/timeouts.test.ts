import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { IdleTimeoutError, RequestTimeoutError } from "bedrock-fetch";
import { describe, expect, it } from "vitest";
import { ANSWER, answerFrames, chunkFrame } from "../helpers/eventstream/response-frames.ts";
import { EVENT_STREAM, failureOf, loopback, respond, respondStream } from "../helpers/loopback.ts";

const input = { modelId: "m" };
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Begins a stream and leaves it open. */
function begin(response: ServerResponse, ...frames: Uint8Array[]): void {
  response.writeHead(200, { "content-type": EVENT_STREAM, "x-amzn-requestid": "request-1" });
  response.flushHeaders();
  for (const frame of frames) response.write(frame);
}

describe("requestTimeoutMs", () => {
  it("ends each attempt, which is retried, and closes its connection", async () => {
    const closed: Promise<unknown>[] = [];
    const { client, server } = await loopback(
      (_, response) => void closed.push(once(response, "close")),
      { maxAttempts: 3, requestTimeoutMs: 60 },
    );
    const began = performance.now();
    const error = await failureOf(client.invokeModelWithResponseStream(input));
    const took = performance.now() - began;
    expect(error).toBeInstanceOf(RequestTimeoutError);
    expect(error).toMatchObject({
      code: "REQUEST_TIMEOUT",
      requestTimeoutMs: 60,
      retryable: true,
      $metadata: { attempts: 3 },
    });
    expect((error as Error).message).toContain("60 ms");
    const { totalRetryDelay } = (error as RequestTimeoutError).$metadata!;
    expect(took).toBeGreaterThanOrEqual(3 * 59 + totalRetryDelay);
    expect(server.received).toHaveLength(3);
    await Promise.all(closed);
  });

  it("does not ask for a whole answer again, which is being paid for", async () => {
    const { client, server } = await loopback(() => {}, { maxAttempts: 3, requestTimeoutMs: 60 });
    const error = await failureOf(client.invokeModel(input));
    expect(error).toMatchObject({ code: "REQUEST_TIMEOUT", retryable: false });
    expect(server.received).toHaveLength(1);
  });

  it("may be followed by an answer", async () => {
    let requests = 0;
    const { client } = await loopback(
      async (_, response) => {
        if (++requests === 2) await respondStream(response, answerFrames());
      },
      { maxAttempts: 3, requestTimeoutMs: 500 },
    );
    const { body, $metadata } = await client.invokeModelWithResponseStream(input);
    expect($metadata.attempts).toBe(2);
    expect(await Array.fromAsync(body)).toHaveLength(3);
  });

  it("of a call replaces the client's, and 0 turns it off", async () => {
    const { client } = await loopback(
      async (_, response) => {
        await sleep(150);
        respond(response, 200, "{}");
      },
      { requestTimeoutMs: 50 },
    );
    await expect(client.invokeModel(input)).rejects.toMatchObject({ requestTimeoutMs: 50 });
    await expect(client.invokeModel(input, { requestTimeoutMs: 30 })).rejects.toMatchObject({
      requestTimeoutMs: 30,
    });
    await client.invokeModel(input, { requestTimeoutMs: 10_000 });
    await client.invokeModel(input, { requestTimeoutMs: 0 });
  });

  it("ends with the response headers", async () => {
    const { client } = await loopback(
      async (_, response) => {
        begin(response);
        for (const frame of answerFrames()) {
          await sleep(250);
          response.write(frame);
        }
        response.end();
      },
      { requestTimeoutMs: 500 },
    );
    const { body } = await client.invokeModelWithResponseStream(input);
    expect(await Array.fromAsync(body)).toHaveLength(3);
  });
});

describe("idleTimeoutMs", () => {
  it("ends a stream that falls silent, says how long and after how much, and closes it", async () => {
    const first = chunkFrame(ANSWER[0]);
    let closed: Promise<unknown> | undefined;
    const { client, server } = await loopback(
      (_, response) => {
        closed = once(response, "close");
        begin(response, first, first.subarray(0, 10));
      },
      { maxAttempts: 3, idleTimeoutMs: 400 },
    );
    const { body } = await client.invokeModelWithResponseStream(input);
    const events = body.values();
    expect((await events.next()).done).toBe(false);
    const began = performance.now();
    const error = await failureOf(events.next());
    expect(performance.now() - began).toBeGreaterThanOrEqual(399);
    expect(error).toBeInstanceOf(IdleTimeoutError);
    expect(error).toMatchObject({
      code: "IDLE_TIMEOUT",
      idleTimeoutMs: 400,
      bytesReceived: first.length + 10,
      eventsDelivered: 1,
      retryable: true,
      $metadata: { httpStatusCode: 200, requestId: "request-1", attempts: 1 },
    });
    expect((error as Error).message).toMatch(new RegExp(`400 ms.*${first.length + 10} bytes`));
    expect(server.received).toHaveLength(1);
    await closed;
  });

  it("before the first event is retried", async () => {
    let requests = 0;
    const { client } = await loopback(
      async (_, response) => {
        if (++requests === 1) begin(response, chunkFrame(ANSWER[0]).subarray(0, 20));
        else await respondStream(response, answerFrames());
      },
      { maxAttempts: 3, idleTimeoutMs: 500 },
    );
    const { body, $metadata } = await client.invokeModelWithResponseStream(input);
    expect($metadata.attempts).toBe(2);
    expect(await Array.fromAsync(body)).toHaveLength(3);
  });

  it("holds for the body of a whole answer, which is retried", async () => {
    const { client, server } = await loopback(
      (_, response) => {
        response.writeHead(200, { "content-length": "100" });
        response.write("{");
      },
      { maxAttempts: 2, idleTimeoutMs: 60 },
    );
    const error = await failureOf(client.invokeModel(input));
    expect(error).toMatchObject({
      code: "IDLE_TIMEOUT",
      bytesReceived: 1,
      $metadata: { httpStatusCode: 200, attempts: 2 },
    });
    expect(server.received).toHaveLength(2);
  });

  it("holds for the body of an error, which is then reported by its status", async () => {
    const { client } = await loopback(
      (_, response) => {
        response.writeHead(400, { "x-amzn-errortype": "ValidationException" });
        response.write('{"message":');
      },
      { idleTimeoutMs: 60 },
    );
    await expect(client.invokeModel(input)).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("of a call replaces the client's, and 0 turns it off", async () => {
    const { client } = await loopback(
      async (_, response) => {
        begin(response, chunkFrame(ANSWER[0]));
        await sleep(200);
        response.end(chunkFrame(ANSWER[2]));
      },
      { idleTimeoutMs: 60 },
    );
    const count = async (options: object) => {
      const { body } = await client.invokeModelWithResponseStream(input, options);
      return (await Array.fromAsync(body)).length;
    };
    await expect(count({})).rejects.toMatchObject({ idleTimeoutMs: 60 });
    await expect(count({ idleTimeoutMs: 40 })).rejects.toMatchObject({ idleTimeoutMs: 40 });
    expect(await count({ idleTimeoutMs: 10_000 })).toBe(2);
    expect(await count({ idleTimeoutMs: 0 })).toBe(2);
  });

  it("is not reached by a stream that drips", async () => {
    const bytes = Buffer.concat(answerFrames());
    const { client } = await loopback(
      async (_, response) => {
        begin(response);
        for (let at = 0; at < bytes.length; at += 40) {
          await sleep(100);
          response.write(bytes.subarray(at, at + 40));
        }
        response.end();
      },
      { idleTimeoutMs: 600 },
    );
    const began = performance.now();
    const { body } = await client.invokeModelWithResponseStream(input);
    expect(await Array.fromAsync(body)).toHaveLength(3);
    expect(performance.now() - began).toBeGreaterThan(900);
  });
});

describe("a consumer that pauses is not silence", () => {
  const MANY = 4000;

  /** More than all buffers on the way hold, so that the server is stopped by the pause. */
  const sendMuch = async (response: ServerResponse) => {
    begin(response);
    const frame = chunkFrame({ type: "content_block_delta", delta: { text: "x".repeat(5000) } });
    for (let i = 0; i < MANY && !response.destroyed; i++) {
      if (!response.write(frame)) await once(response, "drain").catch(() => {});
    }
    response.end(chunkFrame(ANSWER[2]));
  };

  it("for a reader that waits longer than idleTimeoutMs between events", async () => {
    const { client } = await loopback((_, response) => sendMuch(response), { idleTimeoutMs: 200 });
    const { body } = await client.invokeModelWithResponseStream(input);
    let events = 0;
    for await (const _ of body) if (events++ % 1000 === 500) await sleep(500);
    expect(events).toBe(MANY + 1);
  });

  it("for a reader of the stream as for an iterator", async () => {
    const { client } = await loopback((_, response) => sendMuch(response), { idleTimeoutMs: 200 });
    const { body } = await client.invokeModelWithResponseStream(input);
    const reader = body.getReader();
    let events = 0;
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (events++ % 1000 === 500) await sleep(500);
    }
    expect(events).toBe(MANY + 1);
  });

  it("for one that blocks the thread while the next events arrive", async () => {
    const { client } = await loopback(
      async (_, response) => {
        begin(response, chunkFrame(ANSWER[0]));
        // On their way while the thread, which is the server's too, is blocked.
        setImmediate(() => setImmediate(() => response.write(chunkFrame(ANSWER[1]), block)));
        const block = () => {
          for (const end = performance.now() + 800; performance.now() < end; );
          response.end(chunkFrame(ANSWER[2]));
        };
      },
      { idleTimeoutMs: 200 },
    );
    const { body } = await client.invokeModelWithResponseStream(input);
    expect(await Array.fromAsync(body)).toHaveLength(3);
  });
});

describe("timeouts and a signal together", () => {
  it("end by whichever comes first", async () => {
    const { client } = await loopback(() => {}, { requestTimeoutMs: 400 });
    const late = AbortSignal.timeout(10_000);
    expect(await failureOf(client.invokeModel(input, { signal: late }))).toBeInstanceOf(
      RequestTimeoutError,
    );
    const early = AbortSignal.timeout(20);
    expect(await failureOf(client.invokeModel(input, { signal: early }))).toBe(early.reason);
  });

  it("end a silent stream by whichever comes first", async () => {
    const { client } = await loopback((_, response) => begin(response, chunkFrame(ANSWER[0])), {
      idleTimeoutMs: 400,
    });
    const read = async (signal: AbortSignal) => {
      const { body } = await client.invokeModelWithResponseStream(input, { signal });
      return Array.fromAsync(body);
    };
    expect(await failureOf(read(AbortSignal.timeout(10_000)))).toBeInstanceOf(IdleTimeoutError);
    const early = AbortSignal.timeout(60);
    expect(await failureOf(read(early))).toBe(early.reason);
  });
});
