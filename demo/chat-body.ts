import { chatCompletions } from "./formats/chat-completions.ts";
import { claude } from "./formats/claude.ts";
import type { Body, Format, Turn, Wishes } from "./formats/format.ts";
import { nova } from "./formats/nova.ts";

/** One turn of a conversation. */
export type Message = Turn;

/**
 * A conversation as the body of InvokeModel, whose format is the model's own: Nova's, Claude's, or
 * the one that OpenAI shaped and most others take (gpt-oss, Qwen, DeepSeek, Mistral).
 */
export function chatBody(
  modelId: string,
  messages: readonly Message[],
  wishes: Wishes = { tools: [], thinking: false },
): Body {
  return formatOf(modelId).body(messages, wishes);
}

/** The format that a model takes, by its id, its inference profile's, or the ARN of either. */
export function formatOf(modelId: string): Format {
  if (modelId.includes("amazon.nova")) return nova;
  return modelId.includes("anthropic.") ? claude : chatCompletions;
}
