import type {
  ConverseCommandOutput,
  ConverseStreamCommandOutput,
  InvokeModelCommandOutput,
  InvokeModelWithResponseStreamCommandOutput,
} from "@aws-sdk/client-bedrock-runtime";
import {
  BedrockRuntime,
  converse,
  converseStream,
  InvalidArgumentError,
  type Message,
} from "bedrock-fetch";
import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
import { type Answer, collect, events, textOf, textStream } from "bedrock-fetch/text";
import { describe, expect, expectTypeOf, it } from "vitest";
import { all } from "./bodies.ts";

const simulator = createSimulator();
const bedrock = new BedrockRuntime({
  region: "us-east-1",
  credentials: simulatorCredentials,
  fetch: (url, init) => simulator(new Request(url, init)),
});

const modelId = "us.amazon.nova-2-lite-v1:0";
const json = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const toolConfig = { tools: [{ toolSpec: { name: "weather", inputSchema: { json } } }] };
const question: Message = { role: "user", content: [{ text: "How is the weather in Zürich?" }] };

describe("Converse's answers", () => {
  it("are read whole", async () => {
    const answer = await bedrock.call(converse, { modelId, messages: [question] });
    const text = textOf(answer);
    expect(text).not.toBe("");
    expect(await collect(answer)).toMatchObject({
      text,
      message: answer.output?.message,
      stopReason: answer.stopReason,
      usage: { outputTokens: answer.usage?.outputTokens },
      invocationLatency: answer.metrics?.latencyMs,
    });
  });

  it("are read as they arrive", async () => {
    const answer = () => bedrock.call(converseStream, { modelId, messages: [question] });
    expect((await all(textStream(await answer()))).join("")).toBe(
      (await collect(await answer())).text,
    );
    expect((await all(textStream((await answer()).stream))).join("")).not.toBe("");
  });

  it("go on as messages, in a loop with tools", async () => {
    const messages = [question];
    for (;;) {
      const reading = events<Message>(
        await bedrock.call(converseStream, { modelId, messages, toolConfig }),
      );
      for await (const event of reading) expect(event.document).toBeTypeOf("object");
      const { message, toolCalls } = await reading.answer;
      if (!message || toolCalls.length === 0) break;
      messages.push(message, {
        role: "user",
        content: toolCalls.map(({ id = "" }) => ({
          toolResult: { toolUseId: id, content: [{ text: "Sunny." }] },
        })),
      });
    }
    expect(messages).toHaveLength(3);
    expect(messages[1]?.content.at(-1)).toMatchObject({ toolUse: { name: "weather" } });
  });

  it("and InvokeModel's fit by type, the AWS SDK's too", () => {
    expectTypeOf<ConverseCommandOutput>().toExtend<Answer>();
    expectTypeOf<ConverseStreamCommandOutput>().toExtend<Answer>();
    expectTypeOf<InvokeModelCommandOutput>().toExtend<Answer>();
    expectTypeOf<InvokeModelWithResponseStreamCommandOutput>().toExtend<Answer>();
    expectTypeOf<string>().not.toExtend<Answer>();
    expect(() => textOf("" as never)).toThrow(InvalidArgumentError);
  });
});
