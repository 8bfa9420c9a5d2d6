import type { Client, Contender } from "./contender.ts";

type Fetch = typeof globalThis.fetch;

/** The clients that are compared; each is imported when it is asked for, and no other is with it. */
export const CLIENTS: { readonly [key: string]: (fetch: Fetch) => Promise<Client> } = {
  "bedrock-fetch": async (fetch) => (await import("./bedrock-fetch.ts")).bedrockFetch(fetch),
  "aws-sdk": async (fetch) => (await import("./aws-sdk.ts")).awsSdk(fetch),
  "anthropic-sdk": async (fetch) => (await import("./anthropic-sdk.ts")).anthropicSdk(fetch),
  "ai-sdk": async (fetch) => (await import("./ai-sdk.ts")).aiSdk(fetch),
};

/** All that takes part: these, the same with more work, and the least that any client has to do. */
export const CONTENDERS: { readonly [key: string]: (fetch: Fetch) => Promise<Contender> } = {
  ...CLIENTS,
  "bedrock-fetch-text": async (fetch) =>
    (await import("./bedrock-fetch.ts")).bedrockFetchText(fetch),
  "bedrock-fetch-converse": async (fetch) =>
    (await import("./bedrock-fetch.ts")).bedrockFetchConverse(fetch),
  "aws-sdk-converse": async (fetch) => (await import("./aws-sdk.ts")).awsSdkConverse(fetch),
  "ai-sdk-converse": async (fetch) => (await import("./ai-sdk.ts")).aiSdkConverse(fetch),
  "bytes-dropped": async (fetch) => (await import("./bytes-dropped.ts")).bytesDropped(fetch),
  "frames-walked": async (fetch) => (await import("./frames-walked.ts")).framesWalked(fetch),
};

/** All clients in one process. */
export const clients = (fetch: Fetch): Promise<Client[]> =>
  Promise.all(Object.values(CLIENTS).map((load) => load(fetch)));
