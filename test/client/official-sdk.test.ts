import {
  BedrockRuntimeClient,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import { BedrockRuntime, BedrockRuntimeServiceException } from "bedrock-fetch";
import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Server, serve } from "../../src/simulator/node/serve.ts";
import { failureOf } from "../helpers/loopback.ts";
import { promptFor } from "../helpers/prompts.ts";

// The official client is the measure: for the same request it and this client must do the same.

const now = new Date();
const simulator = createSimulator({ now: () => now });
let server: Server;
beforeAll(async () => {
  server = await serve(simulator);
});
afterAll(() => server.close());
afterEach(() => {
  simulator.faults.length = 0;
});

const common = () => ({
  region: "us-east-1",
  endpoint: server.url,
  credentials: simulatorCredentials,
  maxAttempts: 1,
});
const ours = () => new BedrockRuntime(common());
const official = () =>
  new BedrockRuntimeClient({ ...common(), requestHandler: new FetchHttpHandler() });

/** A document without what differs from run to run: how long it took. */
const timeless = (bytes: Uint8Array): unknown =>
  JSON.parse(Buffer.from(bytes).toString(), (name, value) =>
    /Latency$/.test(name) ? "some ms" : value,
  );

const MODELS = [
  "us.anthropic.claude-3-5-sonnet-20240620-v1:0",
  "anthropic.claude-v2:1",
  "amazon.nova-micro-v1:0",
  "amazon.titan-text-lite-v1",
  "arn:aws:bedrock:us-east-1::foundation-model/meta.llama3-1-70b-instruct-v1:0",
  "mistral.mistral-7b-instruct-v0:2",
  "cohere.command-light-text-v14",
  "cohere.command-r-v1:0",
  "openai.gpt-oss-20b-1:0",
];

describe.each(MODELS)("%s", (modelId) => {
  const input = {
    modelId,
    body: JSON.stringify(promptFor(modelId, "Tell me about event streams 🚀", 100)),
    contentType: "application/json",
    accept: "application/json",
    trace: "DISABLED",
    performanceConfigLatency: "standard",
    serviceTier: "default",
    requestMetadata: JSON.stringify({ team: "web" }),
  } as const;

  it("answers both clients the same", async () => {
    const mine = await ours().invokeModel(input);
    const theirs = await official().send(new InvokeModelCommand(input));
    expect(timeless(mine.body)).toEqual(timeless(theirs.body));
    for (const member of ["contentType", "performanceConfigLatency", "serviceTier"] as const) {
      expect(mine[member]).toBe(theirs[member]);
    }
    expect(mine.$metadata.httpStatusCode).toBe(theirs.$metadata.httpStatusCode);
    expect(mine.$metadata.requestId).toHaveLength(theirs.$metadata.requestId!.length);
  });

  it("streams the same chunks to both", async () => {
    const mine = await ours().invokeModelWithResponseStream(input);
    const theirs = await official().send(new InvokeModelWithResponseStreamCommand(input));
    const myChunks: unknown[] = [];
    for await (const { chunk } of mine.body) myChunks.push(timeless(chunk.bytes));
    const theirChunks: unknown[] = [];
    for await (const event of theirs.body!) theirChunks.push(timeless(event.chunk!.bytes!));
    expect(myChunks.length).toBeGreaterThan(1);
    expect(myChunks).toEqual(theirChunks);
    for (const member of ["contentType", "performanceConfigLatency", "serviceTier"] as const) {
      expect(mine[member]).toBe(theirs[member]);
    }
  });

  it("received the same requests", () => {
    const [mine, theirs] = simulator.invocationLog.filter((entry) => entry.modelId === modelId);
    for (const member of ["operation", "requestMetadata", "inputTokenCount"] as const) {
      expect(mine![member]).toEqual(theirs![member]);
    }
  });
});

describe("a failure is the same for both", () => {
  const modelId = MODELS[0]!;
  const body = JSON.stringify(promptFor(modelId, "hi", 50));

  it.each([
    ["a model that does not exist", { modelId: "does-not-exist", body }],
    ["a body that the model refuses", { modelId, body: "{}" }],
    ["a tier that does not exist", { modelId, body, serviceTier: "gold" as "flex" }],
  ])("%s", async (_, input) => {
    const mine = await failureOf(ours().invokeModel(input));
    const theirs = await failureOf(official().send(new InvokeModelCommand(input)));
    expect(comparable(mine)).toEqual(comparable(theirs));
    expect(mine).toBeInstanceOf(BedrockRuntimeServiceException);
  });

  it.each([
    "internalServerException",
    "modelStreamErrorException",
    "validationException",
    "throttlingException",
    "modelTimeoutException",
    "serviceUnavailableException",
  ] as const)("%s within the stream", async (name) => {
    simulator.faults.push({
      fault: "exception",
      name,
      after: 2,
      originalStatusCode: 500,
      originalMessage: "x",
    });
    const mine = await failureOf(
      ours()
        .invokeModelWithResponseStream({ modelId, body })
        .then(async ({ body }) => {
          for await (const _ of body);
        }),
    );
    const theirs = await failureOf(
      official()
        .send(new InvokeModelWithResponseStreamCommand({ modelId, body }))
        .then(async ({ body }) => {
          for await (const _ of body!);
        }),
    );
    expect(comparable(mine)).toEqual(comparable(theirs));
  });
});

/** What both clients report of an error. */
function comparable(error: unknown) {
  const { name, message, $fault, originalStatusCode, originalMessage } = error as {
    [member: string]: unknown;
  };
  return { name, message, $fault, originalStatusCode, originalMessage };
}
