import {
  arrayAt,
  isObject,
  type Json,
  type JsonObject,
  limitAt,
  objectAt,
  required,
  stringAt,
  stringsAt,
} from "../../json.ts";
import { randomId } from "../../random.ts";
import { readChat } from "./chat-messages.ts";
import { type Answer, type Model, type StreamedDocument, untimed } from "./model.ts";
import { countTokens, tokenize } from "./tokens.ts";
import { chooseTool, sampleInput } from "./tool-use.ts";

type ContentBlock =
  | { type: "thinking"; thinking: string; signature: string }
  | { type: "text"; text: string }
  | { type: "tool_use"; id: string; name: string; input: JsonObject };

/** Anthropic's Messages API as Bedrock has it (`anthropic_version: "bedrock-2023-05-31"`). */
export const claudeMessages: Model = (body, call): Answer => {
  required(body.anthropic_version, "anthropic_version");
  required(body.max_tokens, "max_tokens");

  const chat = readChat(body);
  const generation = call.generate({
    ...chat,
    maxTokens: limitAt(body, "max_tokens", 1),
    stopSequences: stringsAt(body, "stop_sequences"),
  });

  const tool = chooseTool(
    generation,
    body.tools,
    objectAt(body, "tool_choice"),
    hasToolResult(chat.last),
  );
  const thinks = stringAt(objectAt(body, "thinking"), "type") === "enabled" && !generation.blocked;
  const thinking = `The user asks “${chat.question.trim().slice(0, 80)}”. I should answer from the prompt alone, in a few clear sentences.`;
  const content: ContentBlock[] = [
    ...(thinks
      ? [{ type: "thinking" as const, thinking, signature: randomId(call.random, "EqQBCkYI") }]
      : []),
    { type: "text", text: generation.text },
    ...(tool
      ? [
          {
            type: "tool_use" as const,
            id: randomId(call.random, "toolu_bdrk_"),
            name: tool.name,
            input: sampleInput(tool.schema, chat.question),
          },
        ]
      : []),
  ];
  const stopReason = tool ? "tool_use" : stopReasons[generation.stop];
  const outputTokens =
    generation.tokens.length +
    (thinks ? countTokens(thinking) : 0) +
    (tool ? countTokens(JSON.stringify(content.at(-1))) : 0);
  const message = {
    id: randomId(call.random, "msg_bdrk_"),
    type: "message",
    role: "assistant",
    model: modelName(call.modelId),
  };

  return {
    inputTokens: generation.inputTokens,
    outputTokens,
    whole: {
      ...message,
      content,
      stop_reason: stopReason,
      stop_sequence: generation.stopSequence,
      usage: { input_tokens: generation.inputTokens, output_tokens: outputTokens },
    },
    *documents() {
      yield untimed({
        type: "message_start",
        message: {
          ...message,
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { input_tokens: generation.inputTokens, output_tokens: 1 },
        },
      });
      for (const [index, block] of content.entries()) yield* blockDocuments(index, block);
      yield untimed({
        type: "message_delta",
        delta: { stop_reason: stopReason, stop_sequence: generation.stopSequence },
        usage: { output_tokens: outputTokens },
      });
      yield untimed({ type: "message_stop" });
    },
  };
};

const stopReasons = { end: "end_turn", length: "max_tokens", sequence: "stop_sequence" } as const;

function* blockDocuments(index: number, block: ContentBlock): Iterable<StreamedDocument> {
  yield untimed({ type: "content_block_start", index, content_block: emptied(block) });
  for (const delta of deltas(block)) {
    yield { document: { type: "content_block_delta", index, delta }, tokens: 1 };
  }
  yield untimed({ type: "content_block_stop", index });
}

function emptied(block: ContentBlock): object {
  if (block.type === "text") return { ...block, text: "" };
  if (block.type === "thinking") return { ...block, thinking: "", signature: "" };
  return { ...block, input: {} };
}

function* deltas(block: ContentBlock): Iterable<object> {
  if (block.type === "text") {
    for (const text of tokenize(block.text)) yield { type: "text_delta", text };
  } else if (block.type === "thinking") {
    for (const thinking of tokenize(block.thinking)) yield { type: "thinking_delta", thinking };
    yield { type: "signature_delta", signature: block.signature };
  } else {
    yield { type: "input_json_delta", partial_json: "" };
    for (const piece of JSON.stringify(block.input).match(/[\s\S]{1,9}/gu) ?? []) {
      yield { type: "input_json_delta", partial_json: piece };
    }
  }
}

const hasToolResult = (message: Json | undefined): boolean =>
  isObject(message) &&
  arrayAt(message, "content").some((block) => isObject(block) && block.type === "tool_result");

/** The name that Anthropic itself gives the model. */
function modelName(modelId: string): string {
  if (modelId.startsWith("anthropic.claude-v2")) {
    return modelId.endsWith(":1") ? "claude-2.1" : "claude-2.0";
  }
  if (modelId.startsWith("anthropic.claude-instant")) return "claude-instant-1.2";
  return modelId.replace(/^anthropic\./, "").replace(/-v\d+(:\d+)*$/, "");
}
