import { BedrockRuntimeServiceException, UnexpectedResponseError } from "bedrock-fetch";
import { describe, expect, it } from "vitest";
import { answerFrames } from "../helpers/eventstream/response-frames.ts";
import { failureOf, loopback, respond, respondStream } from "../helpers/loopback.ts";

describe("the output of invokeModel", () => {
  it("is the body's bytes with ways to read them, and what the headers say", async () => {
    const { client } = await loopback((_, response) =>
      respond(response, 200, '{"text":"größer 🌍"}', {
        "content-type": "application/json; charset=utf-8",
        "x-amzn-bedrock-performanceconfig-latency": "optimized",
        "x-amzn-bedrock-service-tier": "priority",
        "x-amzn-bedrock-input-token-count": "12",
        "x-amzn-bedrock-output-token-count": "0",
        "x-amzn-bedrock-cache-read-input-token-count": "3",
        "x-amzn-bedrock-cache-write-input-token-count": "4",
        "x-amzn-bedrock-invocation-latency": "567",
      }),
    );
    const output = await client.invokeModel({ modelId: "m" });
    expect(output.body).toBeInstanceOf(Uint8Array);
    expect(Buffer.from(output.body).toString()).toBe('{"text":"größer 🌍"}');
    expect(output.body.text()).toBe('{"text":"größer 🌍"}');
    expect(output.body.json()).toEqual({ text: "größer 🌍" });
    expect(output).toMatchObject({
      contentType: "application/json; charset=utf-8",
      performanceConfigLatency: "optimized",
      serviceTier: "priority",
      usage: {
        inputTokens: 12,
        outputTokens: 0,
        cacheReadInputTokens: 3,
        cacheWriteInputTokens: 4,
        invocationLatency: 567,
      },
      $metadata: { httpStatusCode: 200, requestId: "request-1", attempts: 1, totalRetryDelay: 0 },
    });
  });

  it("leaves out what the headers do not say, or hide from a page", async () => {
    const { client } = await loopback((_, response) => {
      response.writeHead(200, { "x-amzn-bedrock-input-token-count": "many" });
      response.end("{}");
    });
    const output = await client.invokeModel({ modelId: "m" });
    for (const member of ["usage", "performanceConfigLatency", "serviceTier"]) {
      expect(output).not.toHaveProperty(member);
    }
    expect(output.contentType).toBeUndefined();
    expect(output.$metadata.requestId).toBeUndefined();
  });

  it("may be any bytes", async () => {
    for (const body of [Uint8Array.of(0, 255, 254), Buffer.alloc(3_000_000, 7)]) {
      const { client } = await loopback((_, response) => respond(response, 200, body));
      const output = await client.invokeModel({ modelId: "m" });
      expect(Buffer.from(output.body).equals(body)).toBe(true);
    }
  });

  it("that is not JSON says so, with what it begins with, when it is read as JSON", async () => {
    const { client } = await loopback((_, response) => respond(response, 200, "login, please"));
    const { body } = await client.invokeModel({ modelId: "m" });
    expect(() => body.json()).toThrow(UnexpectedResponseError);
    expect(() => body.json()).toThrow(/login, please/);
  });

  it.each([
    ["no bytes", 200, "", "EMPTY_RESPONSE"],
    ["status 204", 204, "", "EMPTY_RESPONSE"],
    ["a login page", 200, "\n<!DOCTYPE html><title>Sign in</title>", "HTML_RESPONSE"],
    ["a piece of a page", 200, "<p>Sign in</p>", "HTML_RESPONSE"],
  ])("of %s is not an answer", async (_, status, sent, code) => {
    const { client, server } = await loopback((__, response) => respond(response, status, sent));
    const error = await failureOf(client.invokeModel({ modelId: "m" }));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({ code, retryable: false, $metadata: { attempts: 1 } });
    expect((error as Error).message).not.toContain("undefined");
    expect(server.received).toHaveLength(1);
  });

  it("is refused when it is over 25,000,000 bytes, and read no further", async () => {
    let written = 0;
    const { client } = await loopback(async (_, response) => {
      const block = Buffer.alloc(256 * 1024);
      while (written < 200e6 && !response.destroyed) {
        await new Promise((resolve) => response.write(block, resolve));
        written += block.length;
      }
      response.end();
    });
    const error = await failureOf(client.invokeModel({ modelId: "m" }));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({ code: "RESPONSE_TOO_LARGE", $metadata: { attempts: 1 } });
    expect(written).toBeLessThan(60e6);
  });
});

describe("the output of invokeModelWithResponseStream", () => {
  it("has what the headers say", async () => {
    const { client } = await loopback((_, response) =>
      respondStream(response, answerFrames(), {
        "x-amzn-bedrock-content-type": "application/x-mine",
        "x-amzn-bedrock-performanceconfig-latency": "optimized",
        "x-amzn-bedrock-service-tier": "flex",
      }),
    );
    const output = await client.invokeModelWithResponseStream({ modelId: "m" });
    expect(output).toMatchObject({
      contentType: "application/x-mine",
      performanceConfigLatency: "optimized",
      serviceTier: "flex",
      $metadata: { httpStatusCode: 200, requestId: "request-1", attempts: 1, totalRetryDelay: 0 },
    });
    expect(output.body).toBeInstanceOf(ReadableStream);
    await output.body.cancel();
  });

  it("takes its type in any case, and with parameters", async () => {
    const { client } = await loopback((_, response) =>
      respondStream(response, answerFrames(), {
        "content-type": "Application/vnd.Amazon.EventStream ; a=b",
      }),
    );
    const { body } = await client.invokeModelWithResponseStream({ modelId: "m" });
    let events = 0;
    for await (const _ of body) events++;
    expect(events).toBe(3);
  });
});

describe("a success that is not what was asked for", () => {
  it.each<[string, string, string | undefined]>([
    ["JSON", '{"completion":"hi"}', "application/json"],
    ["HTML", "<!doctype html><title>Sign in</title>", "text/html"],
    ["server-sent events", "data: {}\n\n", "text/event-stream"],
    ["no type", "what?", undefined],
    ["no body", "", "application/json"],
  ])("%s in place of a stream: an error that says what came", async (_, body, type) => {
    const { client } = await loopback((_, response) =>
      respond(response, 200, body, type === undefined ? {} : { "content-type": type }),
    );
    const error = await failureOf(client.invokeModelWithResponseStream({ modelId: "m" }));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({
      code: "NOT_AN_EVENT_STREAM",
      retryable: false,
      $metadata: { httpStatusCode: 200, requestId: "request-1" },
    });
    const { message } = error as Error;
    expect(message).toContain(body.replace(/<[^>]*>/g, "").trim());
    expect(message).toContain(type ?? "no content type");
  });

  it("100 MB in place of a stream are read no further than needed", async () => {
    let written = 0;
    const { client } = await loopback(async (_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      while (written < 100e6 && !response.destroyed) {
        await new Promise((resolve) => response.write(Buffer.alloc(64 * 1024, "x"), resolve));
        written += 64 * 1024;
      }
      response.end();
    });
    const error = await failureOf(client.invokeModelWithResponseStream({ modelId: "m" }));
    expect(error).toMatchObject({ code: "NOT_AN_EVENT_STREAM" });
    expect((error as Error).message.length).toBeLessThan(500);
    expect(written).toBeLessThan(20e6);
  });

  it("a path that is unknown to the layer in front of the service is an error, though it says 200", async () => {
    const body =
      '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}';
    const { client } = await loopback((_, response) =>
      respond(response, 200, body, { "content-type": "application/json" }),
    );
    const error = await failureOf(client.invokeModel({ modelId: "m" }));
    expect(error).toBeInstanceOf(BedrockRuntimeServiceException);
    expect(error).toMatchObject({
      name: "UnknownOperationException",
      retryable: false,
      $metadata: { requestId: "request-1" },
    });
    const streamed = await failureOf(client.invokeModelWithResponseStream({ modelId: "m" }));
    expect((streamed as Error).message).toContain("UnknownOperationException");
  });
});
