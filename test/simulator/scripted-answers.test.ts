import Anthropic from "@anthropic-ai/sdk";
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import type { FetchHttpHandler } from "@smithy/fetch-http-handler";
import { BedrockRuntime, InvalidArgumentError } from "bedrock-fetch";
import {
  createSimulator,
  type Respond,
  ScriptError,
  type ScriptRequest,
  type Simulator,
  simulatorCredentials,
} from "bedrock-fetch/simulator";
import { collect } from "bedrock-fetch/text";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { apiKey, invoke, prompt, refusalOf } from "./invoke.ts";

const answer = {
  text: "Let me see. 🌦",
  reasoning: "Two cities, so two calls.",
  toolCalls: [
    { id: "call_paris", name: "get_weather", input: { city: "Paris" } },
    { id: "call_rome", name: "get_weather", input: { city: "Rome", days: [1, 2] } },
  ],
  usage: { inputTokens: 1234, outputTokens: 56 },
};
const question = "What is the weather in Paris and in Rome?";
const claude = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const nova = "us.amazon.nova-2-lite-v1:0";
const gptOss = "openai.gpt-oss-120b-1:0";

const scripted = (respond: Respond) => createSimulator({ apiKeys: [apiKey], respond });

const aws = (simulator: Simulator) =>
  new BedrockRuntimeClient({
    region: "us-east-1",
    credentials: simulatorCredentials,
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: Parameters<FetchHttpHandler["handle"]>[0]) => {
        const { method, path, headers, body } = request;
        const response = await simulator(`https://${request.hostname}${path}`, {
          method,
          headers,
          body,
          duplex: "half",
        });
        const { status, body: stream } = response;
        return {
          response: {
            statusCode: status,
            headers: Object.fromEntries(response.headers),
            body: stream,
          },
        };
      },
    } as unknown as FetchHttpHandler,
  });

const anthropic = (simulator: Simulator) =>
  new Anthropic({
    baseURL: "https://bedrock-runtime.us-east-1.amazonaws.com/anthropic",
    authToken: apiKey,
    apiKey: null,
    maxRetries: 0,
    fetch: simulator,
  });
const openai = (simulator: Simulator) =>
  new OpenAI({
    baseURL: "https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1",
    apiKey,
    maxRetries: 0,
    fetch: simulator,
  });

const calls = answer.toolCalls.map(({ name, input }) => ({ name, input }));
const ids = answer.toolCalls.map(({ id }) => id);
const conversation = { messages: [{ role: "user" as const, content: [{ text: question }] }] };

describe("a scripted answer, with text, thinking and parallel tool calls", () => {
  const bodies = {
    [claude]: prompt(question, { max_tokens: 4000 }),
    [nova]: conversation,
    [gptOss]: { messages: [{ role: "user", content: question }] },
    "qwen.qwen3-32b-v1:0": { messages: [{ role: "user", content: question }] },
  };

  it.for(Object.entries(bodies))(
    "is InvokeModel's of %s, whole and streamed",
    async ([modelId, body]) => {
      const simulator = scripted([answer, answer]);
      const whole = await (await invoke(simulator, { modelId, body })).json();
      const text = JSON.stringify(whole);
      for (const { name, id } of answer.toolCalls) {
        expect(text).toContain(name);
        expect(text).toContain(id);
      }
      expect(text).toContain("Two cities");
      const bedrock = new BedrockRuntime({ region: "us-east-1", apiKey, fetch: simulator });
      const { body: stream } = await bedrock.invokeModelWithResponseStream({
        modelId,
        body: body as never,
      });
      const collected = await collect(stream);
      // The families that have no place for thinking put it into the text, in tags.
      const all = `${collected.reasoning}${collected.text}`;
      expect(all).toContain(answer.reasoning);
      expect(all.endsWith(answer.text)).toBe(true);
      expect(collected.toolCalls).toMatchObject(calls);
      expect(simulator.invocationLog).toMatchObject(
        [1, 2].map(() => ({
          inputTokenCount: 1234,
          outputTokenCount: 56,
          answer: { text: answer.text },
        })),
      );
      simulator.done();
    },
  );

  it.for([claude, nova, gptOss])("is Converse's of %s, whole and streamed", async (modelId) => {
    const simulator = scripted([answer, answer]);
    const whole = await aws(simulator).send(new ConverseCommand({ modelId, ...conversation }));
    expect(whole.stopReason).toBe("tool_use");
    expect(whole.usage).toMatchObject({ inputTokens: 1234, outputTokens: 56 });
    const content = whole.output!.message!.content!;
    expect(content.flatMap(({ toolUse }) => toolUse ?? [])).toMatchObject(
      answer.toolCalls.map(({ id: toolUseId, name, input }) => ({ toolUseId, name, input })),
    );
    expect(content.find(({ text }) => text)!.text).toBe(answer.text);
    expect(JSON.stringify(content)).toContain(answer.reasoning);

    const { stream } = await aws(simulator).send(
      new ConverseStreamCommand({ modelId, ...conversation }),
    );
    const events = await Array.fromAsync(stream!);
    const starts = events.flatMap(
      ({ contentBlockStart }) => contentBlockStart?.start?.toolUse ?? [],
    );
    expect(starts.map(({ toolUseId }) => toolUseId)).toEqual(ids);
    const deltas = events.map(({ contentBlockDelta }) => contentBlockDelta?.delta);
    expect(deltas.map((delta) => delta?.text ?? "").join("")).toBe(answer.text);
    simulator.done();
  });

  it("is Messages', whole and streamed", async () => {
    const simulator = scripted([answer, answer]);
    const ask = {
      model: claude,
      max_tokens: 4000,
      messages: [{ role: "user" as const, content: question }],
    };
    const whole = await anthropic(simulator).messages.create(ask);
    const streamed = await anthropic(simulator).messages.stream(ask).finalMessage();
    for (const message of [whole, streamed]) {
      expect(message).toMatchObject({
        stop_reason: "tool_use",
        usage: { input_tokens: 1234, output_tokens: 56 },
        content: [
          { type: "thinking", thinking: answer.reasoning },
          { type: "text", text: answer.text },
          ...answer.toolCalls.map((call) => ({ type: "tool_use", ...call })),
        ],
      });
    }
    simulator.done();
  });

  it("is Chat Completions', whole and streamed", async () => {
    const simulator = scripted([answer, answer]);
    const ask = { model: gptOss, messages: [{ role: "user" as const, content: question }] };
    const whole = await openai(simulator).chat.completions.create(ask);
    const streamed = await openai(simulator).chat.completions.stream(ask).finalChatCompletion();
    for (const completion of [whole, streamed]) {
      expect(completion.choices[0]).toMatchObject({
        finish_reason: "tool_calls",
        message: {
          content: expect.stringContaining(answer.text),
          tool_calls: answer.toolCalls.map(({ id, name, input }) => ({
            id,
            type: "function",
            function: { name, arguments: JSON.stringify(input) },
          })),
        },
      });
    }
    simulator.done();
  });

  it("is Responses', whole and streamed", async () => {
    const simulator = scripted([answer, answer]);
    const ask = { model: gptOss, input: question };
    const whole = await openai(simulator).responses.create(ask);
    const streamed = await openai(simulator).responses.stream(ask).finalResponse();
    for (const { output, usage } of [whole, streamed]) {
      expect(output).toMatchObject([
        { type: "reasoning", content: [{ text: answer.reasoning }] },
        { type: "message", content: [{ text: answer.text }] },
        ...answer.toolCalls.map(({ id: call_id, name, input }) => ({
          type: "function_call",
          call_id,
          name,
          arguments: JSON.stringify(input),
        })),
      ]);
      expect(usage).toMatchObject({ input_tokens: 1234, output_tokens: 56 });
    }
    simulator.done();
  });

  it("fails by name where a family's format has no place for it", async () => {
    const simulator = scripted([answer]);
    const body = { prompt: question };
    const response = await invoke(simulator, {
      modelId: "us.meta.llama3-3-70b-instruct-v1:0",
      body,
    });
    expect(await refusalOf(response)).toMatchObject({
      name: "ScriptedAnswerException",
      message: expect.stringContaining("no place for the scripted reasoning, toolCalls"),
    });
  });
});

describe("a scripted stop reason", () => {
  it.for([
    ["max_tokens", "max_tokens"],
    ["content_filtered", "refusal"],
  ] as const)("%s is written as the family writes it", async ([stopReason, written]) => {
    const simulator = scripted([{ text: "Well", stopReason }]);
    expect(await (await invoke(simulator)).json()).toMatchObject({ stop_reason: written });
  });
});

describe("a scripted document", () => {
  const document = { what: "ever", nested: { list: [1, 2] } };

  it("is the body as it is", async () => {
    const simulator = scripted([{ document }, { document }, { document }]);
    expect(await (await invoke(simulator)).json()).toEqual(document);
    const converse = await simulator(...converseRequest(conversation));
    expect(await converse.json()).toEqual(document);
    const embedding = { modelId: "amazon.titan-embed-text-v2:0", body: { inputText: "Hello" } };
    expect(await (await invoke(simulator, embedding)).json()).toEqual(document);
    simulator.done();
  });

  it("or several are the events of a stream", async () => {
    const simulator = scripted([
      { documents: [{ a: 1 }, { b: "é" }] },
      {
        documents: [
          { messageStart: { role: "assistant" } },
          { messageStop: { stopReason: "end_turn" } },
        ],
      },
      { documents: [{ type: "ping" }, { type: "message_stop" }] },
      { documents: [{ choices: [{ delta: { content: "Hi" } }] }] },
    ]);
    const streamed = await aws(simulator).send(
      new InvokeModelWithResponseStreamCommand({
        modelId: claude,
        body: JSON.stringify(prompt("Hi")),
      }),
    );
    const chunks = await Array.fromAsync(streamed.body!);
    const decoder = new TextDecoder();
    expect(chunks.map(({ chunk }) => JSON.parse(decoder.decode(chunk!.bytes)))).toEqual([
      { a: 1 },
      { b: "é" },
    ]);

    const { stream } = await aws(simulator).send(
      new ConverseStreamCommand({ modelId: nova, ...conversation }),
    );
    expect(await Array.fromAsync(stream!)).toEqual([
      { messageStart: { role: "assistant" } },
      { messageStop: { stopReason: "end_turn" } },
    ]);

    const messages = [{ role: "user" as const, content: "Hi" }];
    const events = await anthropic(simulator).messages.create({
      model: claude,
      max_tokens: 9,
      messages,
      stream: true,
    });
    expect((await Array.fromAsync(events)).map(({ type }) => type)).toEqual(["message_stop"]);
    const chat = await openai(simulator).chat.completions.create({
      model: gptOss,
      messages,
      stream: true,
    });
    expect(await Array.fromAsync(chat)).toMatchObject([
      { choices: [{ delta: { content: "Hi" } }] },
    ]);
    simulator.done();
  });

  it("is needed where a whole answer was asked for", async () => {
    const simulator = scripted([{ documents: [document] }]);
    expect(await refusalOf(await invoke(simulator))).toMatchObject({
      name: "ScriptedAnswerException",
      message: "InvokeModel is answered whole: script a 'document'.",
    });
  });
});

describe("a scripted error", () => {
  it("is answered, and retried as any other", async () => {
    const simulator = scripted([
      { error: "ThrottlingException" },
      { error: { name: "ModelErrorException", message: "Out of order", originalStatusCode: 500 } },
      "Here I am",
    ]);
    const bedrock = new BedrockRuntime({
      region: "us-east-1",
      apiKey,
      fetch: simulator,
      maxAttempts: 1,
    });
    const ask = () => bedrock.invokeModel({ modelId: claude, body: prompt("Hi") as never });
    await expect(ask()).rejects.toMatchObject({ name: "ThrottlingException" });
    await expect(ask()).rejects.toMatchObject({
      name: "ModelErrorException",
      message: "Out of order",
    });
    await ask();
    expect(simulator.invocationLog.map(({ status, errorCode }) => [status, errorCode])).toEqual([
      [429, "ThrottlingException"],
      [424, "ModelErrorException"],
      [200, undefined],
    ]);
    simulator.done();
  });

  it("has the vendor's form on a vendor's surface", async () => {
    const simulator = scripted([{ error: "ThrottlingException" }]);
    const messages = [{ role: "user" as const, content: "Hi" }];
    const error = await anthropic(simulator)
      .messages.create({ model: claude, max_tokens: 9, messages })
      .catch((it) => it);
    expect(error).toBeInstanceOf(Anthropic.RateLimitError);
    expect(error.error.error.type).toBe("rate_limit_error");
  });
});

describe("a function that responds", () => {
  it("is asked with what a request has, and undefined is the simulator's own answer", async () => {
    const asked: ScriptRequest[] = [];
    const simulator = scripted(async (request) => {
      asked.push(request);
      return request.text.includes("weather") ? "Sunny" : undefined;
    });
    const weather = await invoke(simulator, {
      body: prompt(question),
      headers: { "x-amzn-bedrock-request-metadata": '{"team":"web"}', "x-mine": "yes" },
    });
    expect((await weather.json()).content).toEqual([{ type: "text", text: "Sunny" }]);
    const other = await invoke(simulator, { body: prompt("Why?") });
    expect((await other.json()).content[0].text).toContain("Why?");
    expect(asked[0]).toMatchObject({
      number: 1,
      operation: "InvokeModel",
      modelId: "anthropic.claude-3-haiku-20240307-v1:0",
      input: prompt(question),
      text: question,
      requestMetadata: { team: "web" },
      isStreamed: false,
    });
    expect(asked[0]!.headers.get("x-mine")).toBe("yes");
    expect(asked[1]!.number).toBe(2);
    simulator.done();
  });

  it("is asked for every operation", async () => {
    const operations: string[] = [];
    const simulator = scripted(({ operation }) => {
      operations.push(operation);
      if (operation === "CountTokens") return { usage: { inputTokens: 42 } };
      return operation === "ApplyGuardrail" ? { document: { action: "NONE" } } : undefined;
    });
    const { inputTokens } = await aws(simulator).send(
      new CountTokensCommand({
        modelId: "anthropic.claude-sonnet-4-5-20250929-v1:0",
        input: { converse: conversation },
      }),
    );
    expect(inputTokens).toBe(42);
    const guardrail = await simulator(
      "https://bedrock-runtime.us-east-1.amazonaws.com/guardrail/abc/version/1/apply",
      {
        method: "POST",
        headers: { authorization: `Bearer ${apiKey}` },
        body: JSON.stringify({ source: "INPUT", content: [{ text: { text: "Hi" } }] }),
      },
    );
    expect(await guardrail.json()).toEqual({ action: "NONE" });
    expect(operations).toEqual(["CountTokens", "ApplyGuardrail"]);
  });

  it("sees an input that the log is too small for", async () => {
    const image = "x".repeat(2 ** 20);
    let seen: unknown;
    const simulator = scripted(({ input, isStreamed }) => {
      seen = [Object.keys(input).length, isStreamed];
      return { documents: [{ type: "message_stop" }] };
    });
    const body = { model: claude, max_tokens: 9, messages: [{ role: "user", content: image }] };
    const response = await simulator(
      "https://bedrock-runtime.us-east-1.amazonaws.com/anthropic/v1/messages",
      {
        method: "POST",
        headers: { authorization: `Bearer ${apiKey}` },
        body: JSON.stringify({ ...body, stream: true }),
      },
    );
    expect(await response.text()).toBe('event: message_stop\ndata: {"type":"message_stop"}\n\n');
    expect(seen).toEqual([4, true]);
    expect(simulator.invocationLog[0]!.input).toBeUndefined();
  });

  it("that throws fails the request by name, and done()", async () => {
    const failure = new Error("expected 1 to be 2");
    const simulator = scripted(() => {
      throw failure;
    });
    expect(await refusalOf(await invoke(simulator))).toEqual({
      status: 400,
      name: "ScriptedAnswerException",
      message: "respond threw: expected 1 to be 2",
    });
    expect(() => simulator.done()).toThrow(ScriptError);
    expect(() => simulator.done()).toThrow(
      expect.objectContaining({ code: "SCRIPT", cause: failure }),
    );
  });

  it("that answers what cannot be fails the request by name", async () => {
    const simulator = scripted(() => ({ txt: "Hello" }) as never);
    expect(await refusalOf(await invoke(simulator))).toMatchObject({
      name: "ScriptedAnswerException",
      message: expect.stringContaining(
        "respond.txt: is not an option. The options are: text, reasoning",
      ),
    });
  });

  it("cannot answer embeddings in words", async () => {
    const simulator = scripted(() => "Hello");
    const embedding = { modelId: "amazon.titan-embed-text-v2:0", body: { inputText: "Hello" } };
    expect(await refusalOf(await invoke(simulator, embedding))).toMatchObject({
      name: "ScriptedAnswerException",
      message: expect.stringContaining("script a 'document' or an 'error'"),
    });
  });
});

describe("a list of answers", () => {
  it("fails a request that nothing was scripted for by name, and at done()", async () => {
    const simulator = scripted(["One", () => "Two"]);
    await invoke(simulator);
    expect((await (await invoke(simulator)).json()).content[0].text).toBe("Two");
    expect(await refusalOf(await invoke(simulator))).toEqual({
      status: 400,
      name: "UnscriptedRequestException",
      message:
        "No answer is scripted for request 3, InvokeModel of anthropic.claude-3-haiku-20240307-v1:0: 2 were.",
    });
    expect(() => simulator.done()).toThrow(
      "nothing was scripted for InvokeModel of anthropic.claude-3-haiku",
    );
  });

  it("fails at done() for answers that nobody asked for", async () => {
    const simulator = scripted(["One", "Two", "Three"]);
    await invoke(simulator);
    expect(() => simulator.done()).toThrow(
      "respond[1] was not asked for; respond[2] was not asked for",
    );
    expect(() => createSimulator().done()).not.toThrow();
  });

  it("is not used up by requests that are refused, stopped or answered by a fault", async () => {
    const simulator = scripted(["One"]);
    await invoke(simulator, { body: {} });
    await invoke(simulator, { modelId: "no.such-model" });
    await invoke(simulator, { headers: { authorization: "Bearer wrong" } });
    await invoke(simulator, { headers: { "x-simulator-fault": "throttle" } });
    await invoke(simulator, {
      body: prompt("Something forbidden"),
      headers: {
        "x-amzn-bedrock-guardrailidentifier": "abc",
        "x-amzn-bedrock-guardrailversion": "1",
      },
    });
    expect((await (await invoke(simulator)).json()).content[0].text).toBe("One");
    simulator.done();
  });

  it("is used up by a request whose answer a fault damages", async () => {
    const simulator = scripted(["One"]);
    const response = await invoke(simulator, { headers: { "x-simulator-fault": "cut" } });
    await expect(response.json()).rejects.toThrow(SyntaxError);
    simulator.done();
  });

  it("is not used up by operations in which no model answers", async () => {
    const simulator = scripted(["One"]);
    await aws(simulator).send(
      new CountTokensCommand({
        modelId: "anthropic.claude-sonnet-4-5-20250929-v1:0",
        input: { converse: conversation },
      }),
    );
    expect(() => simulator.done()).toThrow(ScriptError);
  });

  it("can be set again", async () => {
    const simulator = scripted(["One"]);
    simulator.respond = ["Two"];
    const output = await aws(simulator).send(
      new InvokeModelCommand({ modelId: claude, body: JSON.stringify(prompt("Hi")) }),
    );
    expect(new TextDecoder().decode(output.body)).toContain("Two");
    simulator.done();
    simulator.respond = undefined;
    await invoke(simulator);
    simulator.done();
  });
});

describe("answers that cannot be given", () => {
  it.for([
    ["Hello", "respond: must be a function or a list of answers"],
    [[{ txt: "a" }], "respond[0].txt: is not an option"],
    [[null], "respond[0]: must be an object"],
    [[3], "respond[0]: must be an object"],
    [["a", { text: 3 }], "respond[1].text: must be a string"],
    [[{ toolCalls: {} }], "respond[0].toolCalls: must be a list"],
    [[{ toolCalls: [{ name: "a" }] }], "respond[0].toolCalls[0].input: must be an object"],
    [[{ toolCalls: [{ nam: "a" }] }], "respond[0].toolCalls[0].nam: is not an option"],
    [[{ stopReason: "done" }], "respond[0].stopReason: must be one of end_turn, tool_use"],
    [[{ usage: { inputTokens: -1 } }], "respond[0].usage.inputTokens: must be a whole number"],
    [[{ usage: { tokens: 1 } }], "respond[0].usage.tokens: is not an option"],
    [[{ document: "{}" }], "respond[0].document: must be an object"],
    [[{ documents: [1] }], "respond[0].documents: must be a list of objects"],
    [[{ text: "a", error: "b" }], "respond[0].error: must stand alone, not with text, error"],
    [[{ error: 1 }], "respond[0].error: must be a name or an object"],
    [[{ error: "" }], "respond[0].error: must be a name or an object"],
    [[{ error: { after: 1 } }], "respond[0].error: 'error' has no 'after'"],
  ] as const)("are refused: %j", ([respond, why]) => {
    const create = () => createSimulator({ respond: respond as unknown as Respond });
    expect(create).toThrow(InvalidArgumentError);
    expect(create).toThrow(why);
  });
});

const converseRequest = (body: object): [string, RequestInit] => [
  `https://bedrock-runtime.us-east-1.amazonaws.com/model/${encodeURIComponent(nova)}/converse`,
  {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}` },
    body: JSON.stringify(body),
  },
];
