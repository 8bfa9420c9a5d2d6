import {
  BedrockRuntimeClient,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Server, serve } from "../../../src/simulator/node/serve.ts";

const simulator = createSimulator({ apiKeys: ["a-key"] });
let server: Server;

beforeAll(async () => {
  server = await serve(simulator);
});
afterEach(() => {
  simulator.faults.length = 0;
});
afterAll(() => server.close());

const body = JSON.stringify({
  anthropic_version: "bedrock-2023-05-31",
  max_tokens: 400,
  messages: [{ role: "user", content: "Tell me about event streams 🚀" }],
});
const modelId = "us.anthropic.claude-3-5-sonnet-20240620-v1:0";
const decoder = new TextDecoder();

const clients = {
  "HTTP/2, its default in Node": () => ({}),
  fetch: () => ({ requestHandler: new FetchHttpHandler() }),
};

describe.each(Object.entries(clients))("the AWS SDK over %s", (_, handler) => {
  const client = () =>
    new BedrockRuntimeClient({
      region: "us-east-1",
      endpoint: server.url,
      credentials: simulatorCredentials,
      maxAttempts: 1,
      ...handler(),
    });

  it("InvokeModel, with every member of its input and output", async () => {
    simulator.clear();
    const output = await client().send(
      new InvokeModelCommand({
        modelId,
        body,
        contentType: "application/json",
        accept: "application/json",
        trace: "ENABLED",
        guardrailIdentifier: "abc123",
        guardrailVersion: "1",
        performanceConfigLatency: "optimized",
        serviceTier: "priority",
        requestMetadata: JSON.stringify({ team: "web" }),
      }),
    );
    expect(output.$metadata.httpStatusCode).toBe(200);
    expect(output.contentType).toBe("application/json");
    expect(output.performanceConfigLatency).toBe("optimized");
    expect(output.serviceTier).toBe("priority");
    const answer = JSON.parse(decoder.decode(output.body));
    expect(answer.content[0].text).toContain("Tell me about event streams 🚀");
    expect(simulator.invocationLog).toMatchObject([
      {
        requestId: output.$metadata.requestId,
        operation: "InvokeModel",
        modelId,
        identity: simulatorCredentials.accessKeyId,
        requestMetadata: { team: "web" },
        status: 200,
        outcome: "complete",
        sent: [decoder.decode(output.body)],
      },
    ]);
  });

  it("InvokeModelWithResponseStream yields exactly what was sent", async () => {
    simulator.clear();
    const output = await client().send(
      new InvokeModelWithResponseStreamCommand({
        modelId,
        body,
        performanceConfigLatency: "standard",
        serviceTier: "flex",
      }),
    );
    expect(output.contentType).toBe("application/json");
    expect(output.performanceConfigLatency).toBe("standard");
    expect(output.serviceTier).toBe("flex");
    const documents: string[] = [];
    for await (const event of output.body!) documents.push(decoder.decode(event.chunk!.bytes));
    expect(documents.length).toBeGreaterThan(20);
    const [entry] = simulator.invocationLog;
    expect(documents).toEqual(entry!.sent);
    expect(entry!.outcome).toBe("complete");
  });

  it("a refusal arrives as the service's exception", async () => {
    await expect(
      client().send(new InvokeModelCommand({ modelId: "does-not-exist", body: "{}" })),
    ).rejects.toMatchObject({
      name: "ValidationException",
      message: "The provided model identifier is invalid.",
      $metadata: { httpStatusCode: 400 },
    });
  });

  it("an exception within the stream arrives as one", async () => {
    simulator.faults.push({
      fault: "exception",
      name: "modelStreamErrorException",
      after: 2,
      originalStatusCode: 500,
      times: 1,
    });
    const output = await client().send(new InvokeModelWithResponseStreamCommand({ modelId, body }));
    let delivered = 0;
    await expect(async () => {
      for await (const _ of output.body!) delivered++;
    }).rejects.toMatchObject({ name: "ModelStreamErrorException", originalStatusCode: 500 });
    expect(delivered).toBe(2);
  });

  it("an API key", async () => {
    const bearer = new BedrockRuntimeClient({
      region: "us-east-1",
      endpoint: server.url,
      token: { token: "a-key" },
      authSchemePreference: ["httpBearerAuth"],
      ...handler(),
    });
    simulator.clear();
    await bearer.send(new InvokeModelCommand({ modelId, body }));
    expect(simulator.invocationLog[0]!.identity).toBe("api-key");
  });
});
