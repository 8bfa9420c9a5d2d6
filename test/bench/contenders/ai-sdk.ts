import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock";
import { createAmazonBedrockAnthropic } from "@ai-sdk/amazon-bedrock/anthropic";
import {
  type Client,
  CREDENTIALS,
  client,
  MAX_TOKENS,
  MODEL_ID,
  PROMPT,
  REGION,
} from "./contender.ts";

/**
 * By its Anthropic provider, which is the one that calls these operations (the other calls
 * Converse), and without `streamText` around it. Its events are parts of an answer, parsed and
 * validated.
 */
export function aiSdk(fetch: typeof globalThis.fetch, endpoint?: string): Client {
  const provider = createAmazonBedrockAnthropic({
    region: REGION,
    ...CREDENTIALS,
    ...(endpoint !== undefined && { baseURL: endpoint }),
    fetch,
  });
  return clientOf(provider(MODEL_ID));
}

/** By its own provider, which calls Converse. */
export const aiSdkConverse = (fetch: typeof globalThis.fetch): Client =>
  clientOf(createAmazonBedrock({ region: REGION, ...CREDENTIALS, fetch })(MODEL_ID));

type Model = Pick<ReturnType<ReturnType<typeof createAmazonBedrock>>, "doStream" | "doGenerate">;

function clientOf(model: Model): Client {
  const input = () => ({
    maxOutputTokens: MAX_TOKENS,
    prompt: [{ role: "user" as const, content: [{ type: "text" as const, text: PROMPT }] }],
  });
  return client({
    name: "@ai-sdk/amazon-bedrock",
    open: async () => (await model.doStream(input())).stream as unknown as AsyncIterable<unknown>,
    async request() {
      await model.doGenerate(input());
    },
    textOf(event) {
      const { type, delta = "" } = event as { readonly type: string; readonly delta?: string };
      return type === "text-delta" ? delta : "";
    },
  });
}
