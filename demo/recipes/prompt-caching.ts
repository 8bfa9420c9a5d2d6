/**
 * Prompt caching: the part of a prompt before the cache point is kept for five minutes after each use,
 * and reading it again costs a tenth. The minimum is 1,024 to 4,096 tokens, depending on the model; a
 * shorter part is not cached, without an error.
 *
 * In `usage`, `cacheWriteInputTokens` counts what was stored and `cacheReadInputTokens` what was read
 * from the cache. Neither is part of `inputTokens`.
 */
import { type BedrockClient, type BedrockRuntime, converse } from "bedrock-fetch";
import { collect, type Usage } from "bedrock-fetch/text";

/** By Converse: a block of its own is the cache point, for every model that can cache. */
export async function askManualByConverse(
  bedrock: BedrockClient,
  manual: string,
  question: string,
): Promise<{ text: string; usage: Usage }> {
  const answer = await bedrock.call(converse, {
    modelId: "us.amazon.nova-2-lite-v1:0",
    system: [
      { text: `Answer from this manual.\n\n${manual}` },
      { cachePoint: { type: "default" } },
    ],
    messages: [{ role: "user", content: [{ text: question }] }],
  });
  const { text, usage } = await collect(answer);
  return { text, usage };
}

/** By InvokeModel, of Claude: the last block that is to be cached says so. */
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
        {
          type: "text",
          text: `Answer from this manual.\n\n${manual}`,
          cache_control: { type: "ephemeral" },
        },
      ],
      messages: [{ role: "user", content: question }],
    },
  });
  const { text, usage } = await collect(body);
  return { text, usage };
}
