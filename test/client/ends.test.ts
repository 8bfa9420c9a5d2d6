import { execFile } from "node:child_process";
import { getEventListeners, once } from "node:events";
import type { ServerResponse } from "node:http";
import { promisify } from "node:util";
import type { BedrockRuntime } from "bedrock-fetch";
import { describe, expect, it } from "vitest";
import { answerFrames, exceptionFrame } from "../helpers/eventstream/response-frames.ts";
import { serveHttp } from "../helpers/http-server.ts";
import { EVENT_STREAM, failureOf, loopback, respond, respondStream } from "../helpers/loopback.ts";

type Output = Awaited<ReturnType<BedrockRuntime["invokeModelWithResponseStream"]>>;
type Body = Output["body"];

const input = { modelId: "m" };
const [START, DELTA, STOP] = answerFrames() as [Uint8Array, Uint8Array, Uint8Array];

interface Open {
  readonly body: Body;
  /** The server's side of it, for more frames. */
  readonly response: ServerResponse;
  readonly controller: AbortController;
  /** The server sees the connection closed before it has ended the answer. */
  readonly closed: Promise<void>;
}

/** A stream of which two events have come and that the server leaves open. */
async function open(options: { idleTimeoutMs?: number } = {}): Promise<Open> {
  const controller = new AbortController();
  const begun = Promise.withResolvers<ServerResponse>();
  const { client } = await loopback((_, response) => {
    response.writeHead(200, { "content-type": EVENT_STREAM });
    response.write(Buffer.concat([START, DELTA]));
    begun.resolve(response);
  });
  const calling = client.invokeModelWithResponseStream(input, {
    signal: controller.signal,
    ...options,
  });
  const response = await begun.promise;
  const closed = once(response, "close").then(() => {
    expect(response.writableFinished).toBe(false);
  });
  const { body } = await calling;
  return { body, response, controller, closed };
}

const thrown = new Error("thrown by the caller");

/** Each way to leave a stream before its end; what it returns is thrown by it. */
const ends: readonly [string, (opened: Open) => unknown][] = [
  [
    "break",
    async ({ body }) => {
      for await (const _ of body) break;
    },
  ],
  [
    "an error thrown in the loop",
    async ({ body }) => {
      const looping = (async () => {
        for await (const _ of body) throw thrown;
      })();
      expect(await failureOf(looping)).toBe(thrown);
    },
  ],
  [
    "return() of the iterator",
    async ({ body }) => {
      const events = body.values();
      await events.next();
      await events.return!();
      expect(await events.next()).toEqual({ done: true, value: undefined });
    },
  ],
  ["return() before the first event is taken", ({ body }) => body.values().return!()],
  [
    "return() while an event is awaited",
    async ({ body }) => {
      const events = body.values();
      await events.next();
      await events.next();
      const pending = events.next();
      await events.return!();
      expect(await pending).toEqual({ done: true, value: undefined });
    },
  ],
  ["cancel()", ({ body }) => body.cancel()],
  [
    "cancel() of a reader",
    async ({ body }) => {
      const reader = body.getReader();
      await reader.read();
      await reader.read();
      const pending = reader.read();
      await reader.cancel("enough");
      expect(await pending).toEqual({ done: true, value: undefined });
      reader.releaseLock();
    },
  ],
  [
    "cancel() of both branches of a tee",
    async ({ body }) => {
      const [left, right] = body.tee();
      await Promise.all([left.cancel(), right.cancel()]);
    },
  ],
  [
    "a pipe whose other end fails",
    async ({ body }) => {
      const sink = new WritableStream({
        write() {
          throw thrown;
        },
      });
      expect(await failureOf(body.pipeTo(sink))).toBe(thrown);
    },
  ],
  [
    "a using block",
    ({ body }) => {
      using used = body;
      expect(used).toBe(body);
    },
  ],
  [
    "an await using block, after an event",
    async ({ body }) => {
      await using used = body;
      for await (const _ of used.values({ preventCancel: true })) break;
    },
  ],
  [
    "a using block around a pending read",
    async ({ body }) => {
      const reader = body.getReader();
      await reader.read();
      await reader.read();
      const pending = reader.read();
      body[Symbol.dispose]();
      expect(await pending).toEqual({ done: true, value: undefined });
      reader.releaseLock();
    },
  ],
  [
    "disposal of the iterator",
    async ({ body }) => {
      await using events = body.values();
      await events.next();
    },
  ],
  [
    "an abort while an event is awaited",
    async ({ body, controller }) => {
      const events = body.values();
      await events.next();
      await events.next();
      const pending = failureOf(events.next());
      controller.abort(thrown);
      expect(await pending).toBe(thrown);
    },
  ],
  [
    "an abort while nothing is awaited",
    async ({ body, controller }) => {
      const events = body.values();
      await events.next();
      controller.abort(thrown);
      // What had been decoded before may still come, nothing else.
      const more = await events.next().catch((error: unknown) => error);
      if (more !== thrown) expect(await failureOf(events.next())).toBe(thrown);
      expect(await events.next()).toEqual({ done: true, value: undefined });
    },
  ],
  [
    "an abort before the first event is taken",
    async ({ body, controller }) => {
      controller.abort(thrown);
      const taken: unknown[] = [];
      const looping = (async () => {
        for await (const event of body) taken.push(event);
      })();
      expect(await failureOf(looping)).toBe(thrown);
      expect(taken.length).toBeLessThanOrEqual(2);
    },
  ],
  [
    "an abort under a reader",
    async ({ body, controller }) => {
      const reader = body.getReader();
      await reader.read();
      await reader.read();
      const pending = failureOf(reader.read());
      controller.abort(thrown);
      expect(await pending).toBe(thrown);
      expect(await failureOf(reader.closed)).toBe(thrown);
      reader.releaseLock();
    },
  ],
  [
    "an exception in the stream",
    async ({ body, response }) => {
      response.write(exceptionFrame("modelStreamErrorException", { message: "no" }));
      expect(await failureOf(Array.fromAsync(body))).toMatchObject({ eventsDelivered: 2 });
    },
  ],
  [
    "a corrupt frame",
    async ({ body, response }) => {
      const corrupt = Buffer.from(DELTA);
      corrupt[50]! ^= 1;
      response.write(corrupt);
      expect(await failureOf(Array.fromAsync(body))).toMatchObject({
        code: "MESSAGE_CHECKSUM",
        eventsDelivered: 2,
      });
    },
  ],
  [
    "a frame that declares 4 GiB",
    async ({ body, response }) => {
      response.write(Buffer.from("ffffffff000000005b1f8a97", "hex"));
      expect(await failureOf(Array.fromAsync(body))).toMatchObject({ eventsDelivered: 2 });
    },
  ],
];

describe("a stream that is left closes its connection at once", () => {
  it.each(ends)("%s", async (name, leave) => {
    const opened = await open();
    const { body, controller, closed } = opened;
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
    await leave(opened);
    await closed;
    // A stream that was split stays locked for good: its branches read from it.
    expect(body.locked).toBe(name.includes("tee"));
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  it("silence", async () => {
    const { body, controller, closed } = await open({ idleTimeoutMs: 400 });
    expect(await failureOf(Array.fromAsync(body))).toMatchObject({
      code: "IDLE_TIMEOUT",
      eventsDelivered: 2,
    });
    await closed;
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  it.each<[string, Parameters<typeof loopback>[0]]>([
    [
      "an error before the stream, of which much is still to come",
      (_, response) => {
        response.writeHead(400, { "x-amzn-errortype": "ValidationException" });
        response.write("x".repeat(200_000));
      },
    ],
    [
      "a redirect",
      (_, response) => {
        response.writeHead(307, { location: "http://127.0.0.1:9/" });
        response.write("moved");
      },
    ],
    [
      "a page in place of a stream",
      (_, response) => {
        response.writeHead(200, { "content-type": "text/html" });
        response.write("<p>".repeat(2000));
      },
    ],
    [
      "a stream that begins with an exception",
      (_, response) => {
        response.writeHead(200, { "content-type": EVENT_STREAM });
        response.write(exceptionFrame("validationException", { message: "no" }));
      },
    ],
  ])("%s", async (_, answer) => {
    let closed: Promise<unknown> | undefined;
    const { client } = await loopback((request, response) => {
      closed = once(response, "close");
      return answer(request, response);
    });
    const { signal } = new AbortController();
    await failureOf(client.invokeModelWithResponseStream(input, { signal }));
    await closed;
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("and a stream that was left yields nothing more", async () => {
    const { body } = await open();
    for await (const _ of body) break;
    expect(await Array.fromAsync(body)).toEqual([]);
    expect(await body.getReader().read()).toEqual({ done: true, value: undefined });
  });
});

describe("an abort after the whole answer has come", () => {
  it("but before it was read still ends the call", async () => {
    const controller = new AbortController();
    const { client } = await loopback((_, response) =>
      respondStream(response, [Buffer.concat(answerFrames())]),
    );
    const { body } = await client.invokeModelWithResponseStream(input, {
      signal: controller.signal,
    });
    const events = body.values();
    await events.next();
    // Long enough for the end of the body to be here too.
    await new Promise((resolve) => setTimeout(resolve, 30));
    controller.abort(thrown);
    const error = await failureOf(Array.fromAsync(events));
    expect(error).toBe(thrown);
  });

  it("and been read changes nothing", async () => {
    const controller = new AbortController();
    const { client } = await loopback((_, response) => respondStream(response, answerFrames()));
    const { body } = await client.invokeModelWithResponseStream(input, {
      signal: controller.signal,
    });
    expect(await Array.fromAsync(body)).toHaveLength(3);
    controller.abort(thrown);
    expect(await Array.fromAsync(body)).toEqual([]);
  });
});

describe("a signal that lives long", () => {
  it("keeps no listener of any call", async () => {
    const { signal } = new AbortController();
    const answers: Record<string, Parameters<typeof loopback>[0]> = {
      json: (_, response) => respond(response, 200, "{}"),
      nothing: (_, response) => respond(response, 204, ""),
      error: (_, response) => respond(response, 400, "{}"),
      retried: (_, response) => respond(response, 503, "{}", { "x-amz-retry-after": "0" }),
      redirect: (_, response) => respond(response, 302, "", { location: "/" }),
      reset: (_, response) => void response.socket!.resetAndDestroy(),
      stream: (_, response) => respondStream(response, answerFrames()),
      cut: (_, response) => respondStream(response, [START]),
      silent: () => {},
    };
    const { client } = await loopback(
      (request, response) => answers[request.target.split("/")[2]!]!(request, response),
      { maxAttempts: 3, requestTimeoutMs: 200 },
    );
    for (const modelId of Object.keys(answers)) {
      await client.invokeModel({ modelId }, { signal }).catch(() => {});
      expect(getEventListeners(signal, "abort"), modelId).toHaveLength(0);
      await client
        .invokeModelWithResponseStream({ modelId }, { signal })
        .then(({ body }) => Array.fromAsync(body))
        .catch(() => {});
      expect(getEventListeners(signal, "abort"), modelId).toHaveLength(0);
    }
  });

  it("keeps no listener of a fetch that never settles and ignores it", async () => {
    const controller = new AbortController();
    const { client } = await loopback(() => {}, { fetch: () => new Promise(() => {}) });
    const calls = [
      failureOf(client.invokeModel(input, { signal: controller.signal, requestTimeoutMs: 30 })),
      failureOf(client.invokeModel(input, { signal: controller.signal })),
    ];
    expect(await calls[0]).toMatchObject({ code: "REQUEST_TIMEOUT" });
    controller.abort(thrown);
    expect(await calls[1]).toBe(thrown);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });
});

describe("a fetch that ignores its signal", () => {
  it("and answers later has its answer dropped", async () => {
    const closed = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<ServerResponse>();
    const { client } = await loopback(
      (_, response) => {
        response.on("close", () => closed.resolve());
        begun.resolve(response);
      },
      { fetch: (url, { signal: _, ...init } = {}) => fetch(url, init) },
    );
    const error = await failureOf(client.invokeModel(input, { requestTimeoutMs: 40 }));
    expect(error).toMatchObject({ code: "REQUEST_TIMEOUT" });
    const response = await begun.promise;
    response.writeHead(200);
    response.write("late");
    await closed.promise;
    expect(response.writableFinished).toBe(false);
  });

  it("is left in the middle of a stream", async () => {
    const closed = Promise.withResolvers<void>();
    const controller = new AbortController();
    const { client } = await loopback(
      (_, response) => {
        response.on("close", () => closed.resolve());
        response.writeHead(200, { "content-type": EVENT_STREAM });
        response.write(START);
      },
      { fetch: (url, { signal: _, ...init } = {}) => fetch(url, init) },
    );
    const { body } = await client.invokeModelWithResponseStream(input, {
      signal: controller.signal,
    });
    const events = body.values();
    await events.next();
    const pending = failureOf(events.next());
    controller.abort(thrown);
    expect(await pending).toBe(thrown);
    await closed.promise;
  });
});

describe("a process", () => {
  it("ends by itself when its streams have, and meets no unhandled rejection", async () => {
    const server = await serveHttp((request, response) => {
      response.writeHead(200, { "content-type": EVENT_STREAM });
      const whole = request.target.includes("whole");
      response.write(Buffer.concat(whole ? [START, DELTA, STOP] : [START, DELTA]));
      if (whole) response.end();
      if (request.target.includes("corrupt")) response.write(Buffer.alloc(100, 7));
    });
    try {
      // Its idle timeout is five minutes: a timer that was left would keep it that long.
      const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        [
          "--disable-warning=ExperimentalWarning",
          new URL("leftovers.ts", import.meta.url).pathname,
          server.origin,
        ],
        { timeout: 15_000 },
      );
      expect(stderr).toBe("");
      expect(JSON.parse(stdout)).toEqual({ ends: 9, timers: 0, unhandled: 0 });
    } finally {
      await server.close();
    }
  });
});
