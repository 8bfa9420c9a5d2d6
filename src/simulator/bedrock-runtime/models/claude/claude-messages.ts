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
} from "../../../json.ts";
import { randomId } from "../../../random.ts";
import { asked, type ToolChoice } from "../../reply/asked.ts";
import type { Reply } from "../../reply/reply.ts";
import { tokenize } from "../../reply/tokens.ts";
import { readChat, toolsIn } from "../chat/chat-messages.ts";
import { type ChatModel, type StreamedDocument, type Turn, untimed } from "../model.ts";
import { checkMessages } from "./check-messages.ts";
import { signatureOf } from "./signature.ts";

type ContentBlock =
  | { type: "thinking"; thinking: string; signature: string }
  | { type: "text"; text: string }
  | { type: "tool_use"; id: string; name: string; input: JsonObject };

const STOP_REASONS: Readonly<Record<string, string>> = {
  max_tokens: "max_tokens",
  stop_sequence: "stop_sequence",
  tool_use: "tool_use",
  content_filtered: "refusal",
  model_context_window_exceeded: "model_context_window_exceeded",
};

/** Anthropic's Messages API as Bedrock has it (`anthropic_version: "bedrock-2023-05-31"`). */
export const claudeMessages: ChatModel = {
  read(body) {
    required(body.anthropic_version, "anthropic_version");
    required(body.max_tokens, "max_tokens");
    required(body.messages, "messages");
    checkMessages(body);
    const chat = readChat(body);
    return asked({
      ...chat,
      maxTokens: limitAt(body, "max_tokens", 1),
      stopSequences: stringsAt(body, "stop_sequences"),
      tools: toolsIn(body.tools),
      toolChoice: readToolChoice(objectAt(body, "tool_choice")),
      hasToolResult: hasToolResult(chat.last),
      reasons: thinks(body.thinking),
      schema: readSchema(body),
    });
  },

  write(reply, turn) {
    const content = contentOf(reply, turn);
    const stop_reason = STOP_REASONS[reply.stopReason] ?? "end_turn";
    const stop_sequence = reply.stopSequence;
    const { inputTokens, outputTokens } = reply.usage;
    const message = headOf(turn);
    const usage = (output_tokens: number) => ({
      input_tokens: inputTokens,
      ...(reportsCache(turn.modelId) && noCache),
      output_tokens,
    });
    return {
      inputTokens,
      outputTokens,
      whole: {
        ...message,
        content,
        stop_reason,
        stop_sequence,
        usage: usage(outputTokens),
      },
      *documents() {
        yield untimed({
          type: "message_start",
          message: {
            ...message,
            content: [],
            stop_reason: null,
            stop_sequence: null,
            usage: usage(1),
          },
        });
        for (const [index, block] of content.entries()) yield* blockDocuments(index, block);
        yield untimed({
          type: "message_delta",
          delta: { stop_reason, stop_sequence },
          usage: { output_tokens: outputTokens },
        });
        yield untimed({ type: "message_stop" });
      },
    };
  },
};

/** Whether `thinking` turns it on: with a budget, or as the model sees fit. */
export function thinks(thinking: Json | undefined): boolean {
  const type = isObject(thinking) ? thinking.type : undefined;
  return type === "enabled" || type === "adaptive";
}

const readToolChoice = (choice: JsonObject): ToolChoice => {
  if (choice.type === "tool") return { type: "tool", name: stringAt(choice, "name") };
  return { type: choice.type === "any" || choice.type === "none" ? choice.type : "auto" };
};

/** The schema that structured output asks for: `output_config.format`, once `output_format`. */
function readSchema(body: JsonObject): JsonObject | undefined {
  const format = body.output_format ?? objectAt(body, "output_config").format;
  return isObject(format) && isObject(format.schema) ? format.schema : undefined;
}

function contentOf({ reasoning, text, toolCalls }: Reply, { random }: Turn): ContentBlock[] {
  const content: ContentBlock[] = [];
  if (reasoning !== undefined) {
    const signature = signatureOf(reasoning);
    content.push({ type: "thinking", thinking: reasoning, signature });
  }
  if (text !== "" || toolCalls.length === 0) content.push({ type: "text", text });
  for (const { id = randomId(random, "toolu_bdrk_"), name, input } of toolCalls) {
    content.push({ type: "tool_use", id, name, input });
  }
  return content;
}

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

const hasToolResult = (message: JsonObject): boolean =>
  arrayAt(message, "content").some((block) => isObject(block) && block.type === "tool_result");

/** From Claude 4 on, whose ids have the version after the name. */
const reportsCache = (modelId: string): boolean => /claude-[a-z]+-\d/.test(modelId);

const noCache = {
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
};

function headOf({ random, modelId }: Turn): object {
  const id = randomId(random, "msg_bdrk_");
  const model = modelName(modelId);
  const kind = { type: "message", role: "assistant" };
  return reportsCache(modelId) ? { model, id, ...kind } : { id, ...kind, model };
}

/** The name that Anthropic itself gives the model. */
function modelName(modelId: string): string {
  if (modelId.startsWith("anthropic.claude-v2")) {
    return modelId.endsWith(":1") ? "claude-2.1" : "claude-2.0";
  }
  if (modelId.startsWith("anthropic.claude-instant")) return "claude-instant-1.2";
  return modelId.replace(/^anthropic\./, "").replace(/-v\d+(:\d+)*$/, "");
}
