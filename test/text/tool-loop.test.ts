import { BedrockRuntime } from "bedrock-fetch";
import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
import { type CollectedAnswer, events, type ToolCall } from "bedrock-fetch/text";
import { describe, expect, it } from "vitest";

const simulator = createSimulator();

/** What each family wants in a request, and how it wants the results of tools. */
interface Family {
  modelId: string;
  question: object;
  body: object;
  results(calls: readonly (ToolCall & { result: string })[]): object[];
  /** What a message that was appended must have. */
  appended: object;
}

const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };

const families: Record<string, Family> = {
  "Claude, thinking": {
    modelId: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    question: { role: "user", content: "How is the weather in Zürich?" },
    body: {
      anthropic_version: "bedrock-2023-05-31",
      max_tokens: 4096,
      thinking: { type: "enabled", budget_tokens: 1024 },
      tools: [{ name: "weather", input_schema: parameters }],
    },
    results: (calls) => [
      {
        role: "user",
        content: calls.map(({ id, result }) => ({
          type: "tool_result",
          tool_use_id: id,
          content: result,
        })),
      },
    ],
    appended: {
      role: "assistant",
      content: [
        {
          type: "thinking",
          thinking: expect.stringMatching(/./),
          signature: expect.stringMatching(/./),
        },
        { type: "text", text: expect.stringMatching(/./) },
        {
          type: "tool_use",
          id: expect.any(String),
          name: "weather",
          input: { city: expect.any(String) },
        },
      ],
    },
  },
  Nova: {
    modelId: "us.amazon.nova-2-lite-v1:0",
    question: { role: "user", content: [{ text: "How is the weather in Zürich?" }] },
    body: {
      toolConfig: { tools: [{ toolSpec: { name: "weather", inputSchema: { json: parameters } } }] },
    },
    results: (calls) => [
      {
        role: "user",
        content: calls.map(({ id, result }) => ({
          toolResult: { toolUseId: id, content: [{ text: result }], status: "success" },
        })),
      },
    ],
    appended: {
      role: "assistant",
      content: expect.arrayContaining([
        {
          toolUse: {
            toolUseId: expect.any(String),
            name: "weather",
            input: { city: expect.any(String) },
          },
        },
      ]),
    },
  },
  "OpenAI-shaped": {
    modelId: "openai.gpt-oss-120b-1:0",
    question: { role: "user", content: "How is the weather in Zürich?" },
    body: { tools: [{ type: "function", function: { name: "weather", parameters } }] },
    results: (calls) =>
      calls.map(({ id, result }) => ({ role: "tool", tool_call_id: id, content: result })),
    appended: {
      role: "assistant",
      content: expect.anything(),
      tool_calls: [
        {
          id: expect.any(String),
          type: "function",
          function: { name: "weather", arguments: expect.any(String) },
        },
      ],
    },
  },
};

describe.each(Object.entries(families))("a tool loop, streamed: %s", (_, family) => {
  it("appends the message, runs the tool and ends", async () => {
    const bedrock = new BedrockRuntime({
      region: "us-east-1",
      credentials: simulatorCredentials,
      fetch: (input, init) => simulator(new Request(input, init)),
    });
    const { modelId, body, question, results, appended } = family;
    const messages: object[] = [question];
    const streamed: string[] = [];
    let answer: CollectedAnswer;
    for (;;) {
      const reading = events(
        await bedrock.invokeModelWithResponseStream({ modelId, body: { ...body, messages } }),
      );
      for await (const event of reading) if (event.type === "text") streamed.push(event.text);
      answer = await reading.answer;
      const { message, toolCalls } = answer;
      if (!message || toolCalls.length === 0) break;
      messages.push(message, ...results(toolCalls.map((call) => ({ ...call, result: "Sunny." }))));
    }
    expect(messages).toHaveLength(3);
    expect(messages[1]).toEqual(appended);
    expect(answer.messageIssue).toBeUndefined();
    expect(answer.text).not.toBe("");
    expect(streamed.join("")).toContain(answer.text);
  });
});
