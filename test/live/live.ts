import { BedrockRuntime, BedrockRuntimeServiceException } from "bedrock-fetch";
import { fromEnv } from "bedrock-fetch/credentials";
import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { promptFor } from "../helpers/prompts.ts";
import { type Observation, observingFetch } from "./observe.ts";
import { differences } from "./shape.ts";

// npm run test:live
//
// Against AWS itself, for a few tokens:
//   AWS_REGION and credentials, as every AWS tool reads them
//   LIVE_MODEL_ID    the model, profile or ARN to ask
//   LIVE_BODY        its request as JSON, where the model is not of a family known here
//   LIVE_GUARDRAIL   a guardrail as id:version; without it, these two members are left out
//
// What AWS and the simulator answer differently is printed, not judged.

const { LIVE_MODEL_ID: modelId = "", LIVE_BODY, LIVE_GUARDRAIL } = process.env;

function reasonToSkip(): string | undefined {
  if (!(process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION)) return "no AWS_REGION";
  if (!(process.env.AWS_ACCESS_KEY_ID || process.env.AWS_BEARER_TOKEN_BEDROCK)) {
    return "no credentials: AWS_ACCESS_KEY_ID or AWS_BEARER_TOKEN_BEDROCK";
  }
  return modelId === "" ? "no model named in LIVE_MODEL_ID" : undefined;
}

const skip = reasonToSkip();
if (skip !== undefined) console.warn(`The live test is skipped: ${skip}.`);

type Input = Parameters<BedrockRuntime["invokeModel"]>[0];

const [guardrailIdentifier, guardrailVersion] = LIVE_GUARDRAIL?.split(/:(?=[^:]*$)/) ?? [];
const everyMember: Input = {
  modelId,
  body: LIVE_BODY ?? promptFor(modelId, "Say hello.", 16),
  contentType: "application/json",
  accept: "application/json",
  trace: "ENABLED",
  performanceConfigLatency: "standard",
  serviceTier: "default",
  requestMetadata: { team: "web", purpose: "live test" },
  guardrailIdentifier,
  guardrailVersion,
};

/** Both services, each with a client and a view of the wire. */
function services() {
  const options = fromEnv();
  const region = options.region!;
  const simulator = createSimulator({ region });
  const aws = observingFetch(fetch);
  const simulated = observingFetch(simulator);
  return {
    aws: { ...aws, client: new BedrockRuntime({ ...options, fetch: aws.fetch }) },
    simulator: {
      ...simulated,
      client: new BedrockRuntime({
        region,
        credentials: simulatorCredentials,
        fetch: simulated.fetch,
      }),
    },
  };
}

type Call = (client: BedrockRuntime) => Promise<unknown>;

/** Makes the same call to both, and prints where the answers differ. */
async function compare(title: string, call: Call): Promise<void> {
  const { aws, simulator } = services();
  const observations: Observation[] = [];
  for (const { client, latest } of [aws, simulator]) {
    await call(client).catch((error: unknown) => {
      if (!(error instanceof BedrockRuntimeServiceException)) throw error;
    });
    observations.push(await latest());
  }
  const [real, simulated] = observations as [Observation, Observation];
  const lines = (["status", "headers", "frames", "documents"] as const).flatMap((part) =>
    differences(real[part], simulated[part]).map((line) => `  ${part}: ${line}`),
  );
  console.log(`${title}: ${lines.length === 0 ? "no difference" : `\n${lines.join("\n")}`}`);
}

async function readAll(client: BedrockRuntime, input: Input): Promise<string[]> {
  const { body } = await client.invokeModelWithResponseStream(input);
  const documents: string[] = [];
  for await (const { chunk } of body) documents.push(new TextDecoder().decode(chunk.bytes));
  return documents;
}

/** Which members the service refuses by themselves: not every model takes every one. */
async function printRefusedMembers(client: BedrockRuntime): Promise<void> {
  const { modelId, body, ...members } = everyMember;
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined) continue;
    const together = name.startsWith("guardrail") ? { guardrailIdentifier, guardrailVersion } : {};
    await client
      .invokeModel({ modelId, body, ...together, [name]: value })
      .catch((error) => console.log(`${name} is refused: ${error}`));
  }
}

describe.skipIf(skip !== undefined)("Amazon Bedrock Runtime", () => {
  const { client } = skip === undefined ? services().aws : { client: undefined! };
  if (LIVE_GUARDRAIL === undefined && skip === undefined) {
    console.warn("guardrailIdentifier and guardrailVersion are left out: no LIVE_GUARDRAIL.");
  }

  it("invokeModel, with every member", async () => {
    const output = await client.invokeModel(everyMember).catch(async (error: unknown) => {
      await printRefusedMembers(client);
      throw error;
    });
    expect(output.body.json()).toBeTypeOf("object");
    expect(output.contentType).toMatch(/^application\/json/);
    expect(output.$metadata).toMatchObject({
      httpStatusCode: 200,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    console.log("output without body:", { ...output, body: `${output.body.length} bytes` });
  });

  it("invokeModelWithResponseStream, with every member", async () => {
    const documents = await readAll(client, everyMember);
    expect(documents.length).toBeGreaterThan(0);
    for (const document of documents) expect(JSON.parse(document)).toBeTypeOf("object");
    expect(JSON.parse(documents.at(-1)!)).toHaveProperty("amazon-bedrock-invocationMetrics");
  });

  it("requestMetadata beyond ASCII is either taken or refused with a reason", async () => {
    const input = { ...everyMember, requestMetadata: { größe: "日本 🌍" } };
    const answer = await client.invokeModel(input).then(
      () => "taken",
      (error: unknown) => {
        if (!(error instanceof BedrockRuntimeServiceException)) throw error;
        return `refused: ${error}`;
      },
    );
    console.log(`requestMetadata beyond ASCII is ${answer}`);
  });

  it.each<[string, Call]>([
    ["invokeModel", (client) => client.invokeModel(everyMember)],
    ["invokeModelWithResponseStream", (client) => readAll(client, everyMember)],
    ["a body without members", (client) => client.invokeModel({ modelId, body: {} })],
    ["a model that does not exist", (client) => client.invokeModel({ modelId: "does-not-exist" })],
    ["a stream of it", (client) => readAll(client, { modelId: "does-not-exist" })],
    [
      "a tier that does not exist",
      (client) => client.invokeModel({ ...everyMember, serviceTier: "gold" }),
    ],
  ])("AWS and the simulator: %s", compare);
});
