import type { Client } from "./contender.ts";

type Load = (fetch: typeof globalThis.fetch) => Promise<Client>;

/** The clients that are compared; each is imported when it is asked for, and no other is with it. */
export const CLIENTS: { readonly [key: string]: Load } = {
  "bedrock-fetch": async (fetch) => (await import("./bedrock-fetch.ts")).bedrockFetch(fetch),
  "aws-sdk": async (fetch) => (await import("./aws-sdk.ts")).awsSdk(fetch),
  "anthropic-sdk": async (fetch) => (await import("./anthropic-sdk.ts")).anthropicSdk(fetch),
  "ai-sdk": async (fetch) => (await import("./ai-sdk.ts")).aiSdk(fetch),
};

/** All of them. */
export const clients = (fetch: typeof globalThis.fetch): Promise<Client[]> =>
  Promise.all(Object.values(CLIENTS).map((load) => load(fetch)));
