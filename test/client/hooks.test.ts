import type { BedrockRuntime } from "bedrock-fetch";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { answerFrames } from "../helpers/eventstream/response-frames.ts";
import {
  failureOf,
  loopback,
  loopbackCredentials,
  respond,
  respondStream,
} from "../helpers/loopback.ts";

type Options = ConstructorParameters<typeof BedrockRuntime>[0];
type Hook = "shouldRetry" | "onRetry" | "onResponse" | "onCredentialsError";

const input = { modelId: "m" };
const thrown = new Error("the hook's own");

/** The ways in which a hook can fail. */
const failing: readonly [string, () => unknown][] = [
  [
    "throws",
    () => {
      throw thrown;
    },
  ],
  ["rejects", () => Promise.reject(thrown)],
  [
    "rejects later",
    async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      throw thrown;
    },
  ],
];

let reports: MockInstance<typeof console.error>;
let unhandled: unknown[];
const onUnhandled = (error: unknown) => unhandled.push(error);

beforeEach(() => {
  unhandled = [];
  reports = vi.spyOn(console, "error").mockImplementation(() => {});
  process.on("unhandledRejection", onUnhandled);
});

afterEach(() => {
  process.off("unhandledRejection", onUnhandled);
  reports.mockRestore();
});

/** What was written to the console, once hooks that fail late have failed. */
async function reported(): Promise<unknown[]> {
  await new Promise((resolve) => setTimeout(resolve, 20));
  return reports.mock.calls.map((args) => args.at(-1));
}

describe.each(failing)("a hook that %s changes nothing, and is reported once", (_, hook) => {
  it.each<[Hook, number]>([
    ["shouldRetry", 1],
    ["onRetry", 1],
    ["onResponse", 2],
  ])("%s, of a whole answer", async (name, calls) => {
    let requests = 0;
    const { client } = await loopback(
      (_, response) => respond(response, ++requests === 1 ? 500 : 200, "{}"),
      { maxAttempts: 3, [name]: hook } as Partial<Options>,
    );
    const { body, $metadata } = await client.invokeModel(input);
    expect(body.json()).toEqual({});
    expect($metadata.attempts).toBe(2);
    expect(await reported()).toEqual(Array(calls).fill(thrown));
    expect(unhandled).toEqual([]);
  });

  it.each<[Hook, number]>([
    ["shouldRetry", 1],
    ["onRetry", 1],
    ["onResponse", 2],
  ])("%s, of a stream", async (name, calls) => {
    let requests = 0;
    const { client } = await loopback(
      (_, response) =>
        ++requests === 1 ? respond(response, 503, "") : respondStream(response, answerFrames()),
      { maxAttempts: 3, [name]: hook } as Partial<Options>,
    );
    const { body } = await client.invokeModelWithResponseStream(input);
    expect(await Array.fromAsync(body)).toHaveLength(3);
    expect(await reported()).toEqual(Array(calls).fill(thrown));
    expect(unhandled).toEqual([]);
  });

  it("onCredentialsError, while the old credentials still serve", async () => {
    let asked = 0;
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}"), {
      credentials: async () => {
        if (++asked > 1) throw new Error("no more credentials");
        return { ...loopbackCredentials, expiration: new Date(Date.now() + 120_000) };
      },
      onCredentialsError: hook,
    });
    for (let calls = 0; calls < 2; calls++) await client.invokeModel(input);
    expect(asked).toBe(2);
    expect(server.received).toHaveLength(2);
    expect(await reported()).toEqual([thrown]);
    expect(unhandled).toEqual([]);
  });

  it("shouldRetry, of a failure that would not be retried: it stays the failure", async () => {
    const { client, server } = await loopback((_, response) => respond(response, 400, ""), {
      maxAttempts: 3,
      shouldRetry: hook as Options["shouldRetry"],
    });
    const failure = await failureOf(client.invokeModel(input));
    expect(failure).toMatchObject({ name: "ValidationException" });
    expect(server.received).toHaveLength(1);
    expect(await reported()).toEqual([thrown]);
    expect(unhandled).toEqual([]);
  });
});

describe("onResponse", () => {
  it("sees each response's status and headers, and which attempt it answers", async () => {
    const seen: unknown[] = [];
    let requests = 0;
    const { client } = await loopback(
      (_, response) =>
        respond(response, ++requests === 1 ? 500 : 200, "{}", { "x-gateway-cache": "hit" }),
      {
        maxAttempts: 3,
        onResponse: ({ status, headers, attempts }) =>
          seen.push([status, headers.get("x-gateway-cache"), attempts]),
      },
    );
    await client.invokeModel(input);
    expect(seen).toEqual([
      [500, "hit", 1],
      [200, "hit", 2],
    ]);
  });

  it("sees a stream's response before its first event, and one that is not an answer", async () => {
    const order: string[] = [];
    const { client } = await loopback((_, response) => respondStream(response, answerFrames()), {
      onResponse: ({ status }) => order.push(`response ${status}`),
    });
    const { body } = await client.invokeModelWithResponseStream(input);
    order.push("stream");
    await body.cancel();
    expect(order).toEqual(["response 200", "stream"]);

    const seen: number[] = [];
    const { client: redirected } = await loopback(
      (_, response) => respond(response, 302, "", { location: "https://login.example/" }),
      { onResponse: ({ status }) => seen.push(status) },
    );
    await failureOf(redirected.invokeModel(input));
    expect(seen).toEqual([302]);
  });
});
