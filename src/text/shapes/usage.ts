import type { Usage } from "../events/answer-event.ts";
import { type Members, membersOf } from "./members.ts";

/** What each count is called by the service's metrics, Nova, Converse, Claude, OpenAI-shaped, Llama and Titan. */
const NAMES: Readonly<Record<keyof Usage, readonly string[]>> = {
  inputTokens: [
    "inputTokenCount",
    "inputTokens",
    "input_tokens",
    "prompt_tokens",
    "prompt_token_count",
    "inputTextTokenCount",
  ],
  outputTokens: [
    "outputTokenCount",
    "outputTokens",
    "output_tokens",
    "completion_tokens",
    "generation_token_count",
    "totalOutputTextTokenCount",
    "tokenCount",
  ],
  reasoningTokens: ["reasoningTokens", "reasoning_tokens", "thinking_tokens"],
  cacheReadInputTokens: [
    "cacheReadInputTokenCount",
    "cacheReadInputTokens",
    "cache_read_input_tokens",
    "cached_tokens",
    "prompt_cache_hit_tokens",
  ],
  cacheWriteInputTokens: [
    "cacheWriteInputTokenCount",
    "cacheWriteInputTokens",
    "cache_creation_input_tokens",
  ],
  cacheWrite5mInputTokens: ["ephemeral_5m_input_tokens", "5m"],
  cacheWrite1hInputTokens: ["ephemeral_1h_input_tokens", "1h"],
};

/** The tokens that a document counts. If it counts them twice, the service's metrics take precedence. */
export function usageIn(document: Members, metrics: unknown): Usage | undefined {
  const usage = membersOf(
    document.usage ?? membersOf(document.message).usage ?? membersOf(document.metadata).usage,
  );
  const meta = membersOf(document.meta ?? membersOf(document.response).meta);
  const [result] = Array.isArray(document.results) ? document.results : [];
  const sources = [
    metrics,
    usage,
    usage.prompt_tokens_details,
    usage.input_tokens_details,
    usage.completion_tokens_details,
    usage.output_tokens_details,
    usage.cache_creation, // Claude
    lifetimesOf(usage.cacheDetails), // Converse
    meta.billed_units, // Cohere
    meta.tokens,
    document,
    result, // Titan, whole
  ].map(membersOf);

  const counts: { -readonly [Count in keyof Usage]: Usage[Count] } = {};
  for (const [count, spellings] of Object.entries(NAMES) as [keyof Usage, readonly string[]][]) {
    for (const source of sources) {
      const found = spellings
        .map((name) => source[name])
        .find((value) => typeof value === "number");
      if (found !== undefined) counts[count] ??= found;
    }
  }
  return Object.keys(counts).length > 0 ? counts : undefined;
}

/** `[{ ttl: "5m", inputTokens: 7 }]` as `{ "5m": 7 }`. */
const lifetimesOf = (details: unknown): Members =>
  Object.fromEntries(
    (Array.isArray(details) ? details : []).map((detail) => {
      const { ttl, inputTokens } = membersOf(detail);
      return [typeof ttl === "string" ? ttl : "", inputTokens];
    }),
  );
