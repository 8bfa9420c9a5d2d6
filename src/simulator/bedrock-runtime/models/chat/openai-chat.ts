import {
  isObject,
  type JsonObject,
  limitAt,
  objectAt,
  required,
  stringAt,
  stringsAt,
} from "../../../json.ts";
import { randomId } from "../../../random.ts";
import { asked, type ToolChoice } from "../../reply/asked.ts";
import type { Reply } from "../../reply/reply.ts";
import { tokenize } from "../../reply/tokens.ts";
import { type ChatModel, type Turn, untimed } from "../model.ts";
import { readChat, toolsIn } from "./chat-messages.ts";
import { questionIn } from "./prompt-template.ts";

/**
 * What Jamba, DeepSeek, gpt-oss, Qwen and newer Mistral models speak: OpenAI's Chat Completions, or
 * for a bare `prompt` its older Completions with `choices[].text`.
 */
export const openaiChat: ChatModel = {
  read(body, { modelId }) {
    const chat = body.messages === undefined ? undefined : readChat(body);
    if (!chat) required(body.prompt, "messages");
    const prompt = stringAt(body, "prompt");
    return asked({
      ...(chat ?? { text: prompt, question: questionIn(prompt) }),
      maxTokens: limitAt(
        body,
        "max_completion_tokens" in body ? "max_completion_tokens" : "max_tokens",
        1024,
      ),
      stopSequences: typeof body.stop === "string" ? [body.stop] : stringsAt(body, "stop"),
      tools: chat ? toolsIn(body.tools) : [],
      toolChoice: readToolChoice(body),
      hasToolResult: chat?.last.role === "tool",
      reasons: openaiReasons(body, modelId),
      schema: readSchema(body),
    });
  },

  write: (reply, turn) =>
    turn.body.messages === undefined && turn.body.prompt !== undefined
      ? completion(reply, turn)
      : chatCompletion(reply, turn),
};

/** DeepSeek R1 always thinks, gpt-oss where an effort is asked of it. */
export const openaiReasons = (fields: JsonObject, modelId: string): boolean =>
  modelId.startsWith("deepseek.r1") || typeof fields.reasoning_effort === "string";

function readToolChoice({ tool_choice: choice }: JsonObject): ToolChoice {
  if (isObject(choice))
    return { type: "tool", name: stringAt(objectAt(choice, "function"), "name") };
  if (choice === "required") return { type: "any" };
  return { type: choice === "none" ? "none" : "auto" };
}

function readSchema(body: JsonObject): JsonObject | undefined {
  const { schema } = objectAt(objectAt(body, "response_format"), "json_schema");
  return isObject(schema) ? schema : undefined;
}

const frame = ({ random, now, modelId }: Turn, prefix: string, object: string) => ({
  id: randomId(random, prefix),
  object,
  created: Math.floor(now.getTime() / 1000),
  model: modelId,
});

/** These models have no place of their own for what they think: it stands in the text, in tags. */
function withReasoning({ reasoning, text }: Reply, { modelId }: Turn): string {
  if (reasoning === undefined) return text;
  const tag = modelId.startsWith("deepseek.") ? "think" : "reasoning";
  return `<${tag}>${reasoning}</${tag}>${text}`;
}

function finishReason({ stopReason }: Reply): string {
  if (stopReason === "tool_use") return "tool_calls";
  if (stopReason === "content_filtered") return "content_filter";
  return stopReason === "max_tokens" ? "length" : "stop";
}

const usageOf = ({ usage: { inputTokens, outputTokens } }: Reply) => ({
  prompt_tokens: inputTokens,
  completion_tokens: outputTokens,
  total_tokens: inputTokens + outputTokens,
});

function completion(reply: Reply, turn: Turn): ReturnType<ChatModel["write"]> {
  const text = withReasoning(reply, turn);
  const choice = (text: string, finish_reason: string | null) => ({
    choices: [{ index: 0, text, finish_reason }],
  });
  return {
    ...reply.usage,
    whole: {
      ...frame(turn, "cmpl-", "text_completion"),
      ...choice(text, finishReason(reply)),
      usage: usageOf(reply),
    },
    *documents() {
      const start = frame(turn, "cmpl-", "text_completion");
      for (const part of tokenize(text)) {
        yield { document: { ...start, ...choice(part, null) }, tokens: 1 };
      }
      yield untimed({ ...start, ...choice("", finishReason(reply)) });
      // The metrics come alone.
      yield untimed({});
    },
  };
}

function chatCompletion(reply: Reply, turn: Turn): ReturnType<ChatModel["write"]> {
  const content = withReasoning(reply, turn);
  const finish_reason = finishReason(reply);
  const toolCalls = reply.toolCalls.map(({ id = randomId(turn.random, "call_"), name, input }) => ({
    id,
    type: "function",
    function: { name, arguments: JSON.stringify(input) },
  }));
  const message = { role: "assistant", content };
  return {
    ...reply.usage,
    whole: {
      ...frame(turn, "chatcmpl-", "chat.completion"),
      choices: [
        {
          index: 0,
          message: toolCalls.length > 0 ? { ...message, tool_calls: toolCalls } : message,
          finish_reason,
        },
      ],
      usage: usageOf(reply),
    },
    *documents() {
      const start = frame(turn, "chatcmpl-", "chat.completion.chunk");
      const document = (delta: object, finish_reason: string | null = null) => ({
        ...start,
        choices: [{ index: 0, delta, finish_reason }],
      });
      yield untimed(document({ role: "assistant", content: "" }));
      for (const part of tokenize(content)) {
        yield { document: document({ content: part }), tokens: 1 };
      }
      for (const [index, call] of toolCalls.entries()) {
        const { name, arguments: input } = call.function;
        const opened = { ...call, function: { name, arguments: "" } };
        yield untimed(document({ tool_calls: [{ index, ...opened }] }));
        for (const piece of input.match(/[\s\S]{1,9}/gu) ?? []) {
          const delta = { tool_calls: [{ index, function: { arguments: piece } }] };
          yield { document: document(delta), tokens: 1 };
        }
      }
      yield untimed(document({}, finish_reason));
      // The metrics come alone.
      yield untimed({});
    },
  };
}
