import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  type ResponseStream,
} from "@aws-sdk/client-bedrock-runtime";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
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

/**
 * With its fetch handler, its only one outside Node: the same fetch can then serve every client. In
 * Node its default handler speaks HTTP/2 by node:http2, which no other client here does.
 */
const clientWith = (fetch: typeof globalThis.fetch, endpoint?: string): BedrockRuntimeClient =>
  new BedrockRuntimeClient({
    region: REGION,
    credentials: CREDENTIALS,
    ...(endpoint !== undefined && { endpoint }),
    requestHandler: new FetchHttpHandler({ customFetch: fetch }),
  });

export function awsSdk(fetch: typeof globalThis.fetch, endpoint?: string): Client {
  const bedrock = clientWith(fetch, endpoint);
  // Serialized at each request, as the others do.
  const input = () => ({
    modelId: MODEL_ID,
    contentType: "application/json",
    accept: "application/json",
    body: JSON.stringify(REQUEST),
  });
  return client({
    name: "@aws-sdk/client-bedrock-runtime",
    open: async () => (await bedrock.send(new InvokeModelWithResponseStreamCommand(input()))).body!,
    async request() {
      await bedrock.send(new InvokeModelCommand(input()));
    },
    textOf(event) {
      const document = JSON.parse(decoder.decode((event as ResponseStream).chunk!.bytes));
      return document.delta?.text ?? "";
    },
  });
}

export function awsSdkConverse(fetch: typeof globalThis.fetch): Client {
  const bedrock = clientWith(fetch);
  return client({
    name: "@aws-sdk/client-bedrock-runtime",
    open: async () => (await bedrock.send(new ConverseStreamCommand(CONVERSATION))).stream!,
    async request() {
      await bedrock.send(new ConverseCommand(CONVERSATION));
    },
    textOf: (event) => (event as ConverseStreamOutput).contentBlockDelta?.delta?.text ?? "",
  });
}
