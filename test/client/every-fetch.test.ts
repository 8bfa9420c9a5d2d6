import { Readable } from "node:stream";
import AbortControllerPolyfill, { type AbortSignal as OldSignal } from "abort-controller";
import {
  type BedrockRuntime,
  NetworkError,
  ThrottlingException,
  UnsupportedRuntimeError,
} from "bedrock-fetch";
import nodeFetch from "node-fetch";
import { describe, expect, it } from "vitest";
import {
  ANSWER,
  answerFrames,
  chunkFrame,
  exceptionFrame,
} from "../helpers/eventstream/response-frames.ts";
import { EVENT_STREAM, failureOf, loopback, respond, respondStream } from "../helpers/loopback.ts";

type Options = ConstructorParameters<typeof BedrockRuntime>[0];
type Fetch = NonNullable<Options["fetch"]>;

const input = { modelId: "m", body: "{}" };
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A response with nothing but these members, as other implementations of fetch have it. */
type Members = Partial<Record<"body" | "arrayBuffer" | "text" | "bodyUsed", unknown>>;

/** The platform's fetch, but for how its responses are read. */
const reading =
  (members: (bytes: ArrayBuffer) => Members): Fetch =>
  async (url, init) => {
    const response = await fetch(url, init);
    const { status, ok, headers, type } = response;
    const bytes = await response.arrayBuffer();
    return { status, ok, headers, type, ...members(bytes) } as unknown as Response;
  };

/** Bytes in pieces of seven, as another kind of stream. */
function* sevens(bytes: ArrayBuffer): Generator<ArrayBuffer> {
  for (let at = 0; at < bytes.byteLength; at += 7) yield bytes.slice(at, at + 7);
}

const readable: readonly [string, (bytes: ArrayBuffer) => Members][] = [
  ["null as body, and arrayBuffer()", (bytes) => ({ body: null, arrayBuffer: async () => bytes })],
  ["no body, and arrayBuffer()", (bytes) => ({ arrayBuffer: async () => bytes })],
  [
    "a body that is not a stream, and arrayBuffer()",
    (bytes) => ({ body: { _blob: 1 }, arrayBuffer: async () => bytes }),
  ],
  [
    "a Node stream as body",
    (bytes) => ({ body: Readable.from([...sevens(bytes)].map((piece) => Buffer.from(piece))) }),
  ],
  [
    "an async iterable of ArrayBuffers as body",
    (bytes) => ({ body: Readable.from(sevens(bytes)) }),
  ],
  [
    "a Web stream of ArrayBuffers",
    (bytes) => ({ body: Readable.toWeb(Readable.from(sevens(bytes))), arrayBuffer: undefined }),
  ],
  [
    "a Web stream of Buffers, views of a larger pool",
    (bytes) => ({ body: Readable.toWeb(Readable.from([Buffer.from(Buffer.from(bytes))])) }),
  ],
];

describe.each(readable)("a fetch whose responses have %s", (_, members) => {
  const options = { fetch: reading(members), maxAttempts: 3 };

  it("serves a whole answer", async () => {
    const { client, server } = await loopback((_, r) => respond(r, 200, '{"a":"ü"}'), options);
    expect((await client.invokeModel(input)).body.json()).toEqual({ a: "ü" });
    expect(server.received).toHaveLength(1);
  });

  it("serves a stream", async () => {
    const { client, server } = await loopback((_, r) => respondStream(r, answerFrames()), options);
    const { body } = await client.invokeModelWithResponseStream(input);
    const events = await Array.fromAsync(body);
    expect(events.map(({ chunk }) => JSON.parse(text(chunk.bytes)))).toEqual(ANSWER);
    expect(server.received).toHaveLength(1);
  });

  it("serves errors, before and within a stream", async () => {
    const { client } = await loopback((_, r) => respond(r, 429, '{"message":"slow down"}'), {
      ...options,
      maxAttempts: 1,
    });
    const error = await failureOf(client.invokeModel(input));
    expect(error).toBeInstanceOf(ThrottlingException);
    expect((error as Error).message).toBe("slow down");
    const frames = [
      chunkFrame(ANSWER[0]),
      exceptionFrame("throttlingException", { message: "no" }),
    ];
    const { client: streaming } = await loopback((_, r) => respondStream(r, frames), options);
    const { body } = await streaming.invokeModelWithResponseStream(input);
    const within = await failureOf(Array.fromAsync(body));
    expect(within).toMatchObject({ name: "ThrottlingException", eventsDelivered: 1 });
  });
});

describe("a fetch whose responses have text() alone", () => {
  const options = {
    fetch: reading((bytes) => ({ body: undefined, text: async () => text(new Uint8Array(bytes)) })),
    maxAttempts: 3,
  };

  it("serves a whole answer", async () => {
    const { client } = await loopback((_, r) => respond(r, 200, '{"a":"ü"}'), options);
    expect((await client.invokeModel(input)).body.json()).toEqual({ a: "ü" });
  });

  it("cannot serve a stream: one clear error, and the model is asked once", async () => {
    const { client, server } = await loopback((_, r) => respondStream(r, answerFrames()), options);
    const error = await failureOf(client.invokeModelWithResponseStream(input));
    expect(error).toBeInstanceOf(UnsupportedRuntimeError);
    expect(error).toMatchObject({ code: "UNSUPPORTED_RUNTIME", retryable: false });
    expect((error as Error).message).toMatch(/fetch.*arrayBuffer\(\)/);
    expect(server.received).toHaveLength(1);
  });
});

describe("a response that cannot be read is one clear error, and the model is asked once", () => {
  it.each<[string, (bytes: ArrayBuffer) => Members]>([
    ["with no way to read it", () => ({ body: null })],
    ["with a body of no known kind", () => ({ body: { pipe() {} } })],
    [
      "that has been read already",
      () => ({ body: new ReadableStream(), bodyUsed: true, arrayBuffer: async () => 0 }),
    ],
  ])("%s", async (_, members) => {
    for (const operation of ["invokeModel", "invokeModelWithResponseStream"] as const) {
      const { client, server } = await loopback((_, r) => respondStream(r, answerFrames()), {
        fetch: reading(members),
        maxAttempts: 3,
      });
      const error = await failureOf(client[operation](input));
      expect(error).toBeInstanceOf(UnsupportedRuntimeError);
      expect((error as Error).message).not.toMatch(/undefined|not a function/);
      expect(error).toMatchObject({ $metadata: { attempts: 1 } });
      expect(server.received).toHaveLength(1);
    }
  });

  it("by a wrapper that read the platform's own", async () => {
    const { client, server } = await loopback((_, r) => respond(r, 200, "{}"), {
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        await response.text();
        return response;
      },
      maxAttempts: 3,
    });
    const error = await failureOf(client.invokeModel(input));
    expect(error).toBeInstanceOf(UnsupportedRuntimeError);
    expect((error as Error).message).toContain("read already");
    expect(server.received).toHaveLength(1);
  });

  it("whose arrayBuffer() is not implemented", async () => {
    const { client, server } = await loopback((_, r) => respond(r, 200, "{}"), {
      fetch: reading(() => ({
        arrayBuffer: async () => {
          throw new Error("FileReader.readAsArrayBuffer is not implemented");
        },
      })),
      maxAttempts: 3,
    });
    const error = await failureOf(client.invokeModel(input));
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({
      retryable: false,
      message: expect.stringMatching("not implemented"),
    });
    expect(server.received).toHaveLength(1);
  });
});

describe("a fetch that ignores its signal", () => {
  const never = new Promise<never>(() => {});
  const silent: readonly [string, Members][] = [
    ["a Node stream", { body: new Readable({ read() {} }) }],
    [
      "an async generator",
      {
        body: (async function* () {
          yield await never;
        })(),
      },
    ],
    ["arrayBuffer()", { body: null, arrayBuffer: () => never }],
    ["text()", { body: null, text: () => never }],
  ];

  it.each(silent)("ends in its time when its body is %s that falls silent", async (_, members) => {
    const { client } = await loopback((_, r) => respond(r, 200, "{}"), {
      fetch: reading(() => members),
      idleTimeoutMs: 40,
    });
    expect(await failureOf(client.invokeModel(input))).toMatchObject({ code: "IDLE_TIMEOUT" });
  });

  it.each(silent)(
    "ends at its signal when its body is %s that falls silent",
    async (_, members) => {
      const controller = new AbortController();
      const { client } = await loopback((_, r) => respond(r, 200, "{}"), {
        fetch: reading(() => members),
        onResponse: () => setTimeout(() => controller.abort("enough"), 10),
      });
      const { signal } = controller;
      expect(await failureOf(client.invokeModel(input, { signal }))).toBe("enough");
    },
  );
});

describe("node-fetch", () => {
  const options = { fetch: nodeFetch as unknown as Fetch, maxAttempts: 3 };

  it("serves a whole answer", async () => {
    const { client, server } = await loopback((_, r) => respond(r, 200, '{"a":1}'), options);
    expect((await client.invokeModel(input)).body.json()).toEqual({ a: 1 });
    expect(server.received[0]).toMatchObject({
      method: "POST",
      body: Buffer.from("{}"),
      headers: { authorization: expect.stringMatching(/^AWS4/) },
    });
  });

  it("serves a stream, event by event, and leaves it when it is left", async () => {
    let closed!: Promise<unknown>;
    const { client } = await loopback((_, response) => {
      closed = new Promise((resolve) => response.on("close", resolve));
      response.writeHead(200, { "content-type": EVENT_STREAM });
      response.write(chunkFrame(ANSWER[0]));
    }, options);
    const { body } = await client.invokeModelWithResponseStream(input);
    for await (const { chunk } of body) {
      expect(JSON.parse(text(chunk.bytes))).toEqual(ANSWER[0]);
      break;
    }
    await closed;
    const { client: whole } = await loopback((_, r) => respondStream(r, answerFrames()), options);
    const { body: all } = await whole.invokeModelWithResponseStream(input);
    expect(await Array.fromAsync(all)).toHaveLength(ANSWER.length);
  });

  it("serves an error, a redirect that is refused, a silence and a cut", async () => {
    const failing = async (...[answer, more]: Parameters<typeof loopback>) => {
      const { client } = await loopback(answer, { ...options, maxAttempts: 1, ...more });
      return failureOf(client.invokeModel(input));
    };
    expect(await failing((_, r) => respond(r, 400, '{"message":"why"}'))).toMatchObject({
      name: "ValidationException",
      message: "why",
    });
    expect(
      await failing((_, r) => respond(r, 307, "", { location: "http://127.0.0.1:1/" })),
    ).toMatchObject({ code: "REDIRECT_REFUSED" });
    expect(
      await failing((_, r) => void r.writeHead(200).write('{"a"'), { idleTimeoutMs: 40 }),
    ).toMatchObject({ code: "IDLE_TIMEOUT", bytesReceived: 4 });
    expect(
      await failing((_, r) => {
        r.writeHead(200, { "content-length": "100" }).write('{"a"');
        setImmediate(() => r.socket!.destroy());
      }),
    ).toMatchObject({ code: "NETWORK", retryable: true });
  });

  it("ends at an abort, before and within an answer", async () => {
    for (const begins of [false, true]) {
      const controller = new AbortController();
      const { client } = await loopback((_, response) => {
        if (begins) response.writeHead(200).write('{"a"');
        setTimeout(() => controller.abort("enough"), 20);
      }, options);
      const { signal } = controller;
      expect(await failureOf(client.invokeModel(input, { signal }))).toBe("enough");
    }
  });
});

describe("an AbortSignal of older making, without reason and throwIfAborted", () => {
  const old = () => {
    const controller = new AbortControllerPolyfill();
    expect("reason" in controller.signal || "throwIfAborted" in controller.signal).toBe(false);
    return { controller, signal: controller.signal as OldSignal as AbortSignal };
  };

  it("that has aborted ends a call before it is made", async () => {
    const { client, server } = await loopback((_, r) => respond(r, 200, "{}"));
    const { controller, signal } = old();
    controller.abort();
    expect(await failureOf(client.invokeModel(input, { signal }))).toMatchObject({
      name: "AbortError",
    });
    expect(server.received).toHaveLength(0);
  });

  it("ends a call that waits for its answer, or for another attempt", async () => {
    const { controller, signal } = old();
    const { client } = await loopback(() => setTimeout(() => controller.abort(), 10));
    expect(await failureOf(client.invokeModel(input, { signal }))).toMatchObject({
      name: "AbortError",
    });
    const other = old();
    const { client: retrying } = await loopback(
      (_, r) => respond(r, 503, "", { "retry-after": "9" }),
      {
        maxAttempts: 3,
        onRetry: () => setTimeout(() => other.controller.abort(), 10),
      },
    );
    expect(await failureOf(retrying.invokeModel(input, { signal: other.signal }))).toMatchObject({
      name: "AbortError",
    });
  });

  it("ends a stream", async () => {
    const { controller, signal } = old();
    const { client } = await loopback((_, response) => {
      response.writeHead(200, { "content-type": EVENT_STREAM });
      response.write(chunkFrame(ANSWER[0]));
    });
    const { body } = await client.invokeModelWithResponseStream(input, { signal });
    const error = await failureOf(
      (async () => {
        for await (const _ of body) controller.abort();
      })(),
    );
    expect(error).toMatchObject({ name: "AbortError" });
  });

  it("that never aborts changes nothing", async () => {
    const { client } = await loopback((_, r) => respond(r, 200, "{}"));
    expect((await client.invokeModel(input, { signal: old().signal })).body.json()).toEqual({});
  });
});
