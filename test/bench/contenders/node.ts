import { aiSdk } from "./ai-sdk.ts";
import { anthropicSdk } from "./anthropic-sdk.ts";
import { awsSdk } from "./aws-sdk.ts";
import { bedrockFetch, bedrockFetchText } from "./bedrock-fetch.ts";
import type { Client, Contender } from "./contender.ts";
import { bytesDropped, framesWalked } from "./floors.ts";

type Make<Made> = (fetch: typeof globalThis.fetch) => Made;

/** The clients that are compared, by the names that processes are told. */
export const CLIENTS: { readonly [key: string]: Make<Client> } = {
  "bedrock-fetch": bedrockFetch,
  "aws-sdk": awsSdk,
  "anthropic-sdk": anthropicSdk,
  "ai-sdk": aiSdk,
};

export const TEXT: Make<Client> = bedrockFetchText;

export const FLOORS: readonly Make<Contender>[] = [bytesDropped, framesWalked];
