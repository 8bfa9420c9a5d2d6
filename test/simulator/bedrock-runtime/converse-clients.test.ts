import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock";
import {
  ApplyGuardrailCommand,
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeGuardrailChecksCommand,
} from "@aws-sdk/client-bedrock-runtime";
import * as LanguageModel from "@effect/ai/LanguageModel";
import * as AmazonBedrockClient from "@effect/ai-amazon-bedrock/AmazonBedrockClient";
import * as AmazonBedrockLanguageModel from "@effect/ai-amazon-bedrock/AmazonBedrockLanguageModel";
import * as FetchHttpClient from "@effect/platform/FetchHttpClient";
import { ChatBedrockConverse } from "@langchain/aws";
import { HumanMessage } from "@langchain/core/messages";
import { embed, generateImage, generateText, jsonSchema, stepCountIs, streamText, tool } from "ai";
import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
import * as Chunk from "effect/Chunk";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import * as Stream from "effect/Stream";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Server, serve } from "../../../src/simulator/node/serve.ts";

const simulator = createSimulator();
let server: Server;

beforeAll(async () => {
  server = await serve(simulator);
});
beforeEach(() => {
  simulator.faults.length = 0;
  simulator.clear();
});
afterAll(() => server.close());

const region = "us-east-1";
const claude = "global.anthropic.claude-haiku-4-5-20251001-v1:0";
const models = [
  claude,
  "us.amazon.nova-2-lite-v1:0",
  "us.deepseek.r1-v1:0",
  "us.meta.llama3-3-70b-instruct-v1:0",
  "openai.gpt-oss-120b-1:0",
  "mistral.mistral-large-2407-v1:0",
];
const question = "What is an event stream? 🚀";
const weatherSchema = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
} as const;

describe("the AWS SDK converses", () => {
  const client = () =>
    new BedrockRuntimeClient({
      region,
      endpoint: server.url,
      credentials: simulatorCredentials,
      maxAttempts: 1,
    });
  const messages = [{ role: "user" as const, content: [{ text: question }] }];

  it.for(models)("with %s, the same whole as streamed", async (modelId) => {
    const answer = await client().send(new ConverseCommand({ modelId, messages }));
    const text = answer.output?.message?.content?.map((block) => block.text ?? "").join("");
    expect(text).toContain(question);
    expect(answer.stopReason).toBe("end_turn");
    expect(answer.metrics?.latencyMs).toBeGreaterThan(0);
    const { stream } = await client().send(new ConverseStreamCommand({ modelId, messages }));
    const events = await Array.fromAsync(stream!);
    const streamed = events.map((event) => event.contentBlockDelta?.delta?.text ?? "").join("");
    expect(streamed).toBe(text);
    expect(events.at(-1)?.metadata?.usage).toMatchObject({
      inputTokens: answer.usage?.inputTokens,
      outputTokens: answer.usage?.outputTokens,
    });
    expect(simulator.invocationLog.map(({ operation }) => operation)).toEqual([
      "Converse",
      "ConverseStream",
    ]);
  });

  it("and gets the exceptions of a stream as its own", async () => {
    simulator.faults.push({ fault: "exception", name: "throttlingException", after: 3 });
    const { stream } = await client().send(
      new ConverseStreamCommand({ modelId: claude, messages }),
    );
    await expect(Array.fromAsync(stream!)).rejects.toMatchObject({ name: "ThrottlingException" });
  });
});

describe("the AWS SDK's other operations", () => {
  const client = () =>
    new BedrockRuntimeClient({
      region,
      endpoint: server.url,
      credentials: simulatorCredentials,
      maxAttempts: 1,
    });

  it("CountTokens counts what Converse reports, bytes and all", async () => {
    const messages = [
      {
        role: "user" as const,
        content: [
          { text: question },
          { image: { format: "png" as const, source: { bytes: new Uint8Array(2000) } } },
        ],
      },
    ];
    const modelId = claude.replace("global.", "");
    const counted = await client().send(
      new CountTokensCommand({ modelId, input: { converse: { messages } } }),
    );
    const { usage } = await client().send(new ConverseCommand({ modelId: claude, messages }));
    expect(counted).toMatchObject({ inputTokens: usage?.inputTokens });
    const body = new TextEncoder().encode(
      JSON.stringify({
        anthropic_version: "bedrock-2023-05-31",
        max_tokens: 10,
        messages: [{ role: "user", content: question }],
      }),
    );
    expect(
      await client().send(new CountTokensCommand({ modelId, input: { invokeModel: { body } } })),
    ).toMatchObject({
      inputTokens: expect.any(Number),
    });
  });

  it("ApplyGuardrail and InvokeGuardrailChecks", async () => {
    expect(
      await client().send(
        new ApplyGuardrailCommand({
          guardrailIdentifier: "abc123",
          guardrailVersion: "DRAFT",
          source: "INPUT",
          content: [{ text: { text: "This is forbidden" } }],
        }),
      ),
    ).toMatchObject({ action: "GUARDRAIL_INTERVENED" });
    expect(
      await client().send(
        new InvokeGuardrailChecksCommand({
          messages: [{ role: "user", content: [{ text: "[INSULTS]" }] }],
          checks: { contentFilter: { categories: [{ category: "INSULTS" }] } },
        }),
      ),
    ).toMatchObject({ results: { contentFilter: { results: [{ severityScore: 1 }] } } });
  });
});

describe("@ai-sdk/amazon-bedrock converses", () => {
  const model = (modelId: string) =>
    createAmazonBedrock({
      region,
      baseURL: server.url,
      ...simulatorCredentials,
    })(modelId);

  it.for(models)("with %s, whole and streamed", async (modelId) => {
    const whole = await generateText({ model: model(modelId), prompt: question });
    expect(whole.text).toContain(question);
    expect(whole.finishReason).toBe("stop");
    const streamed = streamText({ model: model(modelId), prompt: question });
    expect(await streamed.text).toBe(whole.text);
    expect((await streamed.usage).outputTokens).toBe(whole.usage.outputTokens);
  });

  it.for([claude, "us.amazon.nova-2-lite-v1:0"])("and runs a tool with %s", async (modelId) => {
    const cities: string[] = [];
    const result = await generateText({
      model: model(modelId),
      prompt: "How is the weather in Oslo?",
      stopWhen: stepCountIs(3),
      tools: {
        weather: tool({
          inputSchema: jsonSchema<{ city: string }>(weatherSchema),
          execute: ({ city }) => {
            cities.push(city);
            return { sky: "clear" };
          },
        }),
      },
    });
    expect(cities).toEqual(["Oslo"]);
    expect(result.steps).toHaveLength(2);
    expect(result.finishReason).toBe("stop");
  });

  it("and embeds, and makes images", async () => {
    const provider = createAmazonBedrock({ region, baseURL: server.url, ...simulatorCredentials });
    for (const modelId of ["amazon.titan-embed-text-v2:0", "cohere.embed-english-v3"]) {
      const { embedding } = await embed({ model: provider.embedding(modelId), value: "Hi" });
      expect(embedding).toHaveLength(1024);
    }
    const { image } = await generateImage({
      model: provider.image("amazon.nova-canvas-v1:0"),
      prompt: "A robot",
      size: "320x320",
    });
    expect(image.mediaType).toBe("image/png");
  });

  it("and thinks with Claude", async () => {
    const { reasoningText, text } = await generateText({
      model: model(claude),
      prompt: question,
      providerOptions: { bedrock: { reasoningConfig: { type: "enabled", budgetTokens: 1024 } } },
    });
    expect(reasoningText).toContain("The user asks");
    expect(text).toContain(question);
  });
});

describe("@langchain/aws converses", () => {
  const chat = (model: string) =>
    new ChatBedrockConverse({
      model,
      region,
      credentials: simulatorCredentials,
      client: new BedrockRuntimeClient({
        region,
        endpoint: server.url,
        credentials: simulatorCredentials,
      }),
    });

  it.for(models)("with %s, whole and streamed", async (modelId) => {
    const whole = await chat(modelId).invoke([new HumanMessage(question)]);
    expect(whole.text).toContain(question);
    let streamed = "";
    for await (const chunk of await chat(modelId).stream(question)) streamed += chunk.text;
    expect(streamed).toBe(whole.text);
  });

  it("and calls a tool", async () => {
    const bound = chat(claude).bindTools([
      { name: "weather", description: "The weather", schema: weatherSchema },
    ]);
    const answer = await bound.invoke("How is the weather in Oslo?");
    expect(answer.tool_calls).toMatchObject([{ name: "weather", args: { city: "Oslo" } }]);
  });
});

describe("@effect/ai-amazon-bedrock converses", () => {
  const run = <A, E>(model: string, effect: Effect.Effect<A, E, LanguageModel.LanguageModel>) => {
    const client = AmazonBedrockClient.layer({
      apiUrl: server.url,
      accessKeyId: simulatorCredentials.accessKeyId,
      secretAccessKey: Redacted.make(simulatorCredentials.secretAccessKey),
      sessionToken: Redacted.make(simulatorCredentials.sessionToken),
      region,
    }).pipe(Layer.provide(FetchHttpClient.layer));
    return Effect.runPromise(
      effect.pipe(Effect.provide(AmazonBedrockLanguageModel.model(model)), Effect.provide(client)),
    );
  };

  it.for(models)("with %s, whole and streamed", async (modelId) => {
    const whole = await run(modelId, LanguageModel.generateText({ prompt: question }));
    expect(whole.text).toContain(question);
    const parts = await run(
      modelId,
      LanguageModel.streamText({ prompt: question }).pipe(Stream.runCollect),
    );
    const text = Chunk.toReadonlyArray(parts)
      .map((part) => (part.type === "text-delta" ? part.delta : ""))
      .join("");
    expect(text).toBe(whole.text);
  });
});
