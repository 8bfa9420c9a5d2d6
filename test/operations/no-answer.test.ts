import {
  applyGuardrail,
  BedrockFetchError,
  type BedrockRuntime,
  converse,
  converseStream,
  countTokens,
  getAsyncInvoke,
  IncompleteStreamError,
  listAsyncInvokes,
  UnexpectedResponseError,
} from "bedrock-fetch";
import { describe, expect, it } from "vitest";
import { EVENT_STREAM, failureOf, loopback, respond } from "../helpers/loopback.ts";

const PAGE = `\r\n<!DOCTYPE html>
<html><head><title>Sign in to the network</title></head><body>Sign in</body></html>`;
const PNG = Uint8Array.of(
  0x89,
  0x50,
  0x4e,
  0x47,
  13,
  10,
  26,
  10,
  0,
  0,
  0,
  13,
  0x49,
  0x48,
  0x44,
  0x52,
);
const GZIP = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b, 0x4c, 4, 0, 0x43, 0xbe);

const messages = [{ role: "user" as const, content: [{ text: "Hi" }] }];
const modelId = "m";

/** Whatever answers as a whole. */
const whole: readonly [string, (client: BedrockRuntime) => Promise<unknown>][] = [
  ["invokeModel", (client) => client.invokeModel({ modelId })],
  ["converse", (client) => client.call(converse, { modelId, messages })],
  [
    "countTokens",
    (client) => client.call(countTokens, { modelId, input: { converse: { messages } } }),
  ],
  [
    "applyGuardrail",
    (client) =>
      client.call(applyGuardrail, {
        guardrailIdentifier: "g",
        guardrailVersion: "1",
        source: "INPUT",
        content: [{ text: { text: "Hi" } }],
      }),
  ],
  [
    "getAsyncInvoke",
    (client) =>
      client.call(getAsyncInvoke, {
        invocationArn: "arn:aws:bedrock:us-east-1:123456789012:async-invoke/abcdefghijkl",
      }),
  ],
  ["listAsyncInvokes", (client) => client.call(listAsyncInvokes, {})],
];

const streamed: readonly [string, (client: BedrockRuntime) => Promise<unknown>][] = [
  ["invokeModelWithResponseStream", (client) => client.invokeModelWithResponseStream({ modelId })],
  ["converseStream", (client) => client.call(converseStream, { modelId, messages })],
];

/** What a call fails with when this is the answer, and how often it was asked for. */
async function failure(
  ask: (client: BedrockRuntime) => Promise<unknown>,
  status: number,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
) {
  const { client, server } = await loopback(
    (_, response) => {
      response.writeHead(status, headers);
      response.end(body);
    },
    { maxAttempts: 3 },
  );
  const error = (await failureOf(ask(client))) as BedrockFetchError;
  expect(error).toBeInstanceOf(BedrockFetchError);
  expect(error.message).not.toMatch(/undefined|null|\[object/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a message has none of these
  expect(error.message).not.toMatch(/[\0-\x1f\x7f-\x9f\ufffd]/);
  return { error, requests: server.received.length };
}

describe.each(whole)("what is not an answer, of %s", (name, ask) => {
  it.each<[string, number, string, Record<string, string>]>([
    ["200 with no bytes", 200, "", { "content-type": "application/json" }],
    ["200 with no bytes and no type", 200, "", {}],
    ["204", 204, "", {}],
    ["205", 205, "", {}],
  ])("%s is an error that says so", async (_, status, body, headers) => {
    const { error, requests } = await failure(ask, status, body, headers);
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({
      code: "EMPTY_RESPONSE",
      retryable: false,
      $metadata: { httpStatusCode: status, attempts: 1 },
    });
    expect(error.message).toContain(String(status));
    expect(requests).toBe(1);
  });

  it.each<[string, string, Record<string, string>]>([
    ["typed", PAGE, { "content-type": "text/html; charset=utf-8" }],
    ["without a type", PAGE, {}],
    ["after a byte order mark", `\ufeff${PAGE}`, {}],
    ["that claims to be JSON", PAGE, { "content-type": "application/json" }],
    ["without its head", "<p>Sign in to the network</p>", {}],
    ["in capitals", PAGE.toUpperCase(), { "content-type": "TEXT/HTML" }],
  ])("a login page with 200 is an error with what it says: %s", async (_, body, headers) => {
    const { error, requests } = await failure(ask, 200, body, headers);
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({ code: "HTML_RESPONSE", $metadata: { httpStatusCode: 200 } });
    expect(error.message).toMatch(/sign in to the network/i);
    expect(requests).toBe(1);
  });

  it("a page that is not text is counted, and not shown", async () => {
    const { error } = await failure(ask, 200, GZIP, { "content-type": "text/html" });
    expect(error).toMatchObject({ code: "HTML_RESPONSE" });
    expect(error.message).toContain("16 bytes that are not text");
  });

  it.runIf(name !== "invokeModel").each<[string, string | Uint8Array, RegExp]>([
    ["text", "login, please", /login, please/],
    ["a list", "[1]", /\[1\]/],
    ["a number", "7", /7/],
    ["null", "nul", /nul/],
    ["an image", PNG, /16 bytes that are not text/],
    ["bytes that are not UTF-8", Uint8Array.of(0x7b, 0xff, 0xfe), /3 bytes that are not text/],
  ])("%s in place of a JSON object is an error with what came", async (_, body, said) => {
    const { error, requests } = await failure(ask, 200, body, { "content-type": "image/png" });
    expect(error).toMatchObject({ name: "UnexpectedResponseError", code: "NOT_JSON" });
    expect(error.message).toMatch(said);
    expect(requests).toBe(1);
  });
});

describe.each(streamed)("what is not an answer, of %s", (_, ask) => {
  it.each<[string, number, string | Uint8Array, Record<string, string>, RegExp]>([
    ["200 with no bytes and no type", 200, "", {}, /no content type.*is empty/],
    ["204", 204, "", {}, /no content type.*is empty/],
    ["a login page", 200, PAGE, { "content-type": "text/html" }, /text\/html.*Sign in/],
    [
      "JSON",
      200,
      '{"a":1}',
      { "content-type": "application/json" },
      /application\/json.*\{"a":1\}/,
    ],
    [
      "an image",
      200,
      PNG,
      { "content-type": "image/png" },
      /image\/png.*16 bytes that are not text/,
    ],
  ])("%s is an error that says what came", async (__, status, body, headers, said) => {
    const { error, requests } = await failure(ask, status, body, headers);
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({
      code: "NOT_AN_EVENT_STREAM",
      retryable: false,
      $metadata: { httpStatusCode: status },
    });
    expect(error.message).toMatch(said);
    expect(requests).toBe(1);
  });

  it("an event stream without a byte is an error, which another try may mend", async () => {
    const { error, requests } = await failure(ask, 200, "", { "content-type": EVENT_STREAM });
    expect(error).toBeInstanceOf(IncompleteStreamError);
    expect(error).toMatchObject({ code: "EMPTY_STREAM" });
    expect(requests).toBe(3);
  });
});

describe("an error's body that is not text", () => {
  it("is counted, and not shown", async () => {
    const { client } = await loopback((_, response) =>
      respond(response, 400, GZIP, { "content-type": "application/octet-stream" }),
    );
    const error = (await failureOf(client.invokeModel({ modelId }))) as Error;
    expect(error.message).toBe(
      "HTTP 400 with application/octet-stream: 16 bytes that are not text",
    );
  });

  it("is text that is cut within a character", async () => {
    const { client } = await loopback((_, response) => respond(response, 400, "ü".repeat(70_000)));
    const { message } = (await failureOf(client.invokeModel({ modelId }))) as Error;
    expect(message).toMatch(/: ü{200}$/);
  });
});

describe("an answer that is not JSON", () => {
  it("makes json() say what it is, and show no bytes", async () => {
    for (const [body, said] of [
      [PNG, "16 bytes that are not text"],
      ["Hello,\n you", "Hello, you"],
    ] as const) {
      const { client } = await loopback((_, response) => respond(response, 200, body));
      const { body: answer } = await client.invokeModel({ modelId });
      expect(() => answer.json()).toThrow(
        expect.objectContaining({ code: "NOT_JSON", message: expect.stringContaining(said) }),
      );
    }
  });
});
