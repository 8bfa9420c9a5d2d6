import { BedrockRuntime } from "bedrock-fetch";
import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const input = {
  modelId: "amazon.nova-micro-v1:0",
  body: { messages: [{ role: "user", content: [{ text: "Hello" }] }] },
};

const setUp = (options: Parameters<typeof createSimulator>[0], client: object = {}) => {
  const simulator = createSimulator(options);
  const bedrock = new BedrockRuntime({
    region: "us-east-1",
    credentials: simulatorCredentials,
    fetch: simulator,
    ...client,
  });
  return { simulator, bedrock };
};

describe("with fake timers that go on by themselves", () => {
  const realNow = performance.now.bind(performance);
  let started: number;
  beforeEach(() => {
    started = realNow();
    vi.useFakeTimers();
    vi.setTimerTickMode("nextTimerAsync");
  });
  afterEach(() => {
    vi.useRealTimers();
    expect(realNow() - started).toBeLessThan(10_000);
  });

  it("a retry after 20 seconds is made at once", async () => {
    const { bedrock, simulator } = setUp({
      faults: { fault: "throttle", retryAfter: 20, times: 1 },
    });
    const { $metadata } = await bedrock.invokeModel(input);
    expect($metadata.attempts).toBe(2);
    expect($metadata.totalRetryDelay).toBeGreaterThanOrEqual(20_000);
    expect(simulator.invocationLog.map(({ status }) => status)).toEqual([429, 200]);
  });

  it("a request that is silent for an hour times out at once", async () => {
    const { bedrock } = setUp(
      { faults: { fault: "stall" } },
      { requestTimeoutMs: 3_600_000, maxAttempts: 1 },
    );
    await expect(bedrock.invokeModel(input)).rejects.toMatchObject({ name: "RequestTimeoutError" });
  });

  it("a stream that falls silent ends by the idle timeout, which is five minutes", async () => {
    const { bedrock, simulator } = setUp({ faults: { fault: "stall", after: 2 } });
    const before = Date.now();
    const { body } = await bedrock.invokeModelWithResponseStream(input);
    await expect(Array.fromAsync(body)).rejects.toThrow();
    expect(Date.now() - before).toBeGreaterThanOrEqual(300_000);
    expect((await simulator.ended(1)).outcome).toBe("canceled");
  });

  it("a model's pace of a word a minute takes an hour that nobody waits for", async () => {
    const { bedrock, simulator } = setUp(
      { pace: { tokensPerSecond: 1 / 60 } },
      { idleTimeoutMs: 0 },
    );
    const { body } = await bedrock.invokeModelWithResponseStream(input);
    const events = await Array.fromAsync(body);
    expect(events.length).toBeGreaterThan(10);
    expect((await simulator.ended(1)).durationMs).toBeGreaterThan(600_000);
  });
});
