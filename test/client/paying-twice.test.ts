import type { BedrockRuntime, NetworkError } from "bedrock-fetch";
import { TotalTimeoutError } from "bedrock-fetch";
import { Agent, type Dispatcher } from "undici";
import { describe, expect, it } from "vitest";
import { ANSWER, answerFrames, chunkFrame } from "../helpers/eventstream/response-frames.ts";
import {
  EVENT_STREAM,
  failureOf,
  type Loopback,
  loopback,
  respond,
  respondStream,
} from "../helpers/loopback.ts";

type Options = ConstructorParameters<typeof BedrockRuntime>[0];

const input = { modelId: "m" };
const operations = ["invokeModel", "invokeModelWithResponseStream"] as const;

/** Reads an answer to its end, whole or streamed. */
async function answer(client: BedrockRuntime, operation: (typeof operations)[number]) {
  const { body } = await client[operation](input);
  return body instanceof Uint8Array ? body : Array.fromAsync(body);
}

/** Node's own fetch, with limits of its own that are short enough for a test. */
const withLimits = (limits: Agent.Options): NonNullable<Options["fetch"]> => {
  const dispatcher: Dispatcher = new Agent(limits);
  return (url, init) => fetch(url, { ...init, dispatcher } as RequestInit);
};

describe("Node's own limits", () => {
  it.each(operations)(
    "on headers: %s is not asked again, since it is being paid for",
    async (operation) => {
      const { client, server } = await loopback(() => {}, {
        fetch: withLimits({ headersTimeout: 400 }),
        maxAttempts: 3,
      });
      const error = (await failureOf(answer(client, operation))) as NetworkError;
      expect(error).toMatchObject({
        code: "NETWORK",
        retryable: false,
        $metadata: { attempts: 1 },
      });
      expect(error.cause).toMatchObject({ cause: { code: "UND_ERR_HEADERS_TIMEOUT" } });
      expect(server.received).toHaveLength(1);
    },
  );

  it.each(operations)("on silence within a body: %s is not asked again", async (operation) => {
    const { client, server } = await loopback(
      (_, response) => {
        response.writeHead(200, { "content-type": EVENT_STREAM });
        response.write("\0");
      },
      { fetch: withLimits({ bodyTimeout: 400 }), maxAttempts: 3 },
    );
    const error = (await failureOf(answer(client, operation))) as NetworkError;
    expect(error).toMatchObject({ code: "NETWORK", retryable: false, $metadata: { attempts: 1 } });
    expect(error.cause).toMatchObject({ cause: { code: "UND_ERR_BODY_TIMEOUT" } });
    expect(server.received).toHaveLength(1);
  });

  it("can be raised by a dispatcher of one's own, as the option's documentation says", async () => {
    const { client } = await loopback(
      (_, response) => setTimeout(() => respond(response, 200, "{}"), 1500),
      { fetch: withLimits({ headersTimeout: 30_000, bodyTimeout: 30_000 }) },
    );
    expect((await client.invokeModel(input)).body.json()).toEqual({});
  });

  it("on connecting: nothing has been asked yet, so it is tried again", async () => {
    let attempts = 0;
    const { client } = await loopback(() => {}, {
      fetch: async () => {
        attempts++;
        const cause = Object.assign(new Error("Connect Timeout Error"), {
          code: "UND_ERR_CONNECT_TIMEOUT",
        });
        throw new TypeError("fetch failed", { cause });
      },
      maxAttempts: 2,
    });
    expect(await failureOf(client.invokeModel(input))).toMatchObject({ retryable: true });
    expect(attempts).toBe(2);
  });
});

describe("a status of a proxy", () => {
  const requests = async (status: number, operation: (typeof operations)[number]) => {
    const { client, server } = await loopback(
      (_, response) =>
        respond(response, status, "<html>proxy</html>", { "x-amz-retry-after": "0" }),
      { maxAttempts: 2 },
    );
    const error = await failureOf(answer(client, operation));
    return { error, requests: server.received.length };
  };

  describe.each(operations)("to %s", (operation) => {
    it.each([500, 502, 503, 504, 520, 521, 522, 523, 525, 526, 527, 529])(
      "%i is transient, and asked again",
      async (status) => {
        const { error, requests: asked } = await requests(status, operation);
        expect(error).toMatchObject({
          retryable: true,
          $fault: "server",
          $metadata: { httpStatusCode: status, attempts: 2 },
        });
        expect(asked).toBe(2);
      },
    );

    it.each([501, 505, 511, 524, 528, 530, 599])("%i is not asked again", async (status) => {
      const { error, requests: asked } = await requests(status, operation);
      expect(error).toMatchObject({ retryable: false, $metadata: { httpStatusCode: status } });
      expect(asked).toBe(1);
    });
  });
});

describe("a whole answer that outlasts requestTimeoutMs", () => {
  it("is not asked for again, whatever the operation's retries are", async () => {
    const { client, server } = await loopback(() => {}, { maxAttempts: 5, requestTimeoutMs: 40 });
    const error = await failureOf(client.invokeModel(input));
    expect(error).toMatchObject({
      code: "REQUEST_TIMEOUT",
      retryable: false,
      $metadata: { attempts: 1 },
    });
    expect(server.received).toHaveLength(1);
  });

  it("is asked for again where the caller says so", async () => {
    let requests = 0;
    const { client } = await loopback(
      (_, response) => void (++requests === 2 && respond(response, 200, "{}")),
      { maxAttempts: 3, requestTimeoutMs: 200, shouldRetry: () => true },
    );
    expect((await client.invokeModel(input)).$metadata.attempts).toBe(2);
  });
});

describe("totalTimeoutMs", () => {
  const total = (answers: Parameters<typeof loopback>[0], options: Partial<Options> = {}) =>
    loopback(answers, { maxAttempts: 100, totalTimeoutMs: 250, ...options });
  const expectTotal = async ({ server }: Loopback, ask: () => Promise<unknown>) => {
    const began = performance.now();
    const error = await failureOf(ask());
    expect(performance.now() - began).toBeLessThan(2000);
    expect(error).toBeInstanceOf(TotalTimeoutError);
    expect(error).toMatchObject({ code: "TOTAL_TIMEOUT", totalTimeoutMs: 250, retryable: false });
    expect((error as Error).message).toContain("250 ms");
    return server.received.length;
  };

  it.each(operations)("ends %s that has no headers yet, once", async (operation) => {
    const made = await total(() => {});
    expect(await expectTotal(made, () => answer(made.client, operation))).toBe(1);
  });

  it.each(operations)("ends %s whose body goes on", async (operation) => {
    const made = await total((_, response) => {
      response.writeHead(200, { "content-type": EVENT_STREAM });
      const timer = setInterval(() => response.write(chunkFrame(ANSWER[0])), 20);
      response.on("close", () => clearInterval(timer));
    });
    expect(await expectTotal(made, () => answer(made.client, operation))).toBe(1);
  });

  it("ends the waiting for credentials", async () => {
    const made = await total((_, r) => respond(r, 200, "{}"), {
      credentials: () => new Promise(() => {}),
    });
    expect(await expectTotal(made, () => made.client.invokeModel(input))).toBe(0);
  });

  it("ends attempts that are slow, all together", async () => {
    const made = await total((_, response) =>
      setTimeout(() => respond(response, 503, "", { "x-amz-retry-after": "0" }), 60),
    );
    const began = performance.now();
    const error = await failureOf(made.client.invokeModel(input));
    expect(performance.now() - began).toBeLessThan(1500);
    expect(["TotalTimeoutError", "ServiceUnavailableException"]).toContain((error as Error).name);
    expect(made.server.received.length).toBeLessThan(10);
  });

  it("does not begin a wait that would outlast it: what failed is reported at once", async () => {
    const made = await total((_, response) => respond(response, 503, "", { "retry-after": "15" }));
    const began = performance.now();
    const error = await failureOf(made.client.invokeModel(input));
    expect(performance.now() - began).toBeLessThan(250);
    expect(error).toMatchObject({ name: "ServiceUnavailableException", retryAfterMs: 15_000 });
    expect(made.server.received).toHaveLength(1);
  });

  it("ends the reading of an error's body, whose status counts", async () => {
    const made = await total((_, response) => response.writeHead(400).write('{"mess'));
    const error = await failureOf(made.client.invokeModel(input));
    expect(error).toMatchObject({ name: "ValidationException" });
    expect(made.server.received).toHaveLength(1);
  });

  it("of a call replaces the client's, and 0 turns it off", async () => {
    const made = await total(
      (_, response) => setTimeout(() => respond(response, 200, "{}"), 400),
      {},
    );
    const { body } = await made.client.invokeModel(input, { totalTimeoutMs: 0 });
    expect(body.json()).toEqual({});
    const error = await failureOf(made.client.invokeModel(input, { totalTimeoutMs: 30 }));
    expect(error).toMatchObject({ totalTimeoutMs: 30 });
  });

  it("leaves nothing once an answer has been read or left", async () => {
    const { client } = await loopback((_, response) => respondStream(response, answerFrames()));
    const timers = () =>
      process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
    const before = timers();
    const options = { totalTimeoutMs: 3_600_000 };
    await Array.fromAsync((await client.invokeModelWithResponseStream(input, options)).body);
    for await (const _ of (await client.invokeModelWithResponseStream(input, options)).body) break;
    expect(timers()).toBeLessThanOrEqual(before + 1);
  });
});

describe("Retry-After", () => {
  it.each([
    ["2", 2000],
    ["20", 20_000],
    ["21", 20_000],
    ["86400", 20_000],
    ["999999999999999999999", 20_000],
  ])("of %s s is kept, up to 20 s", async (seconds, expected) => {
    const controller = new AbortController();
    const delays: number[] = [];
    const { client } = await loopback(
      (_, response) => respond(response, 503, "", { "retry-after": seconds }),
      {
        maxAttempts: 2,
        onRetry: (_, { delayMs }) => {
          delays.push(delayMs);
          controller.abort();
        },
      },
    );
    await failureOf(client.invokeModel(input, { signal: controller.signal }));
    expect(delays).toEqual([expected]);
  });
});
