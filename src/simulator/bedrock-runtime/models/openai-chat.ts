import { isObject, type JsonObject, limitAt, required, stringAt, stringsAt } from "../../json.ts";
import { randomId } from "../../random.ts";
import { type Chat, readChat } from "./chat-messages.ts";
import type { Generation } from "./generation.ts";
import { type Answer, type Model, untimed } from "./model.ts";
import { questionIn } from "./prompt-template.ts";
import { countTokens } from "./tokens.ts";
import { chooseTool, sampleInput, type Tool } from "./tool-use.ts";

/**
 * What Jamba, DeepSeek, gpt-oss, Qwen and newer Mistral models speak: OpenAI's Chat Completions, or
 * for a bare `prompt` its older Completions with `choices[].text`.
 */
export const openaiChat: Model = (body, call): Answer => {
  const chat = body.messages === undefined ? undefined : readChat(body);
  if (!chat) required(body.prompt, "messages");
  const prompt = stringAt(body, "prompt");
  const generation = call.generate({
    ...(chat ?? { text: prompt, question: questionIn(prompt) }),
    maxTokens: limitAt(
      body,
      "max_completion_tokens" in body ? "max_completion_tokens" : "max_tokens",
      1024,
    ),
    stopSequences: typeof body.stop === "string" ? [body.stop] : stringsAt(body, "stop"),
  });

  const tool = chat && chosenTool(generation, body, chat);
  const toolCall = tool && {
    id: randomId(call.random, "call_"),
    type: "function",
    function: {
      name: tool.name,
      arguments: JSON.stringify(sampleInput(tool.schema, chat!.question)),
    },
  };
  const finish_reason = toolCall ? "tool_calls" : generation.stop === "length" ? "length" : "stop";
  const inputTokens = generation.inputTokens;
  const outputTokens =
    generation.tokens.length + (toolCall ? countTokens(toolCall.function.arguments) : 0);
  const usage = {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
  const frame = (object: string) => ({
    id: randomId(call.random, chat ? "chatcmpl-" : "cmpl-"),
    object,
    created: Math.floor(call.now.getTime() / 1000),
    model: call.modelId,
  });

  if (!chat) {
    const choice = (text: string, finish_reason: string | null) => ({
      choices: [{ index: 0, text, finish_reason }],
    });
    return {
      inputTokens,
      outputTokens,
      whole: { ...frame("text_completion"), ...choice(generation.text, finish_reason), usage },
      *documents() {
        const start = frame("text_completion");
        for (const text of generation.tokens) {
          yield { document: { ...start, ...choice(text, null) }, tokens: 1 };
        }
        yield untimed({ ...start, ...choice("", finish_reason) });
        yield untimed({});
      },
    };
  }

  const message = { role: "assistant", content: generation.text };
  return {
    inputTokens,
    outputTokens,
    whole: {
      ...frame("chat.completion"),
      choices: [
        {
          index: 0,
          message: toolCall ? { ...message, tool_calls: [toolCall] } : message,
          finish_reason,
        },
      ],
      usage,
    },
    *documents() {
      const start = frame("chat.completion.chunk");
      const document = (delta: object, finish_reason: string | null = null) => ({
        ...start,
        choices: [{ index: 0, delta, finish_reason }],
      });
      yield untimed(document({ role: "assistant", content: "" }));
      for (const content of generation.tokens) {
        yield { document: document({ content }), tokens: 1 };
      }
      if (toolCall) {
        const { name, arguments: input } = toolCall.function;
        const opened = { ...toolCall, function: { name, arguments: "" } };
        yield untimed(document({ tool_calls: [{ index: 0, ...opened }] }));
        for (const piece of input.match(/[\s\S]{1,9}/gu) ?? []) {
          const delta = { tool_calls: [{ index: 0, function: { arguments: piece } }] };
          yield { document: document(delta), tokens: 1 };
        }
      }
      yield untimed(document({}, finish_reason));
      // The metrics come alone.
      yield untimed({});
    },
  };
};

function chosenTool(generation: Generation, body: JsonObject, chat: Chat): Tool | undefined {
  const choice = body.tool_choice;
  if (isObject(choice)) {
    const name = isObject(choice.function) ? stringAt(choice.function, "name") : "";
    return chooseTool(generation, body.tools, { type: "tool", name }, false);
  }
  return chooseTool(
    generation,
    body.tools,
    { type: typeof choice === "string" ? choice : "auto" },
    chat.last.role === "tool",
  );
}
