import { createSimulator } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { decodeFrames } from "../../helpers/eventstream/decode-frames.ts";
import { apiKey, call, refusalOf } from "../invoke.ts";

const simulator = createSimulator({
  apiKeys: [apiKey],
  guardrails: [
    {
      guardrailIdentifier: "abc123",
      words: ["forbidden", "only a simulator"],
      blockedInputMessage: "Not that.",
      blockedOutputMessage: "Not so.",
    },
  ],
});

const claude = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const nova = "us.amazon.nova-2-lite-v1:0";

// What an answer holds is looked at by what the operation says: its types are the test.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Answer = any;

const user = (...content: object[]) => ({ role: "user", content });
const asking = (text: string, more: object = {}) => ({ messages: [user({ text })], ...more });

const send = (modelId: string, input: object, operation = "converse") =>
  call(simulator, `/model/${encodeURIComponent(modelId)}/${operation}`, input);

async function converse(modelId: string, input: object): Promise<Answer> {
  const response = await send(modelId, input);
  expect(response.status, await response.clone().text()).toBe(200);
  return response.json();
}

async function stream(modelId: string, input: object): Promise<[type: string, member: Answer][]> {
  const response = await send(modelId, input, "converse-stream");
  expect(response.status, await response.clone().text()).toBe(200);
  const frames = decodeFrames(new Uint8Array(await response.arrayBuffer()));
  return frames.map(({ headers, payload }) => [String(headers[0]![1]), JSON.parse(payload)]);
}

const weather = {
  toolSpec: {
    name: "weather",
    inputSchema: {
      json: {
        type: "object",
        properties: { city: { type: "string" }, days: { type: "integer" } },
        required: ["city", "days"],
      },
    },
  },
};
const weatherQuestion = "How is the weather in Oslo for 3 days?";

describe("Converse with tools", () => {
  it("calls one, and answers once it has the result", async () => {
    const input = asking(weatherQuestion, { toolConfig: { tools: [weather] } });
    const first = await converse(claude, input);
    expect(first.stopReason).toBe("tool_use");
    const { toolUse } = first.output.message.content.at(-1);
    expect(toolUse).toMatchObject({ name: "weather", input: { city: "Oslo", days: 3 } });
    const { toolUseId } = toolUse;
    expect(toolUseId).toMatch(/^tooluse_[A-Za-z0-9_-]+$/);

    const toolResult = { toolUseId, content: [{ json: { sky: "clear" } }] };
    const messages = [...input.messages, first.output.message, user({ toolResult })];
    const second = await converse(claude, { ...input, messages });
    expect(second.stopReason).toBe("end_turn");
    expect(second.usage.inputTokens).toBeGreaterThan(first.usage.inputTokens);
  });

  it.for([{ any: {} }, { tool: { name: "weather" } }])(
    "calls it and says nothing if it must: %j",
    async (toolChoice) => {
      const toolConfig = { tools: [weather], toolChoice };
      const answer = await converse(nova, asking(weatherQuestion, { toolConfig }));
      expect(answer.output.message.content.map(Object.keys)).toEqual([["toolUse"]]);
    },
  );

  it.for([claude, nova])("streams a tool's input as JSON in pieces: %s", async (modelId) => {
    const toolConfig = { tools: [weather], toolChoice: { any: {} } };
    const events = await stream(modelId, asking(weatherQuestion, { toolConfig }));
    expect(events[1]).toMatchObject([
      "contentBlockStart",
      { start: { toolUse: { name: "weather" } } },
    ]);
    const json = events.map(([, { delta }]) => delta?.toolUse?.input ?? "").join("");
    expect(JSON.parse(json)).toEqual({ city: "Oslo", days: 3 });
    expect(events.at(-2)).toMatchObject(["messageStop", { stopReason: "tool_use" }]);
  });
});

describe("Converse with reasoning", () => {
  it.for([
    [claude, { thinking: { type: "enabled", budget_tokens: 1024 } }, true],
    [claude, { reasoning_config: { type: "enabled", budget_tokens: 1024 } }, true],
    [nova, { reasoningConfig: { type: "enabled", maxReasoningEffort: "low" } }, false],
    ["openai.gpt-oss-20b-1:0", { reasoning_effort: "low" }, false],
    ["us.deepseek.r1-v1:0", {}, false],
  ] as const)("thinks: %s %j", async ([modelId, fields, signs]) => {
    const input = asking("Why?", { additionalModelRequestFields: fields });
    const { content } = (await converse(modelId, input)).output.message;
    const [reasoning] = content.filter((block: Answer) => block.reasoningContent);
    const { text, signature } = reasoning.reasoningContent.reasoningText;
    expect(text).toContain("Why?");
    expect(signature).toEqual(signs ? expect.stringMatching(/^[A-Za-z0-9+/]{100,}=*$/) : undefined);

    const events = await stream(modelId, input);
    const deltas = events.map(([, { delta }]) => delta?.reasoningContent);
    expect(deltas.map((delta) => delta?.text ?? "").join("")).toBe(text);
    expect(deltas.find((delta) => delta?.signature)?.signature).toBe(signature);
  });

  it("does not where it is not asked", async () => {
    for (const modelId of [claude, nova]) {
      const { content } = (await converse(modelId, asking("Why?"))).output.message;
      expect(content.map(Object.keys)).toEqual([["text"]]);
    }
  });
});

describe("Converse with documents and images", () => {
  const bytes = Buffer.from("Ruby was created by Matz. It is a language.").toString("base64");

  it("counts them, and takes the question from the text beside them", async () => {
    const image = { format: "png", source: { bytes: "iVBORw0KGgo=" } };
    const document = { format: "pdf", name: "facts", source: { bytes } };
    const bare = await converse(nova, asking("What is it?"));
    const answer = await converse(nova, {
      messages: [user({ image }, { document }, { text: "What is it?" })],
    });
    expect(answer.output.message).toEqual(bare.output.message);
    expect(answer.usage.inputTokens).toBeGreaterThan(bare.usage.inputTokens + 100);
  });

  it("cites a document where citations are enabled, whole and streamed", async () => {
    const document = {
      format: "txt",
      name: "facts",
      source: { bytes },
      citations: { enabled: true },
    };
    const input = { messages: [user({ text: "Who made Ruby?" }, { document })] };
    const { content } = (await converse(claude, input)).output.message;
    expect(content).toMatchObject([
      {
        citationsContent: {
          citations: [
            {
              location: { documentChar: { documentIndex: 0, start: 0, end: 26 } },
              sourceContent: [{ text: "Ruby was created by Matz. " }],
              title: "facts",
            },
          ],
          content: [{ text: expect.stringContaining("Who made Ruby?") }],
        },
      },
    ]);
    const events = await stream(claude, input);
    expect(events[1]).toMatchObject([
      "contentBlockDelta",
      { delta: { citation: { title: "facts" } } },
    ]);
  });

  it("cites a tool's search result", async () => {
    const searchResult = {
      source: "https://example.com/ruby",
      title: "Ruby",
      content: [{ text: "Matz made it." }],
      citations: { enabled: true },
    };
    const toolUse = { toolUseId: "t1", name: "weather", input: {} };
    const { content } = (
      await converse(claude, {
        messages: [
          user({ text: "Who?" }),
          { role: "assistant", content: [{ toolUse }] },
          user({ toolResult: { toolUseId: "t1", content: [{ searchResult }] } }),
        ],
        toolConfig: { tools: [weather] },
      })
    ).output.message;
    expect(content[0].citationsContent.citations).toMatchObject([
      {
        location: { searchResultLocation: { searchResultIndex: 0, start: 0, end: 1 } },
        source: "https://example.com/ruby",
        title: "Ruby",
      },
    ]);
  });
});

describe("Nova's own tool", () => {
  const toolConfig = { tools: [{ systemTool: { name: "nova_grounding" } }] };
  const input = asking("Which Ruby is the latest?", { toolConfig });
  const id = expect.stringMatching(/^tooluse_/);
  const web = { domain: "example.com", url: "https://example.com/" };

  it("searches the web before the answer, and cites it after", async () => {
    const { output, stopReason } = await converse(nova, input);
    expect(stopReason).toBe("end_turn");
    expect(output.message.content).toEqual([
      {
        toolUse: {
          input: { query: "Which Ruby is the latest?" },
          name: "nova_grounding",
          toolUseId: id,
          type: "server_tool_use",
        },
      },
      {
        toolResult: {
          content: [{ text: "[HIDDEN]" }],
          status: "success",
          toolUseId: output.message.content[0].toolUse.toolUseId,
          type: "nova_grounding_result",
        },
      },
      { text: expect.stringContaining("Ruby") },
      { citationsContent: { citations: [{ location: { web } }] } },
    ]);
    // What was said can be appended.
    const messages = [...input.messages, output.message, user({ text: "And before?" })];
    await converse(nova, { messages, toolConfig });
  });

  it("does so in a stream, block by block", async () => {
    const events = await stream(nova, input);
    const blocks = (index: number) =>
      events
        .filter(([, { contentBlockIndex }]) => contentBlockIndex === index)
        .map(([type, { start, delta }]) => [type, start ?? delta]);
    expect(blocks(0)).toEqual([
      [
        "contentBlockStart",
        { toolUse: { name: "nova_grounding", toolUseId: id, type: "server_tool_use" } },
      ],
      ["contentBlockDelta", { toolUse: { input: '{"query":"Which Ruby is the latest?"}' } }],
      ["contentBlockStop", undefined],
    ]);
    expect(blocks(1)).toEqual([
      [
        "contentBlockStart",
        { toolResult: { status: "success", toolUseId: id, type: "nova_grounding_result" } },
      ],
      ["contentBlockDelta", { toolResult: [{ text: "[HIDDEN]" }] }],
      ["contentBlockStop", undefined],
    ]);
    expect(blocks(2).length).toBeGreaterThan(3);
    expect(blocks(3)).toEqual([
      ["contentBlockDelta", { citation: { location: { web } } }],
      ["contentBlockStop", undefined],
    ]);
  });

  it("is not one of Claude's", async () => {
    const { content } = (await converse(claude, input)).output.message;
    expect(content).toHaveLength(1);
  });
});

describe("Converse's other members", () => {
  const schema = JSON.stringify({
    type: "object",
    properties: { name: { type: "string" }, age: { type: "integer" } },
    required: ["name", "age"],
    additionalProperties: false,
  });
  const format = (schema: string) => ({
    outputConfig: { textFormat: { type: "json_schema", structure: { jsonSchema: { schema } } } },
  });

  it("structured output is JSON by the schema", async () => {
    const input = asking("Generate a person named John who is 30 years old", format(schema));
    const [{ text }] = (await converse(claude, input)).output.message.content;
    expect(text).toBe('{"name":"John","age":30}');
  });

  it("a schema that is not JSON is refused", async () => {
    const refusal = await refusalOf(await send(claude, asking("Who?", format("{"))));
    expect(refusal).toMatchObject({ status: 400, name: "ValidationException" });
  });

  it("stop sequences and the number of tokens are kept, and said in the stop reason", async () => {
    const stopped = await converse(
      claude,
      asking("hello", { inferenceConfig: { stopSequences: ["hello"] } }),
    );
    expect(stopped.stopReason).toBe("stop_sequence");
    const cut = await converse(claude, asking("hello", { inferenceConfig: { maxTokens: 7 } }));
    expect(cut).toMatchObject({ stopReason: "max_tokens", usage: { outputTokens: 7 } });
  });

  it("members of the model's own answer come where their paths are given", async () => {
    const input = asking("hello", {
      inferenceConfig: { stopSequences: ["hello"] },
      additionalModelResponseFieldPaths: ["/stop_sequence", "/usage/input_tokens", "/nothing"],
    });
    const fields = { stop_sequence: "hello", input_tokens: expect.any(Number) };
    expect((await converse(claude, input)).additionalModelResponseFields).toEqual(fields);
    const [, stop] = (await stream(claude, input)).at(-2)!;
    expect(stop.additionalModelResponseFields).toEqual(fields);
  });

  it("latency and tier come back as they were asked for", async () => {
    const asked = { performanceConfig: { latency: "optimized" }, serviceTier: { type: "flex" } };
    expect(await converse(nova, asking("Hi", asked))).toMatchObject(asked);
    expect((await stream(nova, asking("Hi", asked))).at(-1)![1]).toMatchObject(asked);
    expect(await converse(nova, asking("Hi"))).not.toHaveProperty("serviceTier");
  });

  it("request metadata is in the log", async () => {
    await converse(nova, asking("Hi", { requestMetadata: { team: "web" } }));
    expect(simulator.invocationLog.at(-1)).toMatchObject({
      operation: "Converse",
      modelId: nova,
      requestMetadata: { team: "web" },
      outcome: "complete",
    });
  });
});

describe("Converse with a guardrail", () => {
  const guardrailConfig = {
    guardrailIdentifier: "abc123",
    guardrailVersion: "1",
    trace: "enabled",
  };

  it("is stopped by a denied word of the prompt, and nothing is counted", async () => {
    const input = asking("Something Forbidden", { guardrailConfig });
    const answer = await converse(nova, input);
    expect(answer).toMatchObject({
      stopReason: "guardrail_intervened",
      output: { message: { content: [{ text: "Not that." }] } },
      usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
    });
    expect(answer.trace.guardrail.inputAssessment.abc123.wordPolicy.customWords).toEqual([
      { match: "forbidden", action: "BLOCKED", detected: true },
    ]);
    const events = await stream(nova, input);
    expect(events.map(([, { delta }]) => delta?.text ?? "").join("")).toBe("Not that.");
    expect(events.at(-2)![1].stopReason).toBe("guardrail_intervened");
    expect(events.at(-1)![1].trace.guardrail.actionReason).toBe("Guardrail blocked.");
  });

  it("is stopped by a denied word of the answer", async () => {
    const answers = await Promise.all(
      ["one", "two", "three", "four", "five", "six"].map((text) =>
        converse(nova, asking(text, { guardrailConfig })),
      ),
    );
    const blocked = answers.find(({ stopReason }) => stopReason === "guardrail_intervened");
    expect(blocked.output.message.content).toEqual([{ text: "Not so." }]);
    expect(
      blocked.trace.guardrail.outputAssessments.abc123[0].wordPolicy.customWords,
    ).toMatchObject([{ match: "only a simulator" }]);
  });

  it("looks at what is marked for it, where anything is", async () => {
    const guarded = (text: string) => ({ guardContent: { text: { text } } });
    const wordsIn = async (...content: object[]) => {
      const messages = [
        user(...content),
        { role: "assistant", content: [{ text: "Well." }] },
        user({ text: "Go on" }),
      ];
      const { trace } = await converse(nova, { messages, guardrailConfig });
      return trace.guardrail.inputAssessment.abc123.wordPolicy?.customWords.length ?? 0;
    };
    expect(await wordsIn({ text: "forbidden" })).toBe(1);
    expect(await wordsIn({ text: "forbidden" }, guarded("well"))).toBe(0);
    expect(await wordsIn({ text: "well" }, guarded("forbidden"))).toBe(1);
  });

  it("that does not exist is refused", async () => {
    const config = { guardrailConfig: { guardrailIdentifier: "other", guardrailVersion: "1" } };
    expect(await refusalOf(await send(nova, asking("Hi", config)))).toEqual({
      status: 400,
      name: "ValidationException",
      message: "The guardrail identifier or version provided in the request does not exist.",
    });
  });
});

describe("Converse refuses", () => {
  it.for([
    [
      { inferenceConfig: { temperature: 2 } },
      "Value '2' at 'inferenceConfig.temperature' failed to satisfy constraint: Member must have value less than or equal to 1",
    ],
    [
      { inferenceConfig: { maxTokens: 0 } },
      "at 'inferenceConfig.maxTokens' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      { messages: [{ content: [{ text: "Hi" }] }] },
      "Value null at 'messages.1.member.role' failed to satisfy constraint: Member must not be null",
    ],
    [
      { messages: [{ role: "robot", content: [] }] },
      "Value 'robot' at 'messages.1.member.role' failed to satisfy constraint: Member must satisfy enum value set: [user, assistant, system]",
    ],
    [
      { toolConfig: { tools: [] } },
      "at 'toolConfig.tools' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      { toolConfig: { tools: [{ toolSpec: { name: "a b", inputSchema: {} } }] } },
      "Value 'a b' at 'toolConfig.tools.1.member.toolSpec.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+",
    ],
    [
      { requestMetadata: { "a!": "b" } },
      "Value at 'requestMetadata.key' failed to satisfy constraint",
    ],
    [
      { requestMetadata: Object.fromEntries(Array.from({ length: 17 }, (_, i) => [i, ""])) },
      "at 'requestMetadata' failed to satisfy constraint: Member must have length less than or equal to 16",
    ],
    [
      { serviceTier: { type: "slow" } },
      "Member must satisfy enum value set: [priority, default, flex, reserved]",
    ],
  ] as const)("what breaks a constraint: %j", async ([more, message]) => {
    const refusal = await refusalOf(await send(nova, { ...asking("Hi"), ...more }));
    expect(refusal).toEqual({
      status: 400,
      name: "ValidationException",
      message: expect.stringContaining(message),
    });
    expect(refusal.message).toMatch(/^\d validation errors? detected: /);
  });

  it.for([
    [{ messages: "Hi" }, "STRING_VALUE can not be converted to a List"],
    [{ messages: [user({ text: 3 })] }, "NUMBER_VALUE can not be converted to a String"],
    [{ messages: [user({ text: {} })] }, "Start of structure or map found where not expected."],
  ] as const)("a value of another type: %j", async ([input, message]) => {
    expect(await refusalOf(await send(nova, input))).toEqual({
      status: 400,
      name: "SerializationException",
      message,
    });
  });

  it("a model that does not chat", async () => {
    expect(await refusalOf(await send("amazon.titan-embed-text-v2:0", asking("Hi")))).toMatchObject(
      {
        status: 400,
        message:
          "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
      },
    );
  });
});

describe("the faults of ConverseStream", () => {
  const faulty = async (fault: string) => {
    const path = `/model/${encodeURIComponent(nova)}/converse-stream`;
    const headers = { "x-simulator-fault": fault };
    return call(simulator, path, asking("Hello"), headers);
  };
  const typesIn = async (response: Response) =>
    decodeFrames(new Uint8Array(await response.arrayBuffer())).map(({ headers }) => headers[0]);

  it("an answer in place of it", async () => {
    expect(await refusalOf(await faulty("throttle"))).toMatchObject({
      status: 429,
      name: "ThrottlingException",
    });
  });

  it("an end between two frames", async () => {
    expect(await typesIn(await faulty("cut; after=2"))).toEqual([
      [":event-type", "messageStart"],
      [":event-type", "contentBlockDelta"],
    ]);
    expect(simulator.invocationLog.at(-1)).toMatchObject({ outcome: "failed", sentCount: 2 });
  });

  it("an exception, and an event of no known type", async () => {
    expect((await typesIn(await faulty("exception; after=2"))).at(-1)).toEqual([
      ":exception-type",
      "throttlingException",
    ]);
    expect(await typesIn(await faulty("unknown-event"))).toContainEqual([
      ":event-type",
      "futureEvent",
    ]);
  });

  it.for([
    ["not-json", "contentBlockDelta", '{"p":'],
    ["no-bytes", "contentBlockDelta", '{"p":"abcd"}'],
    ["bad-base64", "contentBlockDelta", '"redactedContent":"!?*"'],
  ])("a bad event: %s", async ([kind, type, payload]) => {
    const response = await faulty(`bad-chunk; kind=${kind}; after=1`);
    const frames = decodeFrames(new Uint8Array(await response.arrayBuffer()));
    expect(frames[1]!.headers[0]).toEqual([":event-type", type]);
    expect(frames[1]!.payload).toContain(payload);
  });
});
