// Compiled by `npm run types`: an expectation that no error meets is an error itself.
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import {
  type AnyBedrockFetchError,
  anthropicFetch,
  type BedrockClient,
  type BedrockFetchErrorCode,
  type BedrockRuntime,
  type BedrockRuntimeOptions,
  type BedrockRuntimeServiceException,
  countTokens,
  type IdleTimeoutError,
  InvalidArgumentError,
  type InvokeModelInput,
  type InvokeModelOutput,
  invokeModel,
  NetworkError,
  type ResponseStreamEvent,
  signedFetch,
  ThrottlingException,
} from "bedrock-fetch";
import { createShortTermApiKey, fromEnv } from "bedrock-fetch/credentials";
import { type Equal, holds } from "./equal.ts";

const credentials = {
  accessKeyId: "ASIAEXAMPLE",
  secretAccessKey: "secret",
  sessionToken: "token",
};

export const accepted: readonly BedrockRuntimeOptions[] = [
  { region: "us-east-1", credentials },
  { region: "us-east-1", credentials: async () => credentials },
  { region: "us-east-1", credentials: fromNodeProviderChain() },
  { region: "us-east-1", ...fromEnv({}) },
  { endpoint: new URL("https://gateway.example"), apiKey: async () => "key" },
  // A provider may answer at once.
  { region: "us-east-1", credentials: () => credentials },
  { region: "us-east-1", apiKey: () => "key" },
  // A fetch is what is called as fetch(url, init), and need not be more.
  { region: "us-east-1", credentials, fetch: async (url, init) => fetch(url, init) },
  { region: "us-east-1", credentials, fetch },
  { region: "us-east-1", credentials, shouldRetry: () => undefined },
];

export const refused: readonly BedrockRuntimeOptions[] = [
  // @ts-expect-error an option that does not exist
  { region: "us-east-1", credentials, retries: 3 },
  // @ts-expect-error a secret is missing
  { region: "us-east-1", credentials: { accessKeyId: "ASIAEXAMPLE" } },
  // @ts-expect-error times are numbers of ms
  { region: "us-east-1", credentials, idleTimeoutMs: "5s" },
  // @ts-expect-error a fetch returns a Response
  { region: "us-east-1", credentials, fetch: async () => "{}" },
  // @ts-expect-error a fetch is called with a URL as a string
  { region: "us-east-1", credentials, fetch: async (request: Request) => fetch(request) },
  // @ts-expect-error a decision is a boolean, or undefined for the default
  { region: "us-east-1", credentials, shouldRetry: () => "yes" },
];

export const inputs: readonly InvokeModelInput[] = [
  { modelId: "m", body: "text" },
  { modelId: "m", body: new Uint8Array(1) },
  { modelId: "m", body: new Blob(["{}"]) },
  { modelId: "m", body: { messages: [{ role: "user" }] } },
  // Values that the service adds later are passed on.
  { modelId: "m", serviceTier: "turbo", trace: "ENABLED", performanceConfigLatency: "optimized" },
  { modelId: "m", requestMetadata: { team: "web" } },
  // @ts-expect-error modelId is required
  { body: "{}" },
  // @ts-expect-error the service's name is modelId
  { modelID: "m" },
  // @ts-expect-error values of requestMetadata are strings
  { modelId: "m", requestMetadata: { retries: 3 } },
  // @ts-expect-error JSON has no such numbers
  { modelId: "m", body: 10n },
];

export async function outputs(bedrock: BedrockRuntime): Promise<void> {
  const answer = await bedrock.invokeModel({ modelId: "m" });
  holds<Equal<ReturnType<typeof answer.body.text>, string>>();
  holds<Equal<ReturnType<typeof answer.body.json>, unknown>>();
  const bytes: Uint8Array<ArrayBuffer> = answer.body;
  const { body } = await bedrock.invokeModelWithResponseStream({ modelId: "m" });
  const stream: ReadableStream<ResponseStreamEvent> = body;
  for await (const event of body) holds<Equal<typeof event, ResponseStreamEvent>>();
  await using disposed = body;
  // @ts-expect-error other operations are values: bedrock.call(converse, …)
  await bedrock.converse({ modelId: "m" });
  // @ts-expect-error answers are read-only
  answer.contentType = "text/plain";
  void [bytes, stream, disposed];
}

export async function operations(client: BedrockClient): Promise<void> {
  const answer = await client.call(invokeModel, { modelId: "m" });
  holds<Equal<typeof answer, InvokeModelOutput>>();
  // @ts-expect-error the input is the operation's
  await client.call(countTokens, { modelId: "m", body: "{}" });
  // @ts-expect-error an operation is a value, not a name
  await client.call("InvokeModel", { modelId: "m" });
  // @ts-expect-error a BedrockClient has `call` alone
  await client.invokeModel({ modelId: "m" });
  // @ts-expect-error the endpoint is read-only
  client.endpoint = "https://elsewhere.example";
}

export async function sdks(client: BedrockClient): Promise<void> {
  const fetches: readonly (typeof fetch)[] = [
    signedFetch(client),
    signedFetch(client, { endpoints: ["https://bedrock-mantle.us-east-1.api.aws"] }),
    signedFetch(client, { endpoints: [new URL("https://bedrock-mantle.us-east-1.api.aws")] }),
    anthropicFetch(client),
  ];
  for (const each of fetches) holds<Equal<Awaited<ReturnType<typeof each>>, Response>>();
  // @ts-expect-error endpoints are a list
  signedFetch(client, { endpoints: "https://bedrock-mantle.us-east-1.api.aws" });
  // @ts-expect-error an option that does not exist
  signedFetch(client, { endpoint: "https://bedrock-mantle.us-east-1.api.aws" });
  // @ts-expect-error options of a client are not one
  signedFetch({ region: "us-east-1", credentials });
  // @ts-expect-error it has no options
  anthropicFetch(client, { model: "m" });

  const { apiKey, expiration } = await createShortTermApiKey({ region: "us-east-1", credentials });
  holds<Equal<[typeof apiKey, typeof expiration], [string, Date]>>();
  // @ts-expect-error a key is valid in a region
  await createShortTermApiKey({ credentials });
  // @ts-expect-error seconds are a number
  await createShortTermApiKey({ region: "us-east-1", credentials, expiresInSeconds: "600" });
}

export function errors(error: unknown): void {
  if (error instanceof ThrottlingException) {
    holds<Equal<typeof error.name, "ThrottlingException">>();
    const base: BedrockRuntimeServiceException = error;
    void base;
    // @ts-expect-error members are read-only
    error.retryable = false;
    // @ts-expect-error and so is what they hold
    error.$metadata.attempts = 1;
  } else if (error instanceof InvalidArgumentError || error instanceof NetworkError) {
    holds<Equal<typeof error.code, "INVALID_ARGUMENT" | "NETWORK">>();
    // @ts-expect-error members are read-only
    error.code = "NETWORK";
  }
}

export function codes(error: AnyBedrockFetchError): string {
  // The union narrows on its codes,
  if (error.code === "INVALID_ARGUMENT") return error.field;
  if (error.code === "IDLE_TIMEOUT") holds<Equal<typeof error, IdleTimeoutError>>();
  // and is closed.
  // @ts-expect-error no error has this code
  if (error.code === "NO_SUCH_CODE") return "never";
  holds<Equal<string extends BedrockFetchErrorCode ? true : false, false>>();
  return error.message;
}
