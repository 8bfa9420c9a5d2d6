import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import Anthropic from "@anthropic-ai/sdk";
import { getToken } from "@aws/bedrock-token-generator";
import { generateText, jsonSchema, stepCountIs, streamText, tool } from "ai";
import { AwsClient } from "aws4fetch";
import { BedrockRuntime, signedFetch } from "bedrock-fetch";
import { createSimulator, parseFault, simulatorCredentials } from "bedrock-fetch/simulator";
import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Server, serve } from "../../../src/simulator/node/serve.ts";

const simulator = createSimulator();
let server: Server;
let bearer: string;

beforeAll(async () => {
  server = await serve(simulator);
  bearer = await getToken({ credentials: simulatorCredentials, region: "us-east-1" });
});
afterEach(() => {
  simulator.faults.length = 0;
  simulator.clear();
});
afterAll(() => server.close());

/** Signs what an SDK asks for, without the SDK's own key. */
const signed: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const headers = new Headers(request.headers);
  headers.delete("authorization");
  headers.delete("x-api-key");
  const aws = new AwsClient({ ...simulatorCredentials, region: "us-east-1", service: "bedrock" });
  const body = await request.arrayBuffer();
  return fetch(await aws.sign(request.url, { method: request.method, headers, body }), {
    signal: request.signal,
  });
};

const claude = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const gptOss = "openai.gpt-oss-120b-1:0";

const weather = {
  type: "object" as const,
  properties: { city: { type: "string" as const } },
  required: ["city"],
};

const client = () =>
  new BedrockRuntime({
    region: "us-east-1",
    endpoint: server.url,
    credentials: simulatorCredentials,
  });

const ways = [
  ["with a short-term API key", () => ({ key: bearer, fetch: undefined })],
  ["signed by a fetch of its own", () => ({ key: "unused", fetch: signed })],
  ["by signedFetch", () => ({ key: "unused", fetch: signedFetch(client()) })],
] as const;

describe.each(ways)("Anthropic's SDK %s", (_, way) => {
  const anthropic = (options: object = {}) => {
    const { key, fetch } = way();
    return new Anthropic({
      baseURL: `${server.url}/anthropic`,
      ...(fetch ? { apiKey: key, fetch } : { authToken: key, apiKey: null }),
      maxRetries: 0,
      ...options,
    });
  };
  const messages = [{ role: "user" as const, content: "What is the weather in Paris?" }];
  const ask = { model: claude, max_tokens: 2000, messages };

  it("gets a message", async () => {
    const message = await anthropic().messages.create(ask);
    expect(message).toMatchObject({ type: "message", role: "assistant", stop_reason: "end_turn" });
    expect(message.content).toMatchObject([
      { type: "text", text: expect.stringContaining("Paris") },
    ]);
    expect(await simulator.ended(1)).toMatchObject({
      operation: "Messages",
      modelId: claude,
      input: { model: claude, messages },
      identity: simulatorCredentials.accessKeyId,
      outcome: "complete",
    });
  });

  it("gets the same message by its streaming helper, with thinking", async () => {
    const thinking = { type: "enabled" as const, budget_tokens: 1024 };
    const stream = anthropic().messages.stream({ ...ask, thinking });
    const said: string[] = [];
    const thought: string[] = [];
    stream.on("text", (delta) => void said.push(delta));
    stream.on("thinking", (delta) => void thought.push(delta));
    const message = await stream.finalMessage();
    expect(message.content.map(({ type }) => type)).toEqual(["thinking", "text"]);
    expect(message.content[0]).toMatchObject({
      thinking: thought.join(""),
      signature: expect.any(String),
    });
    expect(message.content[1]).toMatchObject({ text: said.join("") });
    expect(said.length).toBeGreaterThan(3);
    expect(message.usage.output_tokens).toBeGreaterThan(10);
  });

  it("runs a tool by its tool runner, streamed", async () => {
    const runner = anthropic().beta.messages.toolRunner({
      ...ask,
      stream: true,
      tools: [
        {
          type: "custom",
          name: "get_weather",
          description: "The weather",
          input_schema: weather,
          run: ({ city }: { city: string }) => `Sunny in ${city}`,
          parse: (input) => input as { city: string },
        },
      ],
    });
    const stops: (string | null)[] = [];
    for await (const stream of runner) stops.push((await stream.finalMessage()).stop_reason);
    expect(stops).toEqual(["tool_use", "end_turn"]);
    // It asks for a thread first, and goes on without one.
    const { input } = await simulator.ended(3);
    expect(JSON.stringify(input)).toContain("Sunny in Paris");
    expect(simulator.invocationLog.map(({ status }) => status)).toEqual([400, 200, 200]);
  });

  it("reports errors as its own classes, in Anthropic's form", async () => {
    const error = await anthropic()
      .messages.create({ ...ask, model: gptOss })
      .catch((it) => it);
    expect(error).toBeInstanceOf(Anthropic.BadRequestError);
    expect(error.error).toMatchObject({ type: "error", error: { type: "invalid_request_error" } });

    simulator.faults.push({ fault: "throttle", retryAfter: 0, times: 1 });
    const throttled = await anthropic()
      .messages.create(ask)
      .catch((it) => it);
    expect(throttled).toBeInstanceOf(Anthropic.RateLimitError);
    expect(throttled.error.error.type).toBe("rate_limit_error");
    simulator.faults.push({ fault: "throttle", retryAfter: 0, times: 1 });
    const message = await anthropic({ maxRetries: 1 }).messages.create(ask);
    expect(message.stop_reason).toBe("end_turn");
  });

  it("reports an exception within the stream, and a stream that breaks", async () => {
    const read = async () => {
      const stream = await anthropic().messages.create({ ...ask, stream: true });
      return Array.fromAsync(stream);
    };
    simulator.faults.push({ fault: "exception", after: 4, times: 1 });
    await expect(read()).rejects.toThrow(/rate_limit_error/);
    simulator.faults.push({ fault: "reset", after: 4, times: 1 });
    await expect(read()).rejects.toThrow();
    expect((await simulator.ended(2)).outcome).toBe("failed");
  });

  it("aborts a stream", async () => {
    simulator.pace = { tokensPerSecond: 5 };
    const stream = await anthropic().messages.create({ ...ask, stream: true });
    for await (const _ of stream) break;
    stream.controller.abort();
    simulator.pace = {};
    expect((await simulator.ended(1)).outcome).toBe("canceled");
  });
});

describe.each(ways)("OpenAI's SDK %s", (_, way) => {
  const openai = (options: object = {}) => {
    const { key, fetch } = way();
    return new OpenAI({
      baseURL: `${server.url}/openai/v1`,
      apiKey: key,
      ...(fetch && { fetch }),
      maxRetries: 0,
      ...options,
    });
  };
  const messages = [{ role: "user" as const, content: "What is the weather in Paris?" }];
  const parameters = weather as Record<string, unknown>;

  it("completes a chat", async () => {
    const completion = await openai().chat.completions.create({ model: gptOss, messages });
    expect(completion).toMatchObject({ object: "chat.completion", model: gptOss });
    expect(completion.choices[0]!.message.content).toContain("Paris");
    expect(completion.usage!.total_tokens).toBeGreaterThan(10);
    expect(await simulator.ended(1)).toMatchObject({
      operation: "ChatCompletions",
      modelId: gptOss,
    });
  });

  it("completes a chat by its streaming helper, with the usage", async () => {
    const stream = openai().chat.completions.stream({
      model: gptOss,
      messages,
      stream_options: { include_usage: true },
    });
    const deltas: string[] = [];
    stream.on("content", (delta) => void deltas.push(delta));
    const completion = await stream.finalChatCompletion();
    expect(completion.choices[0]!.message.content).toBe(deltas.join(""));
    expect(completion.choices[0]!.finish_reason).toBe("stop");
    expect((await stream.totalUsage()).completion_tokens).toBeGreaterThan(5);
  });

  it("runs a tool in a chat, streamed", async () => {
    const runner = openai().chat.completions.runTools({
      model: gptOss,
      messages,
      stream: true,
      tools: [
        {
          type: "function",
          function: {
            name: "get_weather",
            description: "The weather",
            parameters,
            parse: JSON.parse,
            function: ({ city }: { city: string }) => `Sunny in ${city}`,
          },
        },
      ],
    });
    expect(await runner.finalContent()).toContain("Paris");
    expect(JSON.stringify((await simulator.ended(2)).input)).toContain("Sunny in Paris");
  });

  it("gets a response, whole and streamed, with reasoning", async () => {
    const ask = {
      model: gptOss,
      input: "What is the weather in Paris?",
      reasoning: { effort: "low" as const },
    };
    const response = await openai().responses.create(ask);
    expect(response.output_text).toContain("Paris");
    expect(response.output.map(({ type }) => type)).toEqual(["reasoning", "message"]);
    const stream = openai().responses.stream(ask);
    const types = new Set<string>();
    for await (const event of stream) types.add(event.type);
    expect(types).toContain("response.reasoning_text.delta");
    const final = await stream.finalResponse();
    expect(final.status).toBe("completed");
    expect(final.output_text).toBe(response.output_text);
    expect(await simulator.ended(2)).toMatchObject({ operation: "Responses", outcome: "complete" });
  });

  it("gets a call of a function by a response, and answers it", async () => {
    const tools = [{ type: "function" as const, name: "get_weather", parameters, strict: false }];
    const ask = { model: gptOss, input: "What is the weather in Paris?", tools };
    const stream = openai().responses.stream(ask);
    const { output } = await stream.finalResponse();
    expect(output).toMatchObject([
      { type: "message" },
      { type: "function_call", name: "get_weather", arguments: '{"city":"Paris"}' },
    ]);
    const call = output.find((item) => item.type === "function_call")!;
    const next = await openai().responses.create({
      ...ask,
      input: [
        { role: "user", content: ask.input },
        ...(output as OpenAI.Responses.ResponseInputItem[]),
        { type: "function_call_output", call_id: call.call_id, output: "Sunny" },
      ],
    });
    expect(next.output_text).toContain("Paris");
  });

  it("says that a response was cut short", async () => {
    const response = await openai().responses.create({
      model: gptOss,
      input: "Tell me of Paris in 500 words",
      max_output_tokens: 20,
    });
    expect(response).toMatchObject({
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
    });
  });

  it("reports errors as its own classes, in OpenAI's form", async () => {
    const error = await openai()
      .chat.completions.create({ model: claude, messages })
      .catch((it) => it);
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error).toMatchObject({ type: "invalid_request_error", code: "validation_error" });
    simulator.faults.push({ fault: "throttle", times: 1 });
    await expect(openai().responses.create({ model: gptOss, input: "Hi" })).rejects.toBeInstanceOf(
      OpenAI.RateLimitError,
    );
  });

  it.for(["chat.completions", "responses"] as const)(
    "reports an exception within a stream of %s",
    async (api) => {
      simulator.faults.push({ fault: "exception", after: 3, times: 1 });
      const read = async () => {
        const stream =
          api === "responses"
            ? await openai().responses.create({ model: gptOss, input: "Hi", stream: true })
            : await openai().chat.completions.create({ model: gptOss, messages, stream: true });
        for await (const _ of stream);
      };
      await expect(read()).rejects.toThrow("throttlingException");
    },
  );
});

describe("the AI SDK", () => {
  const models = {
    "Anthropic's Messages": () =>
      createAnthropic({ baseURL: `${server.url}/anthropic/v1`, apiKey: "unused", fetch: signed })(
        claude,
      ),
    "OpenAI's Chat Completions": () =>
      createOpenAI({ baseURL: `${server.url}/openai/v1`, apiKey: bearer }).chat(gptOss),
    "OpenAI's Responses": () =>
      createOpenAI({ baseURL: `${server.url}/openai/v1`, apiKey: bearer }).responses(gptOss),
  };
  const prompt = "What is the weather in Paris?";
  const tools = {
    get_weather: tool({
      description: "The weather",
      inputSchema: jsonSchema<{ city: string }>(weather),
      execute: async ({ city }) => `Sunny in ${city}`,
    }),
  };

  it.for(Object.keys(models) as (keyof typeof models)[])(
    "runs a tool over %s, whole and streamed",
    async (api) => {
      const whole = await generateText({
        model: models[api](),
        prompt,
        tools,
        stopWhen: stepCountIs(2),
      });
      expect(whole.steps[0]!.toolCalls).toMatchObject([
        { toolName: "get_weather", input: { city: "Paris" } },
      ]);
      expect(whole.text).toContain("Paris");
      const streamed = streamText({
        model: models[api](),
        prompt,
        tools,
        stopWhen: stepCountIs(2),
      });
      expect(await streamed.text).toBe(whole.text);
      expect(await streamed.finishReason).toBe("stop");
    },
  );
});

describe("a vendor's path on Bedrock Runtime", () => {
  const headers = () => ({ authorization: `Bearer ${bearer}`, "content-type": "application/json" });

  it.for([
    "/v1/messages",
    "/v1/chat/completions",
    "/openai/v1/messages",
    "/anthropic/v1/chat/completions",
    "/anthropic/v1/messages/batches",
    "/openai/v1/models",
  ])("under a wrong prefix answers 200 and UnknownOperationException: %s", async (path) => {
    const response = await fetch(`${server.url}${path}`, {
      method: "POST",
      headers: headers(),
      body: "{}",
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      Output: { __type: "com.amazon.coral.service#UnknownOperationException" },
      Version: "1.0",
    });
  });

  it.for(["/anthropic/v1/messages", "/openai/v1/chat/completions", "/openai/v1/responses"])(
    "makes faults, among them a 200 with UnknownOperationException: %s",
    async (path) => {
      simulator.faults.push({ fault: "unknown-operation", times: 1 });
      const body = JSON.stringify({ model: claude });
      const send = () =>
        fetch(`${server.url}${path}`, { method: "POST", headers: headers(), body });
      const response = await send();
      expect(response.status).toBe(200);
      expect(await response.text()).toContain("UnknownOperationException");
      simulator.faults.push({ fault: "html", times: 1 });
      expect((await send()).headers.get("content-type")).toBe("text/html");
      simulator.faults.push({
        fault: "error",
        name: "ModelNotReadyException",
        body: "__type",
        times: 1,
      });
      expect(await (await send()).json()).toMatchObject({
        __type: "com.amazon.bedrock#ModelNotReadyException",
      });
    },
  );

  it("damages a stream of server-sent events as one of frames", async () => {
    const messages = [{ role: "user", content: "Hi" }];
    const body = JSON.stringify({ model: claude, max_tokens: 99, messages, stream: true });
    const read = async () => {
      const init = { method: "POST", headers: headers(), body };
      return (await fetch(`${server.url}/anthropic/v1/messages`, init)).text();
    };
    const intact = await read();
    const befallen = async (fault: string) => {
      simulator.faults.push(parseFault(`${fault}; times=1`));
      return read();
    };
    expect(await befallen("drip; bytes=7")).toBe(intact);
    expect(await befallen("length")).toBe(intact);
    expect(await befallen("unknown-event")).toContain(
      'event: futureEvent\ndata: {"told":"nothing"}\n\n',
    );
    expect(await befallen("bad-chunk; kind=not-json")).toContain('data: {"type":\n\n');
    expect(await befallen("error-frame")).toMatch(
      /^event: error\ndata: \{"type":"error","error":\{"type":"api_error"/,
    );
    expect(intact.startsWith(await befallen("cut; after=2; bytes=3"))).toBe(true);
    expect(await befallen("flip")).not.toBe(intact);
  });

  it("refuses who proves nothing as AWS does, in no vendor's form", async () => {
    for (const path of [
      "/anthropic/v1/messages",
      "/openai/v1/chat/completions",
      "/openai/v1/responses",
    ]) {
      const body = JSON.stringify({ model: claude });
      const response = await fetch(`${server.url}${path}`, {
        method: "POST",
        headers: { authorization: "Bearer wrong", "x-api-key": bearer },
        body,
      });
      expect(response.status).toBe(403);
      expect(Object.keys(await response.json())).toEqual(["message"]);
    }
  });

  it("lets a guardrail intervene in Messages and Chat Completions, and not in Responses", async () => {
    const guardrail = {
      "x-amzn-bedrock-guardrailidentifier": "abc123",
      "x-amzn-bedrock-guardrailversion": "1",
    };
    const messages = [{ role: "user", content: "Something forbidden" }];
    const ask = async (path: string, body: object) => {
      const init = {
        method: "POST",
        headers: { ...headers(), ...guardrail },
        body: JSON.stringify(body),
      };
      return JSON.stringify(await (await fetch(`${server.url}${path}`, init)).json());
    };
    const blocked = "Sorry, the model cannot answer";
    expect(
      await ask("/anthropic/v1/messages", { model: claude, max_tokens: 99, messages }),
    ).toContain(blocked);
    expect(await ask("/openai/v1/chat/completions", { model: gptOss, messages })).toContain(
      blocked,
    );
    expect(await ask("/openai/v1/responses", { model: gptOss, input: "forbidden" })).not.toContain(
      blocked,
    );
  });
});
