import { getEventListeners } from "node:events";
import { type BedrockRuntime, NetworkError, type RetryNotice } from "bedrock-fetch";
import { afterAll, describe, expect, it } from "vitest";
import {
  ANSWER,
  answerFrames,
  chunkFrame,
  errorFrame,
  exceptionFrame,
} from "../helpers/eventstream/response-frames.ts";
import type { ReceivedRequest } from "../helpers/http-server.ts";
import * as loopbacks from "../helpers/loopback.ts";
import { failureOf, respond, respondStream } from "../helpers/loopback.ts";

type Answer = Parameters<typeof loopbacks.loopback>[0];
type Options = Parameters<typeof loopbacks.loopback>[1];
type Reply = Parameters<Answer>[1];

const refuse =
  (name: string, status: number, headers: Record<string, string> = {}) =>
  (response: Reply) =>
    respond(response, status, '{"message":"no"}', { "x-amzn-errortype": name, ...headers });
const succeed = (response: Reply) => respond(response, 200, "{}");

/** Answers each request in turn, the last of the answers again and again. */
const inTurn = (...replies: readonly ((response: Reply) => unknown)[]): Answer => {
  let count = 0;
  return (_, response) => replies[Math.min(count++, replies.length - 1)]!(response);
};

const input = { modelId: "m" };

// The tests wait a lot, so they do it side by side.
const servers: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(servers.map((close) => close())));

/** With the default number of attempts. */
const loopback = (answer: Answer, options?: Options) =>
  loopbacks.loopback(answer, { maxAttempts: undefined, ...options }, (close) => {
    servers.push(close);
  });

const bytesTogether = (...frames: Uint8Array[]) => [Buffer.concat(frames)];

describe.concurrent("what is tried again, three times in all", () => {
  it.each<[string, (response: Reply) => unknown, object]>([
    ["ThrottlingException", refuse("ThrottlingException", 429), { name: "ThrottlingException" }],
    ["a throttling name of another layer", refuse("SlowDown", 400), { name: "SlowDown" }],
    ["429 without a name", (r) => respond(r, 429, ""), { name: "ThrottlingException" }],
    [
      "InternalServerException",
      refuse("InternalServerException", 500),
      { name: "InternalServerException" },
    ],
    [
      "ServiceUnavailableException",
      refuse("ServiceUnavailableException", 503),
      { name: "ServiceUnavailableException" },
    ],
    ["502 with HTML", (r) => respond(r, 502, "<h1>Bad Gateway</h1>"), { name: "UnknownError" }],
    ["504 with HTML", (r) => respond(r, 504, "<h1>Timeout</h1>"), { name: "UnknownError" }],
    ["a reset before the answer", (r) => r.socket!.resetAndDestroy(), { code: "NETWORK" }],
    [
      "a body that breaks off",
      (r) => {
        r.writeHead(200, { "content-length": "100" });
        r.write("{", () => r.destroy());
      },
      { code: "NETWORK" },
    ],
  ])("%s", async (_, reply, expected) => {
    const { client, server } = await loopback(inTurn(reply));
    const error = await failureOf(client.invokeModel(input));
    expect(error).toMatchObject({ ...expected, retryable: true, $metadata: { attempts: 3 } });
    expect(server.received).toHaveLength(3);
  });

  it.each<[string, readonly Uint8Array[], object]>([
    ["nothing", [], { code: "EMPTY_STREAM" }],
    ["half a frame", [chunkFrame(ANSWER[0]).subarray(0, 30)], { code: "TRUNCATED_FRAME" }],
    [
      "throttling",
      [exceptionFrame("throttlingException", { message: "no" })],
      { name: "ThrottlingException" },
    ],
    [
      "an internal error",
      [exceptionFrame("internalServerException", { message: "no" })],
      { name: "InternalServerException" },
    ],
    [
      "an unavailable service",
      [exceptionFrame("serviceUnavailableException", { message: "no" })],
      { name: "ServiceUnavailableException" },
    ],
    ["an unmodeled failure", [errorFrame("InternalFailure", "no")], { name: "InternalFailure" }],
  ])("a stream that begins with %s", async (_, pieces, expected) => {
    const { client, server } = await loopback(
      inTurn((response) => respondStream(response, pieces)),
    );
    const error = await failureOf(client.invokeModelWithResponseStream(input));
    expect(error).toMatchObject({
      ...expected,
      $metadata: { httpStatusCode: 200, requestId: "request-1", attempts: 3 },
    });
    expect(error).not.toHaveProperty("eventsDelivered", expect.anything());
    expect(server.received).toHaveLength(3);
  });

  it("and an answer says how many attempts and how much waiting it took", async () => {
    const notices: RetryNotice[] = [];
    const { client, server } = await loopback(
      inTurn(
        refuse("ThrottlingException", 429),
        (r) => respond(r, 502, ""),
        (r) => respondStream(r, answerFrames()),
      ),
      { onRetry: (_, notice) => notices.push(notice) },
    );
    const { body, $metadata } = await client.invokeModelWithResponseStream(input);
    await body.cancel();
    expect(server.received).toHaveLength(3);
    expect(notices.map(({ attempts }) => attempts)).toEqual([1, 2]);
    expect($metadata).toMatchObject({
      attempts: 3,
      totalRetryDelay: notices[0]!.delayMs + notices[1]!.delayMs,
      httpStatusCode: 200,
    });
  });

  it("and each attempt is signed again, with the same body", async () => {
    const { client, server } = await loopback(inTurn((r) => respond(r, 503, "")));
    await failureOf(client.invokeModel({ modelId: "m", body: "the body" }));
    expect(server.received.map(({ body }) => body.toString())).toEqual(Array(3).fill("the body"));
  });
});

describe.concurrent("what is not tried again", () => {
  it.each([
    ["ValidationException", 400],
    ["ServiceQuotaExceededException", 400],
    ["AccessDeniedException", 403],
    ["ResourceNotFoundException", 404],
    ["ModelTimeoutException", 408],
    ["ModelErrorException", 424],
    ["ModelStreamErrorException", 424],
    ["MissingAuthenticationTokenException", 403],
    ["BrandNewException", 400],
    ["", 501],
  ])("%s %s", async (name, status) => {
    const { client, server } = await loopback(inTurn(refuse(name, status)));
    const error = await failureOf(client.invokeModel(input));
    expect(error).toMatchObject({ retryable: false, $metadata: { attempts: 1 } });
    expect(server.received).toHaveLength(1);
  });

  it.each<[string, Uint8Array]>([
    ["validationException", exceptionFrame("validationException", { message: "no" })],
    ["modelStreamErrorException", exceptionFrame("modelStreamErrorException", { message: "no" })],
    ["modelTimeoutException", exceptionFrame("modelTimeoutException", { message: "no" })],
    ["an unknown exception", exceptionFrame("brandNewException", { message: "no" })],
  ])("a stream that begins with %s", async (_, frame) => {
    const { client, server } = await loopback(
      inTurn((response) => respondStream(response, [frame])),
    );
    const error = await failureOf(client.invokeModelWithResponseStream(input));
    expect(error).toMatchObject({ retryable: false, $metadata: { attempts: 1 } });
    expect(server.received).toHaveLength(1);
  });

  it.each<[string, (first: Uint8Array) => Uint8Array[]]>([
    [
      "in pieces of its own",
      (first) => [first, exceptionFrame("throttlingException", { message: "no" })],
    ],
    [
      "in the piece of the first chunk",
      (first) => bytesTogether(first, exceptionFrame("throttlingException", { message: "no" })),
    ],
    ["as the end of the body", (first) => [first]],
    ["as half a frame", (first) => bytesTogether(first, first.subarray(0, 50))],
  ])("a failure after the first chunk, %s", async (_, pieces) => {
    const { client, server } = await loopback(
      inTurn((response) => respondStream(response, pieces(chunkFrame(ANSWER[0])))),
    );
    const { body } = await client.invokeModelWithResponseStream(input);
    const events = body.values();
    expect((await events.next()).done).toBe(false);
    const error = await failureOf(events.next());
    // The caller may: it says that it would be worth it.
    expect(error).toMatchObject({
      retryable: true,
      eventsDelivered: 1,
      $metadata: { attempts: 1 },
    });
    expect(server.received).toHaveLength(1);
  });

  it("a reset after the first chunk", async () => {
    const { client, server } = await loopback((_, response) => {
      response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" });
      response.write(chunkFrame(ANSWER[0]), () => response.socket!.resetAndDestroy());
    });
    const { body } = await client.invokeModelWithResponseStream(input);
    const events = body.values();
    await events.next();
    const error = await failureOf(events.next());
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({
      retryable: true,
      eventsDelivered: 1,
      $metadata: { attempts: 1 },
    });
    expect(server.received).toHaveLength(1);
  });

  it("input that cannot work", async () => {
    const { client, server } = await loopback(inTurn(succeed));
    const error = await failureOf(client.invokeModel({ modelId: "" }));
    expect(error).toMatchObject({ code: "INVALID_ARGUMENT" });
    expect(server.received).toHaveLength(0);
  });
});

describe.concurrent("a model that is not ready", () => {
  const notReady = refuse("ModelNotReadyException", 429, { "x-amz-retry-after": "1" });

  it("is tried up to five times", async () => {
    const { client, server } = await loopback(inTurn(notReady));
    const error = await failureOf(client.invokeModel(input));
    expect(error).toMatchObject({ name: "ModelNotReadyException", $metadata: { attempts: 5 } });
    expect(server.received).toHaveLength(5);
  });

  it("may be ready at the fifth", async () => {
    const { client } = await loopback(inTurn(notReady, notReady, notReady, notReady, succeed));
    expect((await client.invokeModel(input)).$metadata.attempts).toBe(5);
  });

  it("has the attempts of another failure once it fails otherwise", async () => {
    const { client, server } = await loopback(
      inTurn(notReady, notReady, refuse("InternalServerException", 500)),
    );
    await failureOf(client.invokeModel(input));
    expect(server.received).toHaveLength(3);
  });
});

describe.concurrent("maxAttempts", () => {
  it("of 1 turns retries off", async () => {
    for (const name of ["ThrottlingException", "ModelNotReadyException"]) {
      const { client, server } = await loopback(inTurn(refuse(name, 429)), { maxAttempts: 1 });
      const error = await failureOf(client.invokeModel(input));
      expect(error).toMatchObject({ name, $metadata: { attempts: 1, totalRetryDelay: 0 } });
      expect(server.received).toHaveLength(1);
    }
  });

  it("of 6 allows six", async () => {
    const { client, server } = await loopback(
      inTurn((r) => respond(r, 500, "")),
      { maxAttempts: 6 },
    );
    await failureOf(client.invokeModel(input));
    expect(server.received).toHaveLength(6);
  });
});

describe.concurrent("the wait that the service asks for", () => {
  const waitFor = async (headers: Record<string, string>) => {
    let delayMs: number | undefined;
    const controller = new AbortController();
    const { client } = await loopback(inTurn(refuse("ThrottlingException", 429, headers)), {
      maxAttempts: 2,
      onRetry: (_, notice) => {
        delayMs = notice.delayMs;
        controller.abort(new Error("seen"));
      },
    });
    const error = await failureOf(client.invokeModel(input, { signal: controller.signal }));
    expect(error).toBe(controller.signal.reason);
    return delayMs!;
  };

  it.each([
    ["in seconds", { "retry-after": "3" }, 3000],
    ["in ms", { "x-amz-retry-after": "2750" }, 2750],
    ["both ways: AWS's own counts", { "retry-after": "9", "x-amz-retry-after": "1500" }, 1500],
    ["that is an hour", { "retry-after": "3600" }, 20_000],
    ["that is an hour in ms", { "x-amz-retry-after": "3600000" }, 20_000],
    ["that is beyond all numbers", { "retry-after": "9".repeat(400) }, 20_000],
  ])("%s", async (_, headers, expected) => {
    expect(await waitFor(headers)).toBe(expected);
  });

  it("as a date", async () => {
    const ms = await waitFor({ "retry-after": new Date(Date.now() + 15_000).toUTCString() });
    expect(ms).toBeGreaterThan(5000);
    expect(ms).toBeLessThanOrEqual(15_000);
  });

  it.each([
    { "retry-after": "soon" },
    { "retry-after": "-5" },
    { "x-amz-retry-after": "1e9" },
    { "retry-after": "0" },
    { "retry-after": "" },
    { "retry-after": new Date(0).toUTCString() },
  ])("is the usual one for %o", async (headers) => {
    const ms = await waitFor(headers);
    expect(ms).toBeGreaterThanOrEqual(0);
    expect(ms).toBeLessThanOrEqual(500);
  });

  it("is waited", async () => {
    const { client } = await loopback(
      inTurn(refuse("ThrottlingException", 429, { "x-amz-retry-after": "700" }), succeed),
    );
    const began = performance.now();
    const { $metadata } = await client.invokeModel(input);
    expect(performance.now() - began).toBeGreaterThanOrEqual(699);
    expect($metadata.totalRetryDelay).toBe(700);
  });
});

describe.concurrent("the hooks", () => {
  it("shouldRetry is asked at each failure, and told what the client would do", async () => {
    const asked: unknown[] = [];
    const { client, server } = await loopback(
      inTurn((r) => respond(r, 500, ""), refuse("ValidationException", 400), succeed),
      {
        shouldRetry(error, failed) {
          asked.push([(error as Error).name, failed]);
          return true;
        },
      },
    );
    const { $metadata } = await client.invokeModel(input);
    expect($metadata.attempts).toBe(3);
    expect(asked).toEqual([
      ["InternalServerException", { attempts: 1, retryable: true }],
      ["ValidationException", { attempts: 2, retryable: false }],
    ]);
    expect(server.received).toHaveLength(3);
  });

  it("shouldRetry can say no", async () => {
    const { client, server } = await loopback(
      inTurn((r) => respond(r, 500, "")),
      { shouldRetry: () => false },
    );
    await failureOf(client.invokeModel(input));
    expect(server.received).toHaveLength(1);
  });

  it("shouldRetry is not asked where no attempt is left", async () => {
    let asked = 0;
    const { client } = await loopback(
      inTurn((r) => respond(r, 500, "")),
      { maxAttempts: 2, shouldRetry: () => ++asked > 0 },
    );
    await failureOf(client.invokeModel(input));
    expect(asked).toBe(1);
  });

  it("onRetry is told before each wait, with the error", async () => {
    const told: unknown[] = [];
    const { client } = await loopback(inTurn(refuse("ThrottlingException", 429)), {
      onRetry: (error, { attempts: attempt, delayMs }) =>
        told.push([(error as Error).name, attempt, delayMs]),
    });
    const error = await failureOf(client.invokeModel(input));
    expect(told).toEqual([
      ["ThrottlingException", 1, expect.any(Number)],
      ["ThrottlingException", 2, expect.any(Number)],
    ]);
    const delays = (told as [string, number, number][]).map(([, , ms]) => ms);
    expect(delays[0]).toBeLessThanOrEqual(500);
    expect(delays[1]).toBeLessThanOrEqual(1000);
    expect(error).toMatchObject({
      $metadata: { attempts: 3, totalRetryDelay: delays[0]! + delays[1]! },
    });
  });
});

describe.concurrent("an outage", () => {
  const soon = { "x-amz-retry-after": "0" };
  const callMany = (client: BedrockRuntime, count: number) =>
    Promise.all(Array.from({ length: count }, () => failureOf(client.invokeModel(input))));

  it("is not multiplied: a client makes 100 retries, then one attempt a call", async () => {
    const { client, server } = await loopback(inTurn(refuse("InternalServerException", 500, soon)));
    await callMany(client, 80);
    expect(server.received).toHaveLength(180);
    await callMany(client, 20);
    expect(server.received).toHaveLength(200);
  });

  it("that is over lets retries through again", async () => {
    let down = true;
    const { client, server } = await loopback((_, response) => {
      if (down) respond(response, 500, "", soon);
      else succeed(response);
    });
    await callMany(client, 80);
    const during = server.received.length;
    down = false;
    for (let i = 0; i < 5; i++) await client.invokeModel(input);
    down = true;
    await callMany(client, 1);
    expect(server.received.length - during).toBe(5 + 2);
  });

  it("is each client's own", async () => {
    const outage = inTurn((r) => respond(r, 500, "", soon));
    const first = await loopback(outage);
    await callMany(first.client, 80);
    const second = await loopback(outage);
    await callMany(second.client, 1);
    expect(second.server.received).toHaveLength(3);
  });
});

describe.concurrent("a mistake on the caller's side", () => {
  const credentials = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "s", sessionToken: "t" };
  const expired = refuse("ExpiredTokenException", 403);

  it("costs nothing of the quota, and nothing is paid back for it", async () => {
    let down = false;
    let refusals = 0;
    const { client, server } = await loopback(
      (_, response) => {
        if (down) respond(response, 500, "", { "x-amz-retry-after": "0" });
        else if (refusals++ % 2 === 0) expired(response);
        else succeed(response);
      },
      { credentials: async () => ({ ...credentials }) },
    );
    const drain = async () => {
      down = true;
      const before = server.received.length;
      await Promise.all(Array.from({ length: 80 }, () => failureOf(client.invokeModel(input))));
      down = false;
      return server.received.length - before;
    };
    await drain();
    // Successes pay one each: too little for a retry.
    for (let i = 0; i < 4; i++) await client.invokeModel(input);
    expect(await drain()).toBe(80);
  });
});

describe.concurrent("an abort", () => {
  it("during the wait ends it at once, with the signal's reason, and leaves nothing", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const { client, server } = await loopback(
      inTurn(refuse("ThrottlingException", 429, { "retry-after": "20" })),
      { onRetry: () => void setImmediate(() => controller.abort(reason)) },
    );
    const began = performance.now();
    const error = await failureOf(client.invokeModel(input, { signal: controller.signal }));
    expect(error).toBe(reason);
    expect(performance.now() - began).toBeLessThan(2000);
    expect(server.received).toHaveLength(1);
  });

  it("before the call makes no request", async () => {
    const { client, server } = await loopback(inTurn(succeed));
    const signal = AbortSignal.abort();
    expect(await failureOf(client.invokeModel(input, { signal }))).toBe(signal.reason);
    expect(server.received).toHaveLength(0);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("while credentials are awaited ends the call at once", async () => {
    const controller = new AbortController();
    const { client, server } = await loopback(inTurn(succeed), {
      credentials: () => {
        setImmediate(() => controller.abort("enough"));
        return new Promise(() => {});
      },
    });
    const error = await failureOf(client.invokeModel(input, { signal: controller.signal }));
    expect(error).toBe("enough");
    expect(server.received).toHaveLength(0);
  });

  it("rejects with the signal's reason, whatever that is", async () => {
    for (const reason of [null, 0, "", undefined]) {
      const controller = new AbortController();
      const { client } = await loopback(() => setImmediate(() => controller.abort(reason)));
      const error = await failureOf(client.invokeModel(input, { signal: controller.signal }));
      expect(error).toBe(controller.signal.reason);
    }
  });
});

describe.concurrent("a request", () => {
  it("that is retried has the same credentials and a fresh signature each time", async () => {
    const seen = (request: ReceivedRequest) => request.headers.authorization;
    const { client, server } = await loopback(
      inTurn(refuse("ThrottlingException", 429, { "x-amz-retry-after": "1100" }), succeed),
    );
    await client.invokeModel(input);
    const [first, second] = server.received.map(seen);
    expect(first).toMatch(/Credential=ASIALOOPBACKEXAMPLE/);
    expect(second).toMatch(/Credential=ASIALOOPBACKEXAMPLE/);
    expect(second).not.toBe(first);
  });
});
