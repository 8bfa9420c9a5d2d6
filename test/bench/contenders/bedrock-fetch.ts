import {
  BedrockClient,
  BedrockRuntime,
  type BedrockRuntimeOptions,
  type ConverseStreamEvent,
  converse,
  converseStream,
  type ResponseStreamEvent,
} from "bedrock-fetch";
import { textStream } from "bedrock-fetch/text";
import {
  type Client,
  CONVERSATION,
  CREDENTIALS,
  client,
  MODEL_ID,
  REGION,
  REQUEST,
} from "./contender.ts";

const decoder = new TextDecoder();

export function bedrockFetch(
  fetch: typeof globalThis.fetch,
  endpoint?: string,
  authorization: Pick<BedrockRuntimeOptions, "apiKey" | "credentials"> = {
    credentials: CREDENTIALS,
  },
): Client {
  const bedrock = new BedrockRuntime({ region: REGION, ...authorization, endpoint, fetch });
  const input = { modelId: MODEL_ID, body: REQUEST };
  return client({
    name: "bedrock-fetch",
    open: async () => (await bedrock.invokeModelWithResponseStream(input)).body,
    async request() {
      await bedrock.invokeModel(input);
    },
    textOf(event) {
      const document = JSON.parse(decoder.decode((event as ResponseStreamEvent).chunk.bytes));
      return document.delta?.text ?? "";
    },
  });
}

/** Reading as far as those peers do whose events are documents. */
export function bedrockFetchText(fetch: typeof globalThis.fetch): Client {
  const { open, request } = bedrockFetch(fetch);
  return client({
    name: "bedrock-fetch, textStream",
    open: async () => textStream((await open()) as AsyncIterable<ResponseStreamEvent>),
    request,
    textOf: (event) => event as string,
  });
}

export function bedrockFetchConverse(fetch: typeof globalThis.fetch): Client {
  const bedrock = new BedrockClient({ region: REGION, credentials: CREDENTIALS, fetch });
  return client({
    name: "bedrock-fetch",
    open: async () => (await bedrock.call(converseStream, CONVERSATION)).stream,
    async request() {
      await bedrock.call(converse, CONVERSATION);
    },
    textOf: (event) => (event as ConverseStreamEvent).contentBlockDelta?.delta.text ?? "",
  });
}
