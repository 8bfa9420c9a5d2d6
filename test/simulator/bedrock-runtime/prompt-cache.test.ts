import { BedrockRuntime, converse, converseStream } from "bedrock-fetch";
import { createSimulator, type SimulatorOptions } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { apiKey } from "../invoke.ts";

const claude = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const haiku = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const nova = "us.amazon.nova-2-lite-v1:0";
const long = "One word after the other makes a long prompt. ".repeat(200);

/** A client, and the time on the service's clock. */
function setUp(options: SimulatorOptions = {}) {
  const clock = { ms: Date.now() };
  const simulator = createSimulator({
    apiKeys: [apiKey],
    ...options,
    now: () => new Date(clock.ms),
  });
  const bedrock = new BedrockRuntime({
    region: "us-east-1",
    apiKey,
    fetch: simulator,
  });
  /** In Claude's format: the usage, and what the headers say of the cache. */
  const invoke = async (body: object, modelId = claude) => {
    const answer = await bedrock.invokeModel({
      modelId,
      body: { anthropic_version: "bedrock-2023-05-31", max_tokens: 100, ...body },
    });
    const { usage } = answer.body.json() as { usage: Record<string, number> };
    const { cache_creation_input_tokens: written, cache_read_input_tokens: read } = usage;
    return { usage, input: usage.input_tokens!, written: written!, read: read! };
  };
  const conversing = async (input: object, modelId = claude) => {
    const { usage } = await bedrock.call(converse, { modelId, ...input } as never);
    return { ...usage };
  };
  return { bedrock, simulator, clock, invoke, conversing };
}

const cache_control = { type: "ephemeral" };
const system = [{ type: "text", text: long, cache_control }];
const asking = (content: unknown) => [{ role: "user", content }];

describe("Claude's prompt cache", () => {
  it("is written by the first request and read by the next with the same beginning", async () => {
    const { invoke } = setUp();
    const plain = await invoke({ system: long, messages: asking("Hello") });
    const first = await invoke({ system, messages: asking("Hello") });
    expect(first.written).toBeGreaterThan(1024);
    expect(first.read).toBe(0);
    expect(first.input + first.written).toBe(plain.input);
    const second = await invoke({ system, messages: asking("How are you?") });
    expect([second.read, second.written]).toEqual([first.written, 0]);
    expect(first.usage.cache_creation).toEqual({
      ephemeral_5m_input_tokens: first.written,
      ephemeral_1h_input_tokens: 0,
    });
  });

  it("is another for another beginning, model or simulator", async () => {
    const { invoke } = setUp();
    await invoke({ system, messages: asking("Hello") });
    const other = [{ ...system[0], text: `Other. ${long}` }];
    expect((await invoke({ system: other, messages: asking("Hello") })).read).toBe(0);
    const sonnet = "us.anthropic.claude-sonnet-4-20250514-v1:0";
    expect((await invoke({ system, messages: asking("Hello") }, sonnet)).read).toBe(0);
    expect((await setUp().invoke({ system, messages: asking("Hello") })).read).toBe(0);
  });

  it("grows with a conversation whose end is marked every time", async () => {
    const { invoke } = setUp();
    const marked = (text: string) => [{ type: "text", text, cache_control }];
    const first = await invoke({ system: long, messages: asking(marked("Hello")) });
    const second = await invoke({
      system: long,
      messages: [
        ...asking([{ type: "text", text: "Hello" }]),
        { role: "assistant", content: "Hi, what can I do for you?" },
        ...asking(marked("Tell me more")),
      ],
    });
    expect(second.read).toBe(first.written);
    expect(second.written).toBeGreaterThan(5);
    expect(second.input).toBe(0);
  });

  it("lasts five minutes after its latest use, or an hour", async () => {
    const { invoke, clock } = setUp();
    const ask = async () => (await invoke({ system, messages: asking("Hello") })).read;
    expect(await ask()).toBe(0);
    clock.ms += 290_000;
    expect(await ask()).toBeGreaterThan(0);
    clock.ms += 290_000;
    expect(await ask()).toBeGreaterThan(0);
    clock.ms += 300_000;
    expect(await ask()).toBe(0);

    const hour = [
      { ...system[0], text: `Hour. ${long}`, cache_control: { ...cache_control, ttl: "1h" } },
    ];
    const first = await invoke({ system: hour, messages: asking("Hello") });
    expect(first.usage.cache_creation).toEqual({
      ephemeral_5m_input_tokens: 0,
      ephemeral_1h_input_tokens: first.written,
    });
    clock.ms += 3_500_000;
    expect((await invoke({ system: hour, messages: asking("Hello") })).read).toBe(first.written);
  });

  it("keeps nothing that is too short for the model, nor what is not marked", async () => {
    const { invoke } = setUp();
    for (const [body, model] of [
      [{ system: [{ type: "text", text: "Be brief.", cache_control }] }, claude],
      [{ system }, haiku],
      [{ system: long }, claude],
    ] as const) {
      for (const _ of [1, 2]) {
        const { read, written } = await invoke({ ...body, messages: asking("Hello") }, model);
        expect([read, written]).toEqual([0, 0]);
      }
    }
  });

  it("takes four marks at most, wherever they are", async () => {
    const { invoke } = setUp();
    const tools = [{ name: "a", input_schema: { type: "object" }, cache_control }];
    const marked = (count: number) =>
      asking(Array.from({ length: count }, () => ({ type: "text", text: "Hello", cache_control })));
    await invoke({ tools, system, messages: marked(2) });
    await expect(invoke({ tools, system, messages: marked(3) })).rejects.toMatchObject({
      name: "ValidationException",
      message: "A maximum of 4 blocks with cache_control may be provided. Found 5.",
    });
  });

  it("is forgotten when the simulator is cleared", async () => {
    const { invoke, simulator } = setUp();
    await invoke({ system, messages: asking("Hello") });
    simulator.clear();
    expect((await invoke({ system, messages: asking("Hello") })).read).toBe(0);
  });

  it("takes cache_control of the body as the end of the prompt", async () => {
    const { invoke } = setUp();
    const ask = () => invoke({ system: long, messages: asking("Hello"), cache_control });
    expect((await ask()).input).toBe(0);
    expect((await ask()).written).toBe(0);
  });

  it("is reported in a stream's metrics as in a whole answer's headers", async () => {
    const { bedrock } = setUp();
    const input = {
      modelId: claude,
      body: {
        anthropic_version: "bedrock-2023-05-31",
        max_tokens: 100,
        system,
        messages: asking("Hello"),
      },
    };
    const whole = await bedrock.invokeModel(input);
    const { cacheReadInputTokens, cacheWriteInputTokens = 0 } = whole.usage ?? {};
    expect(cacheReadInputTokens).toBe(0);
    expect(cacheWriteInputTokens).toBeGreaterThan(1024);
    const { body } = await bedrock.invokeModelWithResponseStream(input);
    const documents = (await Array.fromAsync(body)).map(({ chunk }) =>
      JSON.parse(new TextDecoder().decode(chunk?.bytes)),
    );
    const { cache_read_input_tokens: read } = documents[0].message.usage;
    expect(read).toBe(cacheWriteInputTokens);
    expect(documents.at(-1)["amazon-bedrock-invocationMetrics"]).toMatchObject({
      cacheReadInputTokenCount: read,
      cacheWriteInputTokenCount: 0,
    });
  });
});

describe("Converse's prompt cache", () => {
  const points = { system: [{ text: long }, { cachePoint: { type: "default" } }] };
  const messages = asking([{ text: "Hello" }]);

  it("is reported as recorded of Claude, written with details and read without", async () => {
    const { conversing } = setUp();
    const first = await conversing({ ...points, messages });
    expect(first).toMatchObject({
      cacheDetails: [{ inputTokens: first.cacheWriteInputTokens, ttl: "5m" }],
      cacheReadInputTokens: 0,
      totalTokens: first.inputTokens! + first.outputTokens! + first.cacheWriteInputTokens!,
    });
    const second = await conversing({ ...points, messages });
    expect(second).toMatchObject({
      cacheReadInputTokens: first.cacheWriteInputTokens,
      cacheWriteInputTokens: 0,
      inputTokens: first.inputTokens,
      totalTokens: first.totalTokens,
    });
    expect(second).not.toHaveProperty("cacheDetails");
  });

  it("is shared by Nova's own format, and caches the shortest of prompts", async () => {
    const { bedrock, conversing } = setUp();
    const short = {
      system: [{ text: "Be brief." }, { cachePoint: { type: "default" } }],
      messages,
    };
    const first = await conversing(short, nova);
    expect(first.cacheWriteInputTokens).toBe(3);
    const { body } = await bedrock.invokeModel({ modelId: nova, body: short });
    expect(body.json()).toMatchObject({
      usage: { cacheReadInputTokenCount: 3, cacheWriteInputTokenCount: 0 },
    });
    const { stream } = await bedrock.call(converseStream, { modelId: nova, ...short } as never);
    const events = await Array.fromAsync(stream!);
    expect(events.at(-1)?.metadata?.usage).toMatchObject({ cacheReadInputTokens: 3 });
  });

  it("can be scripted, with nothing in the request", async () => {
    const usage = { inputTokens: 12, cacheReadInputTokens: 7000, cacheWriteInputTokens: 30 };
    const { conversing, invoke } = setUp({ respond: () => ({ text: "Hi", usage }) });
    expect(await conversing({ messages })).toMatchObject(usage);
    expect(await invoke({ messages: asking("Hello") })).toMatchObject({
      input: 12,
      read: 7000,
      written: 30,
    });
  });
});
