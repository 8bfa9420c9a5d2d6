/** What is measured: a client, or the least that any client has to do. */
export interface Contender {
  readonly name: string;
  /** Asks for a streamed answer and takes all of it; returns what was counted on the way. */
  stream(): Promise<number>;
  /** Asks for a whole answer. */
  request(): Promise<void>;
}

export interface Client extends Contender {
  /** Asks for a streamed answer; its events are then still to be taken. */
  open(): Promise<AsyncIterable<unknown>>;
  /** What the model says in an event. */
  textOf(event: unknown): string;
}

/** What a client is made of apart from the network. */
export interface ClientParts {
  readonly name: string;
  open(): Promise<AsyncIterable<unknown>>;
  request(): Promise<void>;
  textOf(event: unknown): string;
}

export function client(parts: ClientParts): Client {
  return {
    ...parts,
    async stream() {
      let events = 0;
      for await (const _ of await parts.open()) events++;
      return events;
    },
  };
}

/** All that a client makes of an answer. */
export async function readText(client: Client): Promise<string> {
  let text = "";
  for await (const event of await client.open()) text += client.textOf(event);
  return text;
}

/** Asked of every client. */
export const MODEL_ID = "us.anthropic.claude-3-5-sonnet-20240620-v1:0";
export const REGION = "us-east-1";
export const PROMPT = "Say in a few sentences how an event stream is framed.";
export const MAX_TOKENS = 1000;
export const REQUEST = {
  anthropic_version: "bedrock-2023-05-31",
  max_tokens: MAX_TOKENS,
  messages: [{ role: "user", content: PROMPT }],
};
/** The same by Converse. */
export const CONVERSATION = {
  modelId: MODEL_ID,
  messages: [{ role: "user" as const, content: [{ text: PROMPT }] }],
  inferenceConfig: { maxTokens: MAX_TOKENS },
};
/** Of the length that real ones have. */
export const CREDENTIALS = {
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  sessionToken: "IQoJb3JpZ2luX2VjEXAMPLETOKEN".repeat(25),
};
