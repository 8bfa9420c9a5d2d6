import { inspect } from "node:util";
import * as bedrock from "bedrock-fetch";
import { BedrockRuntimeServiceException } from "bedrock-fetch";
import { describe, expect, it } from "vitest";
import { failureOf, loopback, respond } from "../helpers/loopback.ts";
import { haveShared, sharedJson } from "../helpers/shared.ts";

/** The service's model, in short: name, status, and whose fault it is. */
const MODELLED = [
  ["AccessDeniedException", 403, "client"],
  ["InternalServerException", 500, "server"],
  ["ModelErrorException", 424, "client"],
  ["ModelNotReadyException", 429, "client"],
  ["ModelStreamErrorException", 424, "client"],
  ["ModelTimeoutException", 408, "client"],
  ["ResourceNotFoundException", 404, "client"],
  ["ServiceQuotaExceededException", 400, "client"],
  ["ServiceUnavailableException", 503, "server"],
  ["ThrottlingException", 429, "client"],
  ["ValidationException", 400, "client"],
] as const;

const classOf = (name: string) => (bedrock as unknown as Record<string, typeof Error>)[name]!;

/** What both operations fail with when this is answered; they must agree. */
async function failure(
  status: number,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): Promise<BedrockRuntimeServiceException> {
  const { client } = await loopback((_, response) => respond(response, status, body, headers));
  const invoked = await failureOf(client.invokeModel({ modelId: "m" }));
  const streamed = await failureOf(client.invokeModelWithResponseStream({ modelId: "m" }));
  expect(invoked).toBeInstanceOf(BedrockRuntimeServiceException);
  expect(JSON.stringify(streamed)).toBe(JSON.stringify(invoked));
  expect(streamed).toMatchObject({ message: (invoked as Error).message });
  return invoked as BedrockRuntimeServiceException;
}

const json = (value: unknown) => JSON.stringify(value);
const errorType = (value: string) => ({ "x-amzn-errortype": value });

describe("an exception of the service's model", () => {
  it("has no member that is undefined", async () => {
    const headers = { ...errorType("ThrottlingException"), "x-amzn-requestid": "r-1" };
    expect(inspect(await failure(429, "{}", headers))).not.toContain("undefined");
  });

  it.skipIf(!haveShared)("is one of eleven", () => {
    interface Model {
      shapes: Record<
        string,
        { exception?: boolean; fault?: boolean; error?: { httpStatusCode: number } }
      >;
    }
    const { shapes } = sharedJson<Model>("reference/bedrock-runtime.json");
    const exceptions = Object.entries(shapes)
      .filter(([, shape]) => shape.exception)
      .map(([name, { error, fault }]) => [
        name,
        error!.httpStatusCode,
        fault ? "server" : "client",
      ]);
    expect(MODELLED).toEqual(exceptions.sort(([a], [b]) => (a! < b! ? -1 : 1)));
  });

  const uri = "http://internal.amazon.com/coral/com.amazon.bedrock/";
  describe.each(MODELLED)("%s", (name, status, $fault) => {
    it.each<[string, string, Record<string, string>]>([
      ["the header", json({ message: "why" }), errorType(name)],
      ["the header with a suffix", json({ message: "why" }), errorType(`${name}:${uri}`)],
      ["the header with a namespace", json({ message: "why" }), errorType(`aws.bedrock#${name}`)],
      [
        "the header, over a body that differs",
        json({ __type: "Other", message: "why" }),
        errorType(name),
      ],
      ["__type", json({ __type: name, message: "why" }), {}],
      [
        "__type with a namespace",
        json({ __type: `com.amazon.bedrock#${name}`, message: "why" }),
        {},
      ],
      [
        "__type with namespace and suffix",
        json({ __type: `a.b#${name}:${uri}`, message: "why" }),
        {},
      ],
      ["code", json({ code: name, Message: "why" }), {}],
      ["code with a suffix", json({ code: `${name}:${uri}`, Message: "why" }), {}],
    ])("is known by %s", async (_, body, headers) => {
      const error = await failure(status, body, headers);
      expect(error).toBeInstanceOf(classOf(name));
      expect(error.constructor).toBe(classOf(name));
      expect(error).toMatchObject({
        name,
        message: "why",
        $fault,
        $metadata: {
          httpStatusCode: status,
          requestId: "request-1",
          attempts: 1,
          totalRetryDelay: 0,
        },
      });
      expect(String(error)).toBe(`${name}: why`);
    });
  });

  it.each([
    [400, "ValidationException"],
    [403, "AccessDeniedException"],
    [404, "ResourceNotFoundException"],
    [408, "ModelTimeoutException"],
    [424, "ModelErrorException"],
    [429, "ThrottlingException"],
    [500, "InternalServerException"],
    [503, "ServiceUnavailableException"],
  ])("where nothing names it, a page has the status: %i is %s", async (status, name) => {
    const error = await failure(status, json({ message: "why" }));
    expect(error).toBeInstanceOf(classOf(name));
    expect(error).toMatchObject({ name, message: "why" });
  });

  it("has its members", async () => {
    const members = { originalStatusCode: 503, resourceName: "arn:x" };
    expect(
      await failure(424, json({ message: "m", ...members }), errorType("ModelErrorException")),
    ).toMatchObject(members);
    const streamMembers = { originalStatusCode: 500, originalMessage: "deep" };
    expect(
      await failure(
        424,
        json({ message: "m", ...streamMembers }),
        errorType("ModelStreamErrorException"),
      ),
    ).toMatchObject(streamMembers);
    // A member of another one, or one that would overwrite the client's own, is left out.
    const error = await failure(
      429,
      json({ message: "m", originalMessage: "x", $metadata: "x", retryable: "x", stack: "x" }),
      errorType("ThrottlingException"),
    );
    expect(error).not.toHaveProperty("originalMessage");
    expect(error).toMatchObject({ $metadata: { httpStatusCode: 429 }, retryable: true });
    expect(error.stack).toContain("ThrottlingException: m");
  });

  it.each([
    ["AccessDeniedException", 403, false],
    ["InternalServerException", 500, true],
    ["ModelErrorException", 424, false],
    ["ModelNotReadyException", 429, true],
    ["ResourceNotFoundException", 404, false],
    ["ServiceQuotaExceededException", 400, false],
    ["ServiceUnavailableException", 503, true],
    ["ThrottlingException", 429, true],
    ["ThrottlingException", 400, true],
    ["ValidationException", 400, false],
  ])("%s (%i) is retryable: %s", async (name, status, retryable) => {
    expect(await failure(status, "{}", errorType(name))).toMatchObject({ name, retryable });
  });
});

describe("an exception that the model does not have", () => {
  it.each([
    ["ExpiredTokenException", 403],
    ["UnrecognizedClientException", 403],
    ["InvalidSignatureException", 403],
    ["SignatureDoesNotMatch", 403],
    ["MissingAuthenticationTokenException", 403],
    ["IncompleteSignatureException", 403],
    ["RequestTimeTooSkewed", 403],
    ["SomethingNewException", 418],
  ])("%s keeps its name and does not get another one's class", async (name, status) => {
    for (const error of [
      await failure(status, json({ message: "why" }), errorType(`${name}:http://x/`)),
      await failure(status, json({ __type: `ns#${name}`, message: "why" })),
    ]) {
      expect(error.constructor).toBe(BedrockRuntimeServiceException);
      expect(error).toMatchObject({ name, message: "why", $fault: "client" });
    }
  });

  it.each([401, 402, 409, 413, 418, 451, 501, 502, 504, 520, 599])(
    "status %i without a name still says what came",
    async (status) => {
      const error = await failure(status, "upstream is down", { "content-type": "text/plain" });
      expect(error.constructor).toBe(BedrockRuntimeServiceException);
      expect(error.message).toContain(String(status));
      expect(error.message).toContain("upstream is down");
      expect(error.$fault).toBe(status < 500 ? "client" : "server");
    },
  );

  it.each(["constructor", "__proto__", "toString", "hasOwnProperty"])(
    "the name %s is a name like others",
    async (name) => {
      const error = await failure(400, json({ __type: name, message: "why" }));
      expect(error).toBeInstanceOf(BedrockRuntimeServiceException);
      expect(error.message).toBe("why");
    },
  );
});

describe("the response of an error", () => {
  const HTML =
    "<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n<center><h1>503 Service Temporarily Unavailable</h1></center>\r\n</body>\r\n</html>\r\n";

  it.each<[string, string, string | RegExp]>([
    ["message", json({ message: "why" }), "why"],
    ["Message", json({ Message: "why" }), "why"],
    ["an empty message and Message", json({ message: "", Message: "why" }), "why"],
    ["a message beyond ASCII", json({ message: "größer 🌍" }), "größer 🌍"],
    ["no body", "", /^HTTP 503 without a message$/],
    ["an empty object", "{}", /^HTTP 503\b/],
    ["HTML", HTML, /^HTTP 503\b.*Service Temporarily Unavailable/],
    ["invalid JSON", '{"message": "wh', /^HTTP 503\b.*wh/],
    ["a JSON array", '["why"]', /^HTTP 503\b.*why/],
    ["a JSON string", '"why"', /^HTTP 503\b.*why/],
    ["JSON null", "null", /^HTTP 503\b/],
    ["a message that is none", json({ message: { a: "why" } }), /^HTTP 503\b.*why/],
    ["blank text", " \n ", /^HTTP 503 without a message$/],
  ])("with %s has a useful message", async (_, body, message) => {
    const error = await failure(503, body, { "content-type": "text/html" });
    expect(error.name).toBe("ServiceUnavailableException");
    expect(error.retryable).toBe(true);
    if (typeof message === "string") expect(error.message).toBe(message);
    else expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/[<>]|undefined|\[object/);
    expect(error.message.length).toBeLessThan(300);
  });

  it("with bytes that are not UTF-8 has a useful message", async () => {
    const error = await failure(500, Uint8Array.of(0xff, 0xfe, 0, 65));
    expect(error.message).toContain("HTTP 500");
  });

  it("without a request id has no requestId", async () => {
    const { client } = await loopback((_, response) => {
      response.writeHead(400);
      response.end(json({ message: "why" }));
    });
    const error = await failureOf(client.invokeModel({ modelId: "m" }));
    expect((error as BedrockRuntimeServiceException).$metadata.requestId).toBeUndefined();
  });

  it("says how long to wait", async () => {
    expect(await failure(429, "{}", { "retry-after": "7" })).toMatchObject({ retryAfterMs: 7000 });
    expect(await failure(429, "{}", { "x-amz-retry-after": "1500" })).toMatchObject({
      retryAfterMs: 1500,
    });
  });

  it.each(["invokeModel", "invokeModelWithResponseStream"] as const)(
    "of 100 MB is read no further than it needs to be (%s)",
    async (operation) => {
      let written = 0;
      let closed!: () => void;
      const connectionClosed = new Promise<void>((resolve) => {
        closed = resolve;
      });
      const { client } = await loopback(async (_, response) => {
        response.on("close", closed);
        response.writeHead(500, { "content-type": "application/json" });
        const block = Buffer.alloc(64 * 1024, "x");
        response.write('{"message":"');
        while (written < 100e6 && !response.destroyed) {
          await new Promise((resolve) => response.write(block, resolve));
          written += block.length;
        }
        response.end('"}');
      });
      const error = await failureOf(client[operation]({ modelId: "m" }));
      expect(error).toMatchObject({ name: "InternalServerException" });
      expect((error as Error).message.length).toBeLessThan(300);
      await connectionClosed;
      // What the sockets of both sides hold, and no more.
      expect(written).toBeLessThan(20e6);
    },
  );

  it("that never ends is given up", async () => {
    const { client } = await loopback(
      (_, response) => {
        response.writeHead(500, errorType("InternalServerException"));
        response.write('{"message":"beg');
      },
      { idleTimeoutMs: 50 },
    );
    const error = await failureOf(client.invokeModel({ modelId: "m" }));
    expect(error).toMatchObject({
      name: "InternalServerException",
      $metadata: { httpStatusCode: 500 },
    });
  });

  it("that breaks off is still that error", async () => {
    const { client } = await loopback((_, response) => {
      response.writeHead(429, { ...errorType("ThrottlingException"), "content-length": "1000" });
      response.write('{"message":"beg', () => response.destroy());
    });
    const error = await failureOf(client.invokeModel({ modelId: "m" }));
    expect(error).toMatchObject({ name: "ThrottlingException", retryable: true });
  });
});
