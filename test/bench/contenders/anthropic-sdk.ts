import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";
import type { RawMessageStreamEvent } from "@anthropic-ai/sdk/resources/messages";
import {
  type Client,
  CREDENTIALS,
  client,
  MAX_TOKENS,
  MODEL_ID,
  PROMPT,
  REGION,
} from "./contender.ts";

/** Its events are documents, parsed. */
export function anthropicSdk(fetch: typeof globalThis.fetch): Client {
  const anthropic = new AnthropicBedrock({
    awsRegion: REGION,
    awsAccessKey: CREDENTIALS.accessKeyId,
    awsSecretKey: CREDENTIALS.secretAccessKey,
    awsSessionToken: CREDENTIALS.sessionToken,
    fetch,
  });
  const input = () => ({
    model: MODEL_ID,
    max_tokens: MAX_TOKENS,
    messages: [{ role: "user" as const, content: PROMPT }],
  });
  return client({
    name: "@anthropic-ai/bedrock-sdk",
    open: () => anthropic.messages.create({ ...input(), stream: true }),
    async request() {
      await anthropic.messages.create(input());
    },
    textOf(event) {
      const { type, ...rest } = event as RawMessageStreamEvent;
      return type === "content_block_delta" && "delta" in rest && "text" in rest.delta
        ? rest.delta.text
        : "";
    },
  });
}
