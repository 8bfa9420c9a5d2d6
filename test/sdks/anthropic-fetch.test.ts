import Anthropic, { type ClientOptions } from "@anthropic-ai/sdk";
import { anthropicFetch, BedrockRuntime, signedFetch } from "bedrock-fetch";
import { createSimulator, type FaultRule, simulatorCredentials } from "bedrock-fetch/simulator";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chunkFrame } from "../helpers/eventstream/response-frames.ts";
import { failureOf, loopback, respond, respondStream } from "../helpers/loopback.ts";

const CLAUDE = "global.anthropic.claude-haiku-4-5-20251001-v1:0";
const messages = [{ role: "user" as const, content: "What is the weather in Paris?" }];
const ask = { model: CLAUDE, max_tokens: 2000, messages };
const URL_OF_MESSAGES = "https://api.anthropic.com/v1/messages";

/** A simulator, a client of it, and Anthropic's SDK over both. */
const simulated = (options: Partial<ConstructorParameters<typeof BedrockRuntime>[0]> = {}) => {
  const simulator = createSimulator();
  const bedrock = new BedrockRuntime({
    region: "us-east-1",
    credentials: simulatorCredentials,
    fetch: simulator,
    ...options,
  });
  const anthropic = (more: Partial<ClientOptions> = {}) =>
    new Anthropic({ apiKey: "sk", maxRetries: 0, fetch: anthropicFetch(bedrock), ...more });
  return { simulator, bedrock, anthropic };
};

const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json", ...headers },
  body: typeof body === "string" ? body : JSON.stringify(body),
});

describe("anthropicFetch asks for", () => {
  const sent = async (
    body: object,
    headers: Record<string, string> = {},
    url: string | URL = URL_OF_MESSAGES,
  ) => {
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}"));
    const response = await anthropicFetch(client)(url, post(body, headers));
    const [request] = server.received;
    return { response, request: request!, body: JSON.parse(request!.body.toString() || "{}") };
  };

  it("the model of the body, at its path", async () => {
    const { request, body } = await sent({ ...ask, stream: false });
    expect(request.method).toBe("POST");
    expect(request.target).toBe(`/model/${encodeURIComponent(CLAUDE)}/invoke`);
    expect(body).toEqual({ anthropic_version: "bedrock-2023-05-31", max_tokens: 2000, messages });
  });

  it("its stream, and says so in the path alone", async () => {
    const { request, body } = await sent({ ...ask, stream: true });
    expect(request.target).toMatch(/\/invoke-with-response-stream$/);
    expect(body).not.toHaveProperty("stream");
  });

  it("an inference profile by its ARN", async () => {
    const arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123";
    const { request } = await sent({ ...ask, model: arn });
    expect(request.target).toBe(`/model/${encodeURIComponent(arn)}/invoke`);
  });

  it("betas of the header and of the body, each once", async () => {
    const { body, request } = await sent(
      { ...ask, anthropic_beta: ["b", "c"] },
      { "anthropic-beta": "a, b" },
      `${URL_OF_MESSAGES}?beta=true`,
    );
    expect(body.anthropic_beta).toEqual(["b", "c", "a"]);
    expect(request.headers).not.toHaveProperty("anthropic-beta");
    expect((await sent(ask)).body).not.toHaveProperty("anthropic_beta");
    const one = await sent({ ...ask, anthropic_beta: "b" }, { "anthropic-beta": "a" });
    expect(one.body.anthropic_beta).toEqual(["b", "a"]);
  });

  it("no version of Anthropic's, no key and no telemetry, but what is Bedrock's", async () => {
    const { request } = await sent(ask, {
      authorization: "Bearer sk-of-the-sdk",
      "x-api-key": "sk-of-the-sdk",
      "anthropic-version": "2023-06-01",
      "x-stainless-lang": "js",
      "x-amzn-bedrock-service-tier": "flex",
    });
    expect(JSON.stringify(request.headers)).not.toContain("sk-of-the-sdk");
    expect(Object.keys(request.headers).join()).not.toMatch(/stainless|anthropic/);
    expect(request.headers["x-amzn-bedrock-service-tier"]).toBe("flex");
  });

  it("a guardrail, with what the body configures of it", async () => {
    const config = { tagSuffix: "xyz" };
    const { body, request } = await sent(
      { ...ask, "amazon-bedrock-guardrailConfig": config },
      { "x-amzn-bedrock-guardrailidentifier": "abc123", "x-amzn-bedrock-guardrailversion": "1" },
    );
    expect(body["amazon-bedrock-guardrailConfig"]).toEqual(config);
    expect(request.headers["x-amzn-bedrock-guardrailidentifier"]).toBe("abc123");
  });

  it("whatever SDK's URL it is, since only its path is looked at", async () => {
    for (const url of ["http://localhost/proxy/v1/messages", new URL(URL_OF_MESSAGES)]) {
      expect((await sent(ask, {}, url)).response.status).toBe(200);
    }
    const { client } = await loopback((_, response) => respond(response, 200, '{"id":"x"}'));
    const request = new Request(URL_OF_MESSAGES, post(ask));
    expect(await (await anthropicFetch(client)(request)).json()).toEqual({ id: "x" });
  });

  it.for([
    ["us.anthropic.claude-haiku-4-5-20251001-v1:0"],
    ["global.anthropic.claude-haiku-4-5-20251001-v1:0"],
    ["us-gov.anthropic.claude-haiku-4-5-20251001-v1:0"],
    [
      "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0",
    ],
    ["arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0"],
    ["anthropic.claude-haiku-4-5-20251001-v1:0"],
  ])("a count of tokens by the foundation model: %s", async ([model]) => {
    const { request, body } = await sent(
      { model, messages },
      {},
      `${URL_OF_MESSAGES}/count_tokens`,
    );
    expect(request.target).toBe("/model/anthropic.claude-haiku-4-5-20251001-v1%3A0/count-tokens");
    expect(JSON.parse(atob(body.input.invokeModel.body))).toEqual({
      anthropic_version: "bedrock-2023-05-31",
      max_tokens: 1,
      messages,
    });
  });
});

describe("anthropicFetch answers", () => {
  /** What is random or of the moment. */
  const plain = (text: string) =>
    text.replace(/msg_bdrk_\w+|toolu_bdrk_\w+/g, "an-id").replace(/"model":"[^"]*"/g, '"model":""');

  const cases: Record<string, object> = {
    text: {},
    thinking: { thinking: { type: "enabled", budget_tokens: 1024 } },
    tools: { tools: [{ name: "get_weather", input_schema: { type: "object" } }] },
    "a short answer": { max_tokens: 3 },
    "a guardrail's refusal": { messages: [{ role: "user", content: "Something forbidden" }] },
  };
  const guardrail = {
    "x-amzn-bedrock-guardrailidentifier": "abc123",
    "x-amzn-bedrock-guardrailversion": "1",
  };
  for (const [name, more] of Object.entries(cases)) {
    it.for([false, true])(
      `as Bedrock's own Messages API: ${name}, streamed: %s`,
      async (stream) => {
        const { bedrock } = simulated();
        const init = post({ ...ask, ...more, stream }, guardrail);
        const own = await signedFetch(bedrock)(`${bedrock.endpoint}/anthropic/v1/messages`, init);
        const invoked = await anthropicFetch(bedrock)(URL_OF_MESSAGES, init);
        expect(own.status).toBe(200);
        expect(invoked.status).toBe(200);
        const type = (response: Response) => response.headers.get("content-type")?.split(";")[0];
        expect(type(invoked)).toBe(type(own));
        expect(plain(await invoked.text())).toBe(plain(await own.text()));
        expect(invoked.headers.get("request-id")).toMatch(/\S/);
      },
    );
  }

  it.for([
    "ValidationException",
    "AccessDeniedException",
    "ResourceNotFoundException",
    "ServiceQuotaExceededException",
    "ThrottlingException",
    "ModelNotReadyException",
    "ModelTimeoutException",
    "ModelErrorException",
    "InternalServerException",
    "ServiceUnavailableException",
  ])("an exception as Bedrock's own Messages API, before a stream too: %s", async (name) => {
    const { bedrock, simulator } = simulated();
    simulator.faults.push({ fault: "error", name, message: "So", retryAfter: 7 });
    const init = post(ask);
    const own = await signedFetch(bedrock)(`${bedrock.endpoint}/anthropic/v1/messages`, init);
    const error = await own.json();
    for (const stream of [false, true]) {
      const invoked = await anthropicFetch(bedrock)(URL_OF_MESSAGES, post({ ...ask, stream }));
      expect(invoked.status).toBe(own.status);
      const requestId = invoked.headers.get("request-id");
      expect(await invoked.json()).toEqual({ ...error, request_id: requestId });
      expect(invoked.headers.get("retry-after")).toBe("7");
      const again = /Throttling|NotReady|Internal|Unavailable/.test(name);
      expect(invoked.headers.get("x-should-retry")).toBe(String(again));
    }
  });

  it.for([
    ["throttlingException", 429, "rate_limit_error"],
    ["serviceUnavailableException", 503, "overloaded_error"],
    ["validationException", 400, "invalid_request_error"],
    ["modelTimeoutException", 408, "timeout_error"],
    ["modelStreamErrorException", 424, "api_error"],
    ["internalServerException", 500, "api_error"],
  ] as const)("an exception within a stream: %s", async ([name, status, type]) => {
    const { bedrock, simulator } = simulated();
    const stream = () => anthropicFetch(bedrock)(URL_OF_MESSAGES, post({ ...ask, stream: true }));
    simulator.faults.push({ fault: "exception", name, after: 3, message: "So", times: 1 });
    const text = await (await stream()).text();
    const last = text.trim().split("\n\n").at(-1)!;
    expect(last).toMatch(/^event: error\ndata: /);
    expect(JSON.parse(last.replace(/^.*\ndata: /, ""))).toMatchObject({
      type: "error",
      error: { type, message: "So" },
    });
    simulator.faults.push({ fault: "exception", name, after: 0, message: "So", times: 1 });
    const first = await stream();
    expect(first.status).toBe(status);
    expect(await first.json()).toMatchObject({ error: { type, message: "So" } });
  });

  it("its own refusals as 4xx that are not to be tried again", async () => {
    const { bedrock, simulator } = simulated();
    const send = anthropicFetch(bedrock);
    for (const [message, init] of [
      [/^body: .* JSON/, post("not JSON")],
      [/^body: .* JSON/, post("null")],
      ...[undefined, "", null, 7, {}, ["m"]].map(
        (model) => [/^model: /, post({ ...ask, model })] as const,
      ),
      [/^modelId: /, post({ ...ask, model: "." })],
      [/^body: .* 25000000 bytes/, post({ ...ask, system: "x".repeat(25_000_000) })],
      [/^headers: /, post(ask, { "x-amzn-bedrock-trace": "é" })],
    ] as const) {
      const response = await send(URL_OF_MESSAGES, init);
      expect(response.status).toBe(400);
      expect(response.headers.get("x-should-retry")).toBe("false");
      expect(await response.json()).toMatchObject({
        type: "error",
        error: { type: "invalid_request_error", message: expect.stringMatching(message) },
      });
    }
    expect(simulator.invocationLog).toEqual([]);
  });

  it.for([
    ["no credentials", { credentials: async () => ({}) }, 401, "authentication_error"],
    [
      "a redirect",
      { faults: [{ fault: "redirect", location: "https://elsewhere.example/" }] },
      422,
      "invalid_request_error",
    ],
    ["a web page", { faults: [{ fault: "html", status: 200 }] }, 422, "invalid_request_error"],
    [
      "no answer in time",
      { requestTimeoutMs: 20, faults: [{ fault: "stall" }] },
      422,
      "timeout_error",
    ],
    [
      "nothing in the time there is",
      { totalTimeoutMs: 20, faults: [{ fault: "stall" }] },
      422,
      "timeout_error",
    ],
  ] as const)("%s as a 4xx that is not to be tried again", async ([, options, status, type]) => {
    const { faults = [], ...client } = options as { faults?: readonly FaultRule[] };
    const { bedrock, simulator } = simulated(client);
    simulator.faults.push(...faults);
    const response = await anthropicFetch(bedrock)(URL_OF_MESSAGES, post(ask));
    expect(response.status).toBe(status);
    expect(response.headers.get("x-should-retry")).toBe("false");
    expect(await response.json()).toMatchObject({ type: "error", error: { type } });
  });

  it.for([
    ["POST", "/v1/messages/batches"],
    ["GET", "/v1/messages/batches"],
    ["GET", "/v1/messages"],
    ["GET", "/v1/models"],
    ["GET", "/v1/models/claude-haiku-4-5"],
    ["POST", "/v1/files"],
    ["POST", "/v1/complete"],
    ["GET", "/"],
  ] as const)("404 to %s %s", async ([method, path]) => {
    const { bedrock, simulator } = simulated();
    const response = await anthropicFetch(bedrock)(`https://api.anthropic.com${path}`, { method });
    expect(response.status).toBe(404);
    expect(response.headers.get("x-should-retry")).toBe("false");
    expect(await response.json()).toMatchObject({
      type: "error",
      error: { type: "not_found_error", message: expect.stringContaining(`${method} ${path}`) },
    });
    expect(simulator.invocationLog).toEqual([]);
  });

  it("404 to a 200 that says UnknownOperationException", async () => {
    const { bedrock, simulator } = simulated();
    simulator.faults.push({ fault: "unknown-operation" });
    const response = await anthropicFetch(bedrock)(URL_OF_MESSAGES, post(ask));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { type: "not_found_error" } });
  });

  it("a count of tokens, with thinking, as the message itself is counted", async () => {
    const { anthropic } = simulated();
    const thinking = { type: "enabled" as const, budget_tokens: 1024 };
    const { input_tokens } = await anthropic().messages.countTokens({
      model: CLAUDE,
      messages,
      thinking,
    });
    const { usage } = await anthropic().messages.create({ ...ask, thinking });
    expect(input_tokens).toBe(usage.input_tokens);
    const beta = await anthropic().beta.messages.countTokens({ model: CLAUDE, messages });
    expect(beta.input_tokens).toBeGreaterThan(0);
  });

  it("what a connection fails with as a fetch does, so that the SDK tries again", async () => {
    const { anthropic, simulator } = simulated();
    simulator.faults.push({ fault: "reset", times: 1 });
    const error = await failureOf(anthropic().messages.create(ask));
    expect(error).toBeInstanceOf(Anthropic.APIConnectionError);
    expect((error as Error).cause).toMatchObject({ code: "NETWORK" });
    simulator.faults.push({ fault: "reset", times: 1 });
    const { stop_reason } = await anthropic({ maxRetries: 1 }).messages.create(ask);
    expect(stop_reason).toBe("end_turn");
  });

  it.for([
    ["a broken connection", { fault: "reset", after: 4 }, "NETWORK"],
    ["an end before the end", { fault: "cut", after: 4 }, "INCOMPLETE_STREAM"],
    ["a document that is not JSON", "not JSON", "INVALID_EVENT"],
  ] as const)("%s within a stream with the client's own error", async ([, fault, code]) => {
    const { bedrock, simulator } = simulated();
    let client: Pick<BedrockRuntime, "call"> = bedrock;
    if (typeof fault === "string") {
      ({ client } = await loopback((_, response) => respondStream(response, [chunkFrame(fault)])));
    } else simulator.faults.push(fault);
    const response = await anthropicFetch(client)(URL_OF_MESSAGES, post({ ...ask, stream: true }));
    expect(await failureOf(response.text())).toMatchObject({ code });
  });

  it("an abort with the signal's reason, before and within a stream", async () => {
    const { bedrock, simulator } = simulated();
    const send = anthropicFetch(bedrock);
    const reason = new Error("enough");
    const init = { ...post(ask), signal: AbortSignal.abort(reason) };
    expect(await failureOf(send(URL_OF_MESSAGES, init))).toBe(reason);
    simulator.faults.push({ fault: "stall", after: 3 });
    const controller = new AbortController();
    const response = await send(URL_OF_MESSAGES, {
      ...post({ ...ask, stream: true }),
      signal: controller.signal,
    });
    const reader = response.body!.getReader();
    await reader.read();
    controller.abort(reason);
    const rest = async () => {
      while (!(await reader.read()).done);
    };
    expect(await failureOf(rest())).toBe(reason);
    expect((await simulator.ended(1)).outcome).toBe("canceled");
  });

  it("the end of a stream that is read no further by closing the connection", async () => {
    const { anthropic, simulator } = simulated();
    simulator.faults.push({ fault: "stall", after: 5 });
    const stream = await anthropic().messages.create({ ...ask, stream: true });
    for await (const _ of stream) break;
    expect((await simulator.ended(1)).outcome).toBe("canceled");
  });
});

describe("Anthropic's SDK over anthropicFetch", () => {
  const usage = {
    input_tokens: 3,
    cache_creation_input_tokens: 1200,
    cache_read_input_tokens: 3400,
    cache_creation: { ephemeral_5m_input_tokens: 1200, ephemeral_1h_input_tokens: 0 },
    output_tokens: 1,
  };
  const citation = {
    type: "char_location",
    cited_text: "Paris is sunny.",
    document_index: 0,
    document_title: "Weather",
    start_char_index: 0,
    end_char_index: 15,
  };
  const message = { id: "msg_1", type: "message", role: "assistant", model: "claude", content: [] };
  const documents = [
    {
      type: "message_start",
      message: { ...message, stop_reason: null, stop_sequence: null, usage },
    },
    {
      type: "content_block_start",
      index: 0,
      content_block: { type: "text", text: "", citations: [] },
    },
    { type: "content_block_delta", index: 0, delta: { type: "citations_delta", citation } },
    { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Sunny" } },
    { type: "content_block_stop", index: 0 },
    {
      type: "content_block_start",
      index: 1,
      content_block: { type: "redacted_thinking", data: "EqQB" },
    },
    { type: "content_block_stop", index: 1 },
    {
      type: "message_delta",
      delta: { stop_reason: "end_turn", stop_sequence: null },
      usage: { output_tokens: 9 },
    },
    {
      type: "message_stop",
      "amazon-bedrock-invocationMetrics": { inputTokenCount: 3, outputTokenCount: 9 },
    },
  ];

  it("reads citations, redacted thinking and the cache's tokens, streamed", async () => {
    const { client, server } = await loopback((_, response) =>
      respondStream(
        response,
        documents.map((document) => chunkFrame(document)),
      ),
    );
    const anthropic = new Anthropic({ apiKey: "sk", fetch: anthropicFetch(client) });
    const source = { type: "text" as const, media_type: "text/plain" as const, data: "Paris is…" };
    const cache_control = { type: "ephemeral" as const };
    const content = [
      { type: "document" as const, source, citations: { enabled: true }, cache_control },
    ];
    const stream = anthropic.messages.stream({ ...ask, messages: [{ role: "user", content }] });
    const cited: unknown[] = [];
    stream.on("citation", (found) => void cited.push(found));
    const final = await stream.finalMessage();
    expect(cited).toEqual([citation]);
    expect(final.content).toMatchObject([
      { type: "text", text: "Sunny", citations: [citation] },
      { type: "redacted_thinking", data: "EqQB" },
    ]);
    expect(final.usage).toMatchObject({ ...usage, output_tokens: 9 });
    expect(JSON.parse(server.received[0]!.body.toString()).messages[0].content).toEqual(content);
    expect(stream.request_id).toBe("request-1");
  });

  it("goes on without a message thread, which Bedrock does not keep", async () => {
    const { anthropic, simulator } = simulated();
    const runner = anthropic().beta.messages.toolRunner({
      ...ask,
      tools: [
        {
          type: "custom",
          name: "get_weather",
          description: "The weather",
          input_schema: { type: "object", properties: { city: { type: "string" } } },
          run: () => "Sunny",
          parse: (input) => input,
        },
      ],
    });
    expect((await runner.runUntilDone()).stop_reason).toBe("end_turn");
    expect(simulator.invocationLog.map(({ status }) => status)).toEqual([200, 200]);
  });

  it("retries after as long as the service asks for", async () => {
    const { anthropic, simulator } = simulated();
    simulator.faults.push({ fault: "throttle", retryAfter: 1, times: 1 });
    const begin = performance.now();
    const { stop_reason } = await anthropic({ maxRetries: 1 }).messages.create(ask);
    expect(stop_reason).toBe("end_turn");
    expect(performance.now() - begin).toBeGreaterThan(990);
    expect(simulator.invocationLog.length).toBe(2);
  });

  it("does not retry what cannot pass", async () => {
    const { anthropic, simulator } = simulated();
    simulator.faults.push({ fault: "error", name: "ModelTimeoutException" });
    const error = await failureOf(anthropic({ maxRetries: 2 }).messages.create(ask));
    expect(error).toMatchObject({ status: 408, type: "timeout_error" });
    expect(simulator.invocationLog.length).toBe(1);
  });
});

describe("the server-sent events of anthropicFetch", () => {
  /** A plain reading of the format, by the words of the HTML standard. */
  const read = (text: string): { event: string; data: string }[] =>
    text
      .split(/(?:\r\n|\r|\n){2}/)
      .filter((event) => event !== "")
      .map((event) => event.split(/\r\n|\r|\n/))
      .map((lines) => {
        const field = (name: string) =>
          lines
            .filter((line) => line.startsWith(`${name}:`))
            .map((line) => line.slice(name.length + 1).replace(/^ /, ""))
            .join("\n");
        return { event: field("event"), data: field("data") };
      });

  it("are the documents of the stream, whatever is in them", async () => {
    const anyText = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("\n", "\r\n", "\n\ndata: x", "event: x\n", "\u2028", ": ", "__proto__"),
    );
    const document = fc.record(
      {
        type: fc.oneof(fc.constantFrom("content_block_delta", "ping"), anyText, fc.integer()),
        delta: fc.jsonValue(),
        text: anyText,
        "amazon-bedrock-guardrailAction": fc.constantFrom("NONE", "INTERVENED"),
        "amazon-bedrock-invocationMetrics": fc.record({ inputTokenCount: fc.nat() }),
      },
      { requiredKeys: [] },
    );
    let frames: Uint8Array[] = [];
    const { client } = await loopback((_, response) => respondStream(response, frames));
    const send = anthropicFetch(client);
    await fc.assert(
      fc.asyncProperty(fc.array(document, { maxLength: 6 }), async (random) => {
        const given = [...random, { type: "message_stop" }];
        frames = given.map((it) => chunkFrame(it));
        const response = await send(URL_OF_MESSAGES, post({ ...ask, stream: true }));
        const events = read(await response.text());
        expect(events.map(({ data }) => JSON.parse(data))).toEqual(
          given.map((it) => {
            const { "amazon-bedrock-invocationMetrics": _, ...rest } = it as Record<
              string,
              unknown
            >;
            return JSON.parse(JSON.stringify(rest));
          }),
        );
        for (const [i, { event }] of events.entries()) {
          const { type } = given[i] as { type?: unknown };
          expect(event).toBe(typeof type === "string" && /^\S+$/.test(type) ? type : "");
        }
      }),
      { numRuns: 150 },
    );
  });
});
