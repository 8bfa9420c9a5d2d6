import { BedrockFetchError, NetworkError } from "bedrock-fetch";
import { describe, expect, it } from "vitest";
import { ANSWER, chunkFrame } from "../helpers/eventstream/response-frames.ts";
import { serveHttp } from "../helpers/http-server.ts";
import { EVENT_STREAM, failureOf, loopback } from "../helpers/loopback.ts";

const input = { modelId: "m" };

/** What each engine's fetch says when a connection fails, before or within an answer. */
const wordings: readonly [engine: string, error: unknown][] = [
  ["Node, before", new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") })],
  ["Node, within", new TypeError("terminated", { cause: new Error("other side closed") })],
  ["Chromium, before", new TypeError("Failed to fetch")],
  ["Chromium, within", new TypeError("network error")],
  ["Firefox, before", new TypeError("NetworkError when attempting to fetch resource.")],
  ["Firefox, within", new TypeError("Error in input stream")],
  ["WebKit, before", new TypeError("Load failed")],
  ["WebKit, within", new TypeError("The network connection was lost.")],
  ["workerd", new Error("Network connection lost.")],
  ["Deno, before", new TypeError("error sending request for url (http://127.0.0.1/)")],
  ["Deno, within", new TypeError("error reading a body from connection")],
  ["Bun", Object.assign(new Error("The socket connection was closed"), { code: "ECONNRESET" })],
  ["a DOMException", new DOMException("A network error occurred.", "NetworkError")],
  ["an abort that nobody asked for", new DOMException("The operation was aborted.", "AbortError")],
  ["a string", "it broke"],
  ["null", null],
  ["nothing", undefined],
];

const expected = (cause: unknown) => ({
  name: "NetworkError",
  code: "NETWORK",
  retryable: true,
  cause,
});

describe("a fetch that fails is a NetworkError with the cause", () => {
  it.each(wordings)("%s", async (_, cause) => {
    const { client, server } = await loopback(() => {}, { fetch: () => Promise.reject(cause) });
    for (const call of ["invokeModel", "invokeModelWithResponseStream"] as const) {
      const error = await failureOf(client[call](input));
      expect(error).toBeInstanceOf(NetworkError);
      expect(error).toBeInstanceOf(BedrockFetchError);
      expect(error).toMatchObject({ ...expected(cause), $metadata: { attempts: 1 } });
      const { message } = error as Error;
      expect(message).toContain(server.origin);
      expect(message).not.toMatch(/undefined|\[object/);
      if (cause instanceof Error) expect(message).toContain(cause.message);
    }
  });

  it.each(wordings)("%s, thrown at once", async (_, cause) => {
    const { client } = await loopback(() => {}, {
      fetch: () => {
        throw cause;
      },
    });
    expect(await failureOf(client.invokeModel(input))).toMatchObject(expected(cause));
  });
});

describe("what another try cannot mend is not tried again", () => {
  const failed = (message: string, code?: string) =>
    new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) });

  it.each<[string, Error]>([
    ["a certificate, Node", failed("self-signed certificate", "DEPTH_ZERO_SELF_SIGNED_CERT")],
    ["an expired certificate, Node", failed("certificate has expired", "CERT_HAS_EXPIRED")],
    ["a certificate, Deno", failed("client error (Connect): invalid peer certificate: NotValid")],
    ["a certificate, Bun", new TypeError("self signed certificate")],
    [
      "a permission, Node",
      failed("Access to this API has been restricted. Use --allow-net", "ERR_ACCESS_DENIED"),
    ],
    [
      "a permission, Deno",
      Object.assign(new Error('Requires net access to "a", run again'), { name: "NotCapable" }),
    ],
  ])("%s", async (_, cause) => {
    let asked = 0;
    const { client } = await loopback(() => {}, {
      fetch: () => {
        asked++;
        return Promise.reject(cause);
      },
      maxAttempts: 3,
    });
    expect(await failureOf(client.invokeModel(input))).toMatchObject({ retryable: false, cause });
    expect(asked).toBe(1);
  });
});

describe("a body that fails is a NetworkError too", () => {
  const failing = (cause: unknown, ...pieces: Uint8Array[]) =>
    new Response(
      new ReadableStream({
        pull(controller) {
          const piece = pieces.shift();
          if (piece) controller.enqueue(piece);
          else controller.error(cause);
        },
      }),
      { headers: { "content-type": EVENT_STREAM, "x-amzn-requestid": "request-1" } },
    );

  it.each(wordings)("%s", async (_, cause) => {
    const { client } = await loopback(() => {}, {
      fetch: async () => failing(cause, chunkFrame(ANSWER[0]), chunkFrame(ANSWER[1])),
    });
    const $metadata = { httpStatusCode: 200, requestId: "request-1", attempts: 1 };
    const { body } = await client.invokeModelWithResponseStream(input);
    const events = body.values();
    await events.next();
    await events.next();
    const error = await failureOf(events.next());
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ ...expected(cause), eventsDelivered: 2, $metadata });

    const whole = await failureOf(client.invokeModel(input));
    expect(whole).toBeInstanceOf(NetworkError);
    expect(whole).toMatchObject({ ...expected(cause), $metadata });
  });
});

describe("over HTTP", () => {
  it("a server that is not there", async () => {
    const { client, server } = await loopback(() => {});
    await server.close();
    const error = await failureOf(client.invokeModel(input));
    expect(error).toBeInstanceOf(NetworkError);
    expect((error as NetworkError).message).toMatch(/127\.0\.0\.1.*ECONNREFUSED/);
    expect((error as NetworkError).cause).toBeInstanceOf(TypeError);
  });

  it("a name that does not exist", async () => {
    const { client } = await loopback(() => {}, { endpoint: "http://bedrock.invalid" });
    const error = await failureOf(client.invokeModel(input));
    expect(error).toBeInstanceOf(NetworkError);
    expect((error as NetworkError).message).toContain("bedrock.invalid");
  });

  it("a server that speaks something else", async () => {
    const plain = await serveHttp((_, response) => response.end());
    const { client } = await loopback(() => {}, {
      endpoint: plain.origin.replace("http:", "https:"),
    });
    const error = await failureOf(client.invokeModel(input));
    expect(error).toBeInstanceOf(NetworkError);
    await plain.close();
  });

  it("a reset and a cut in the middle of a frame", async () => {
    for (const reset of [true, false]) {
      const { client } = await loopback((_, response) => {
        response.writeHead(200, { "content-type": EVENT_STREAM });
        response.write(Buffer.concat([chunkFrame(ANSWER[0]), chunkFrame(ANSWER[1]).subarray(9)]));
        setImmediate(() =>
          reset ? response.socket!.resetAndDestroy() : response.socket!.destroySoon(),
        );
      });
      const error = await failureOf(
        client.invokeModelWithResponseStream(input).then(({ body }) => Array.fromAsync(body)),
      );
      expect(["NetworkError", "EventStreamError"]).toContain((error as Error).name);
    }
  });
});
