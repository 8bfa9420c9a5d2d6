// Compiled by `npm run types`: an expectation that no error meets is an error itself.
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import {
  type BedrockRuntime,
  type BedrockRuntimeOptions,
  type BedrockRuntimeServiceException,
  InvalidArgumentError,
  type InvokeModelInput,
  NetworkError,
  type ResponseStreamEvent,
  ThrottlingException,
} from "bedrock-fetch";
import { fromEnv } from "bedrock-fetch/credentials";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_ extends true>(): void => {};

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
];

export const refused: readonly BedrockRuntimeOptions[] = [
  // @ts-expect-error an option that does not exist
  { region: "us-east-1", credentials, retries: 3 },
  // @ts-expect-error a secret is missing
  { region: "us-east-1", credentials: { accessKeyId: "ASIAEXAMPLE" } },
  // @ts-expect-error times are numbers of ms
  { region: "us-east-1", credentials, idleTimeoutMs: "5s" },
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
  // @ts-expect-error the client has no other operations
  await bedrock.converse({ modelId: "m" });
  // @ts-expect-error answers are read-only
  answer.contentType = "text/plain";
  void [bytes, stream, disposed];
}

export function errors(error: unknown): void {
  if (error instanceof ThrottlingException) {
    holds<Equal<typeof error.name, "ThrottlingException">>();
    const base: BedrockRuntimeServiceException = error;
    void base;
  } else if (error instanceof InvalidArgumentError || error instanceof NetworkError) {
    holds<Equal<typeof error.code, "INVALID_ARGUMENT" | "NETWORK">>();
  }
}
