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
import { type PromptPart, partsWithCacheControl, ttlOf } from "../../reply/prompt-prefix.ts";
import { type CacheUse, type Reply, writtenTo } from "../../reply/reply.ts";
import { countTokens, tokenize } from "../../reply/tokens.ts";
import { readChat, toolsIn } from "../chat/chat-messages.ts";
import { type ChatModel, type StreamedDocument, type Turn, untimed } from "../model.ts";
import { checkMessages } from "./check-messages.ts";
import { citationOf, readSources } from "./citations.ts";
import { signatureOf } from "./signature.ts";

type ContentBlock =
  | { type: "thinking"; thinking: string; signature: string }
  | { type: "text"; text: string; citations?: readonly object[] }
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
    const { sources, text } = readSources(body);
    return asked({
      ...chat,
      maxTokens: limitAt(body, "max_tokens", 1),
      stopSequences: stringsAt(body, "stop_sequences"),
      tools: toolsIn(body.tools),
      toolChoice: readToolChoice(objectAt(body, "tool_choice")),
      hasToolResult: hasToolResult(chat.last),
      reasons: thinks(body.thinking),
      schema: readSchema(body),
      otherTokens: countTokens(text),
      parts: partsOf(body),
      sources,
    });
  },

  write(reply, turn) {
    const content = contentOf(reply, turn);
    const stop_reason = STOP_REASONS[reply.stopReason] ?? "end_turn";
    const stop_sequence = reply.stopSequence;
    const { inputTokens, outputTokens } = reply.usage;
    const message = headOf(turn);
    const isCached = reply.cache.read + writtenTo(reply.cache) > 0;
    const usage = (output_tokens: number) => ({
      input_tokens: inputTokens,
      ...((reportsCache(turn.modelId) || isCached) && cacheUsage(reply.cache)),
      output_tokens,
    });
    return {
      inputTokens,
      outputTokens,
      ...(reportsCache(turn.modelId) && { cache: reply.cache }),
      ...(isCached && { streamedCache: reply.cache }),
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

function contentOf(
  { reasoning, text, toolCalls, citations }: Reply,
  { random }: Turn,
): ContentBlock[] {
  const content: ContentBlock[] = [];
  if (reasoning !== undefined) {
    const signature = signatureOf(reasoning);
    content.push({ type: "thinking", thinking: reasoning, signature });
  }
  if (text !== "" || toolCalls.length === 0) {
    const cited = citations.length > 0 && { citations: citations.map(citationOf) };
    content.push({ type: "text", text, ...cited });
  }
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
  if (block.type === "text")
    return { ...block, text: "", ...(block.citations && { citations: [] }) };
  if (block.type === "thinking") return { ...block, thinking: "", signature: "" };
  return { ...block, input: {} };
}

function* deltas(block: ContentBlock): Iterable<object> {
  if (block.type === "text") {
    for (const citation of block.citations ?? []) yield { type: "citations_delta", citation };
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

const cacheUsage = (cache: CacheUse): object => ({
  cache_creation_input_tokens: writtenTo(cache),
  cache_read_input_tokens: cache.read,
  cache_creation: {
    ephemeral_5m_input_tokens: cache.write["5m"],
    ephemeral_1h_input_tokens: cache.write["1h"],
  },
});

/** The parts of a prompt in the order in which they are cached. */
function partsOf(body: JsonObject): PromptPart[] {
  const messages = arrayAt(body, "messages").filter(isObject);
  const parts = [
    ...partsWithCacheControl(arrayAt(body, "tools")),
    ...partsWithCacheControl(blocksOf(body.system)),
    ...messages.flatMap(({ role, content }) => partsWithCacheControl(blocksOf(content), role)),
  ];
  const last = parts.pop();
  // For the whole body, it is where the prompt ends.
  return last ? [...parts, { ...last, ttl: ttlOf(body.cache_control) ?? last.ttl }] : [];
}

/** A string is the same as a block of text. */
const blocksOf = (content: Json | undefined): readonly Json[] =>
  typeof content === "string"
    ? [{ type: "text", text: content }]
    : Array.isArray(content)
      ? content
      : [];

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
