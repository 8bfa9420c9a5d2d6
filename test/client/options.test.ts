import { inspect } from "node:util";
import OldAbortController from "abort-controller";
import { BedrockRuntime, InvalidArgumentError } from "bedrock-fetch";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { failureOf, loopback, respond } from "../helpers/loopback.ts";

type Options = ConstructorParameters<typeof BedrockRuntime>[0];

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "the-secret" };
const good = { region: "us-east-1", credentials };

function refused(options: unknown): InvalidArgumentError {
  try {
    new BedrockRuntime(options as Options);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidArgumentError);
    return error as InvalidArgumentError;
  }
  throw new Error("it was not refused");
}

describe("a client cannot be made", () => {
  it.each<[string, unknown, string, RegExp]>([
    ["without options", undefined, "options", /object/],
    ["without a region", { credentials }, "region", /us-east-1/],
    ["without credentials", { region: "us-east-1" }, "credentials", /apiKey/],
    ["with credentials and an API key", { ...good, apiKey: "k" }, "apiKey", /one/],
    ["with an empty API key", { region: "us-east-1", apiKey: "" }, "apiKey", /string/],
    ["with an unknown option", { ...good, maxRetries: 3 }, "maxRetries", /maxAttempts/],
    ["with an option of the AWS SDK", { ...good, requestHandler: {} }, "requestHandler", /fetch/],
    ["with no attempts", { ...good, maxAttempts: 0 }, "maxAttempts", /1/],
    ["with half an attempt", { ...good, maxAttempts: 1.5 }, "maxAttempts", /whole/],
    ["with a timeout below 0", { ...good, idleTimeoutMs: -1 }, "idleTimeoutMs", /ms/],
    [
      "with a timeout that timers cannot",
      { ...good, requestTimeoutMs: 2 ** 31 },
      "requestTimeoutMs",
      /ms/,
    ],
    ["with NaN as timeout", { ...good, requestTimeoutMs: Number.NaN }, "requestTimeoutMs", /ms/],
    ["with something else as fetch", { ...good, fetch: "node-fetch" }, "fetch", /function/],
    ["with a string as flag", { ...good, useFipsEndpoint: "true" }, "useFipsEndpoint", /boolean/],
    [
      "with a string as credentials",
      { ...good, credentials: "AKID" },
      "credentials",
      /accessKeyId/,
    ],
    [
      "with plain http for an API key",
      { region: "us-east-1", apiKey: "k", endpoint: "http://gateway.example" },
      "endpoint",
      /https/,
    ],
  ])("%s: the error names the option and what it must be", (_, options, field, advice) => {
    const error = refused(options);
    expect(error).toMatchObject({ code: "INVALID_ARGUMENT", field });
    expect(error.message).toMatch(advice);
    expect(error.message).not.toContain("the-secret");
  });

  it("and the error has no member that is undefined", () => {
    expect(inspect(refused({ credentials }))).not.toContain("undefined");
  });

  it.each<[string, object]>([
    ["no secret", { accessKeyId: "AKIDEXAMPLE" }],
    ["an empty id", { accessKeyId: "", secretAccessKey: "the-secret" }],
    ["a number as token", { ...credentials, sessionToken: 7 }],
  ])("with credentials that have %s", (_, wrong) => {
    const make = () =>
      new BedrockRuntime({ region: "us-east-1", credentials: wrong as typeof credentials });
    expect(make).toThrow(InvalidArgumentError);
    expect(make).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("the-secret") }),
    );
  });
});

describe("a call", () => {
  it.each([
    ["an unknown option", { abortSignal: new AbortController().signal }, "abortSignal"],
    ["a controller for its signal", { signal: new AbortController() }, "signal"],
    ["a string as timeout", { idleTimeoutMs: "5" }, "idleTimeoutMs"],
    ["a signal in place of options", new AbortController().signal, "options"],
    ["an older signal in place of options", new OldAbortController().signal, "options"],
  ])("with %s is refused before any request", async (_, options, field) => {
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}"));
    const error = await failureOf(client.invokeModel({ modelId: "m" }, options as object));
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error).toMatchObject({ field });
    expect(server.received).toHaveLength(0);
  });
});

describe("an API key", () => {
  it.each<[string, Options["apiKey"]]>([
    ["a string", "the-key"],
    ["a function", () => "the-key"],
    ["an async function", async () => "the-key"],
  ])("as %s is sent as bearer token, with no signature beside it", async (_, apiKey) => {
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}"), {
      apiKey,
      credentials: undefined,
    });
    await client.invokeModel({ modelId: "anthropic.claude-v2:1", body: "{}" });
    const { headers, target } = server.received[0]!;
    expect(headers.authorization).toBe("Bearer the-key");
    expect(Object.keys(headers).filter((name) => name.startsWith("x-amz"))).toEqual([]);
    expect(target).toBe("/model/anthropic.claude-v2%3A1/invoke");
  });

  it("that does not come within a minute fails the call, and leaves nothing", async () => {
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}"), {
      apiKey: () => new Promise<string>(() => {}),
      credentials: undefined,
    });
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const failure = failureOf(client.invokeModel({ modelId: "m" }));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(vi.getTimerCount()).toBe(0);
    expect(await failure).toMatchObject({
      name: "CredentialsProviderError",
      code: "TIMEOUT",
      retryable: true,
    });
    expect(server.received).toHaveLength(0);
  });

  it("is asked for at each call, and may not be anything", async () => {
    const keys: unknown[] = ["one", "two", "", undefined, "a\r\nb"];
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}"), {
      apiKey: () => keys.shift() as string,
      credentials: undefined,
    });
    await client.invokeModel({ modelId: "m" });
    await client.invokeModel({ modelId: "m" });
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer one",
      "Bearer two",
    ]);
    for (let i = 0; i < 3; i++) {
      const error = await failureOf(client.invokeModel({ modelId: "m" }));
      expect(error).toMatchObject({ field: "apiKey" });
    }
    expect(server.received).toHaveLength(2);
  });
});
