import { createSimulator } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { apiKey, call, invoke, prompt, refusalOf } from "../invoke.ts";

const simulator = createSimulator({ apiKeys: [apiKey] });

const model = "anthropic.claude-haiku-4-5-20251001-v1:0";
const count = (modelId: string, input: object) =>
  call(simulator, `/model/${encodeURIComponent(modelId)}/count-tokens`, { input });

const base64 = (body: object) => Buffer.from(JSON.stringify(body)).toString("base64");
const cannot = "The provided model doesn't support counting tokens.";

describe("CountTokens", () => {
  const conversation = {
    system: [{ text: "Be brief." }],
    messages: [
      {
        role: "user",
        content: [
          { text: "What is this? 🚀" },
          { image: { format: "png", source: { bytes: "iVBORw0KGgo=" } } },
          { document: { format: "md", name: "notes", source: { bytes: base64({ a: 1 }) } } },
        ],
      },
    ],
    toolConfig: { tools: [{ toolSpec: { name: "look", inputSchema: { json: {} } } }] },
  };

  it("counts a conversation as Converse does", async () => {
    const counted = await (await count(model, { converse: conversation })).json();
    const path = `/model/${encodeURIComponent(`us.${model}`)}/converse`;
    const answer = await (
      await call(simulator, path, {
        ...conversation,
        inferenceConfig: { maxTokens: 10 },
        requestMetadata: { team: "web" },
      })
    ).json();
    expect(counted).toEqual({ inputTokens: answer.usage.inputTokens });
    expect(counted.inputTokens).toBeGreaterThan(100);
  });

  it.for([
    [model, prompt("How many tokens is this?", { system: "Be brief." })],
    ["amazon.nova-lite-v1:0", { messages: [{ role: "user", content: [{ text: "How many?" }] }] }],
    ["meta.llama3-3-70b-instruct-v1:0", { prompt: "How many tokens is this?" }],
  ] as const)("counts a body as InvokeModel does: %s", async ([modelId, body]) => {
    const { inputTokens } = await (
      await count(modelId, { invokeModel: { body: base64(body) } })
    ).json();
    const { headers } = await invoke(simulator, { modelId: `us.${modelId}`, body });
    expect(`${inputTokens}`).toBe(headers.get("x-amzn-bedrock-input-token-count"));
  });

  it.for([
    `us.${model}`,
    `global.${model}`,
    `arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.${model}`,
    "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc",
    `arn:aws:bedrock:us-east-1::foundation-model/${model}`,
  ])("refuses what is not a foundation model's id: %s", async (modelId) => {
    expect(await refusalOf(await count(modelId, { converse: conversation }))).toEqual({
      status: 400,
      name: "ValidationException",
      message: cannot,
    });
  });

  it("refuses a model of which there is nothing to count", async () => {
    const body = base64({ inputText: "Hi" });
    const refusal = await refusalOf(
      await count("amazon.titan-embed-text-v2:0", { invokeModel: { body } }),
    );
    expect(refusal.message).toBe(cannot);
  });
});
