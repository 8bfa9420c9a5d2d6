import type { JsonBody } from "bedrock-fetch";

/** One turn of a conversation. */
export interface Message {
  role: "user" | "assistant";
  text: string;
}

const MAX_TOKENS = 2_000;

/**
 * A conversation as the body of InvokeModel, whose format is the model's own: Nova's, Claude's, or
 * the one that OpenAI shaped and most others take (gpt-oss, Qwen, DeepSeek, Jamba, Mistral's newer).
 */
export function chatBody(modelId: string, messages: readonly Message[]): JsonBody {
  if (modelId.includes("amazon.nova")) {
    return {
      messages: messages.map(({ role, text }) => ({ role, content: [{ text }] })),
      inferenceConfig: { maxTokens: MAX_TOKENS },
    };
  }
  return {
    ...(modelId.includes("anthropic.") && { anthropic_version: "bedrock-2023-05-31" }),
    messages: messages.map(({ role, text }) => ({ role, content: text })),
    max_tokens: MAX_TOKENS,
  };
}
