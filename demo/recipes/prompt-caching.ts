/**
 * Prompt caching: what comes before the cache point is read once and costs a tenth from then on, for
 * five minutes after each use. Models ask for a minimum length, 1,024 to 4,096 tokens, and cache
 * nothing that is shorter.
 */
import type { BedrockRuntime } from "bedrock-fetch";
import { collect, type Usage } from "bedrock-fetch/text";

/** Answers questions about a manual that is the same each time, so it goes before the cache point. */
export async function askManual(
  bedrock: BedrockRuntime,
  manual: string,
  question: string,
): Promise<{ text: string; usage: Usage }> {
  const { body } = await bedrock.invokeModelWithResponseStream({
    modelId: "global.anthropic.claude-haiku-4-5-20251001-v1:0",
    body: {
      anthropic_version: "bedrock-2023-05-31",
      max_tokens: 1000,
      system: [
        { type: "text", text: `Answer from this manual.\n\n${manual}` },
        { type: "text", text: "Be brief.", cache_control: { type: "ephemeral" } },
      ],
      messages: [{ role: "user", content: question }],
    },
  });
  // usage.cacheWriteInputTokens the first time, usage.cacheReadInputTokens after it. Neither is part
  // of usage.inputTokens.
  const { text, usage } = await collect(body);
  return { text, usage };
}
