import type { Usage } from "../events/answer-event.ts";
import { type Members, membersOf } from "./choices.ts";

/** How the service's metrics, Nova, Claude, OpenAI-shaped, Llama and Titan call each count. */
const names: readonly (readonly [keyof Usage, readonly string[]])[] = [
  [
    "inputTokens",
    [
      "inputTokenCount",
      "inputTokens",
      "input_tokens",
      "prompt_tokens",
      "prompt_token_count",
      "inputTextTokenCount",
    ],
  ],
  [
    "outputTokens",
    [
      "outputTokenCount",
      "outputTokens",
      "output_tokens",
      "completion_tokens",
      "generation_token_count",
      "totalOutputTextTokenCount",
      "tokenCount",
    ],
  ],
  [
    "cacheReadInputTokens",
    [
      "cacheReadInputTokenCount",
      "cacheReadInputTokens",
      "cache_read_input_tokens",
      "cached_tokens",
    ],
  ],
  [
    "cacheWriteInputTokens",
    ["cacheWriteInputTokenCount", "cacheWriteInputTokens", "cache_creation_input_tokens"],
  ],
];

/** The tokens that a document counts. Where it counts them twice, the service's metrics stand. */
export function usageIn(document: Members, metrics: unknown): Usage | undefined {
  const { usage = membersOf(document.message).usage ?? membersOf(document.metadata).usage } =
    document;
  const [result] = Array.isArray(document.results) ? document.results : [];
  const sources = [
    metrics,
    usage,
    membersOf(usage).prompt_tokens_details,
    document,
    result, // Titan, whole
  ]
    .filter(Boolean)
    .map(membersOf);

  const counts: { -readonly [Count in keyof Usage]: Usage[Count] } = {};
  for (const [count, spellings] of names) {
    for (const source of sources) {
      const found = spellings
        .map((name) => source[name])
        .find((value) => typeof value === "number");
      if (found !== undefined) counts[count] ??= found;
    }
  }
  return Object.keys(counts).length > 0 ? counts : undefined;
}
