import { BedrockRuntime, InvalidArgumentError } from "bedrock-fetch";
import {
  createSimulator,
  type InvocationLogEntry,
  simulatorCredentials,
} from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { apiKey, invoke } from "./invoke.ts";

const nova = {
  modelId: "amazon.nova-micro-v1:0",
  body: { messages: [{ role: "user", content: [{ text: "Hello" }] }] },
};

describe("the log of a simulator", () => {
  it("has the operation, model, input, metadata, identity, answer, fault and timing of a request", async () => {
    const simulator = createSimulator({ faults: { fault: "drip" } });
    const bedrock = new BedrockRuntime({
      region: "us-east-1",
      credentials: simulatorCredentials,
      fetch: simulator,
    });
    await bedrock.invokeModel({ ...nova, requestMetadata: { team: "web" } });
    const entry = await simulator.ended(1);
    expect(entry).toMatchObject({
      operation: "InvokeModel",
      modelId: nova.modelId,
      input: nova.body,
      requestMetadata: { team: "web" },
      identity: simulatorCredentials.accessKeyId,
      answer: { text: expect.stringContaining("Hello"), toolCalls: [], stopReason: "end_turn" },
      fault: "drip",
      status: 200,
      outcome: "complete",
    });
    expect(entry.answer!.usage.outputTokens).toBe(entry.outputTokenCount);
    expect(entry.firstByteMs).toBeGreaterThanOrEqual(0);
    expect(entry.durationMs).toBeGreaterThanOrEqual(entry.firstByteMs!);
    expect(Object.keys(entry)).not.toContain("end");
  });

  it("keeps the input of a request that is refused, unless it is not a JSON object", async () => {
    const simulator = createSimulator({ apiKeys: [apiKey] });
    await invoke(simulator, { body: { what: "is this" } });
    await invoke(simulator, { body: "no JSON" });
    const [first, second] = simulator.invocationLog;
    expect(first).toMatchObject({ input: { what: "is this" }, errorCode: "ValidationException" });
    expect(second!.input).toBeUndefined();
  });

  it("does not keep an input above 1 MiB", async () => {
    const simulator = createSimulator({ apiKeys: [apiKey] });
    await invoke(simulator, { ...nova, body: { ...nova.body, more: "x".repeat(2 ** 20) } });
    expect((await simulator.ended(1)).input).toBeUndefined();
  });

  it("can be awaited: the third call has ended", async () => {
    const simulator = createSimulator({ apiKeys: [apiKey] });
    const third = simulator.ended(3);
    await invoke(simulator, nova);
    await invoke(simulator, nova);
    const response = await invoke(simulator, { ...nova, stream: true });
    const early = Promise.race([third, Promise.resolve("not yet")]);
    expect(await early).toBe("not yet");
    await response.arrayBuffer();
    expect(await third).toBe(simulator.invocationLog[2]);
    expect((await third).outcome).toBe("complete");
    expect(await simulator.ended(1)).toBe(simulator.invocationLog[0]);
  });

  it("can be awaited for a call that fails, and for one whose reader leaves", async () => {
    const simulator = createSimulator({ apiKeys: [apiKey], faults: "throttle; times=1" });
    await invoke(simulator, nova);
    expect(await simulator.ended(1)).toMatchObject({
      outcome: "failed",
      errorCode: "ThrottlingException",
    });
    const response = await invoke(simulator, { ...nova, stream: true });
    await response.body!.cancel();
    expect(await simulator.ended(2)).toMatchObject({ outcome: "canceled", status: 200 });
  });

  it("counts again once it is cleared", async () => {
    const simulator = createSimulator({ apiKeys: [apiKey] });
    await invoke(simulator, nova);
    simulator.clear();
    const first = simulator.ended(1);
    await invoke(simulator, { ...nova, modelId: "amazon.nova-pro-v1:0" });
    expect((await first).modelId).toBe("amazon.nova-pro-v1:0");
  });

  it("is awaited until a signal says otherwise", async () => {
    const simulator = createSimulator();
    const aborted = AbortSignal.abort(new Error("enough"));
    await expect(simulator.ended(1, { signal: aborted })).rejects.toThrow("enough");
    const controller = new AbortController();
    const waiting = simulator.ended(1, { signal: controller.signal });
    controller.abort(new Error("too long"));
    await expect(waiting).rejects.toThrow("too long");
  });

  it.for([0, -1, 1.5, Number.NaN])("has no call number %s to wait for", (count) => {
    expect(() => createSimulator().ended(count)).toThrow(InvalidArgumentError);
  });

  it("calls onInvocationEnd with each entry, in the order of their ends", async () => {
    const ended: InvocationLogEntry[] = [];
    const simulator = createSimulator({
      apiKeys: [apiKey],
      onInvocationEnd: (entry) => ended.push(entry),
    });
    const streamed = await invoke(simulator, { ...nova, stream: true });
    await invoke(simulator, nova);
    await streamed.arrayBuffer();
    expect(ended.map(({ operation }) => operation)).toEqual([
      "InvokeModel",
      "InvokeModelWithResponseStream",
    ]);
    expect(ended.every(({ outcome }) => outcome === "complete")).toBe(true);
  });
});

describe("the models that an account may invoke", () => {
  const simulator = createSimulator({
    apiKeys: [apiKey],
    models: { allowed: ["amazon.nova-micro-v1:0", "anthropic.*"] },
  });

  it.for([
    ["amazon.nova-micro-v1:0", 200],
    ["us.amazon.nova-micro-v1:0", 200],
    ["arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0", 200],
    ["anthropic.claude-3-haiku-20240307-v1:0", 400],
    ["amazon.nova-pro-v1:0", 403],
  ] as const)("%s: %i", async ([modelId, status]) => {
    const response = await invoke(simulator, { ...nova, modelId });
    expect(response.status).toBe(status);
    if (status === 403) {
      expect(response.headers.get("x-amzn-errortype")).toMatch(/^AccessDeniedException:/);
    }
  });
});
