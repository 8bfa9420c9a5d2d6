import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createSimulator, type Simulator } from "bedrock-fetch/simulator";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Server, serve } from "../../../src/simulator/node/serve.ts";
import { apiKey, type Invocation, invocation, invoke, prompt } from "../invoke.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

let server: Server | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

const endless: Invocation = {
  modelId: "simulator.bytes-v1:0",
  body: { chunks: 1_000_000, chunkBytes: 10_000 },
  stream: true,
};

async function overHttp(simulator: Simulator, options: Invocation): Promise<Response> {
  server ??= await serve(simulator);
  return fetch(...invocation({ ...options, endpoint: server.url }));
}

describe.each([
  ["in the process", (simulator: Simulator, options: Invocation) => invoke(simulator, options)],
  ["over HTTP", overHttp],
] as const)("%s", (_, send) => {
  it("what nobody reads is not made", async () => {
    const simulator = createSimulator({ apiKeys: [apiKey] });
    const response = await send(simulator, endless);
    const reader = response.body!.getReader();
    await reader.read();
    const [entry] = simulator.invocationLog;
    await vi.waitFor(async () => {
      const before = entry!.sentBytes;
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(entry!.sentBytes).toBe(before);
    });
    // Over HTTP, as much as the sockets of both ends hold.
    expect(entry!.sentBytes).toBeLessThan(20_000_000);
    const before = entry!.sentBytes;
    for (let read = 0; read < before + 1_000_000; ) read += (await reader.read()).value!.length;
    expect(entry!.sentBytes).toBeGreaterThan(before);
    await reader.cancel();
    await vi.waitFor(() => expect(entry!.outcome).toBe("canceled"));
  });

  it("an answer that is left before it is read counts as canceled", async () => {
    const simulator = createSimulator({ apiKeys: [apiKey], pace: { firstTokenMs: 60_000 } });
    const response = await send(simulator, endless);
    await response.body!.cancel();
    await vi.waitFor(() => expect(simulator.invocationLog[0]!.outcome).toBe("canceled"));
  });

  it("an abort reaches a request that has been silent for long", async () => {
    const fault = { fault: "stall" } as const;
    const simulator = createSimulator({ apiKeys: [apiKey], faults: fault });
    const controller = new AbortController();
    const pending = send(simulator, { ...endless, signal: controller.signal });
    await vi.waitFor(() => expect(simulator.invocationLog[0]?.fault).toBe("stall"));
    // Node's signals follow each other weakly: what nothing else holds is collected.
    for (let i = 0; i < 5; i++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      collectGarbage();
    }
    controller.abort();
    await expect(pending).rejects.toMatchObject({ name: "AbortError" });
    await vi.waitFor(() => expect(simulator.invocationLog[0]!.outcome).toBe("canceled"));
  });

  it("an abort ends the body with its reason, and the making of more", async () => {
    const simulator = createSimulator({ apiKeys: [apiKey] });
    const controller = new AbortController();
    const response = await send(simulator, { ...endless, signal: controller.signal });
    const reader = response.body!.getReader();
    await reader.read();
    controller.abort(new DOMException("Enough.", "AbortError"));
    await expect(async () => {
      while (!(await reader.read()).done);
    }).rejects.toMatchObject({ name: "AbortError" });
    await vi.waitFor(() => expect(simulator.invocationLog[0]!.outcome).toBe("canceled"));
  });

  it("a wait ends with an abort, too", async () => {
    const simulator = createSimulator({ apiKeys: [apiKey], pace: { firstTokenMs: 60_000 } });
    const controller = new AbortController();
    const pending = send(simulator, { signal: controller.signal });
    await vi.waitFor(() => expect(simulator.invocationLog).toHaveLength(1));
    controller.abort();
    await expect(pending).rejects.toMatchObject({ name: "AbortError" });
    await vi.waitFor(() => expect(simulator.invocationLog[0]!.outcome).toBe("canceled"));
  });

  it("the pace is kept", async () => {
    const simulator = createSimulator({
      apiKeys: [apiKey],
      pace: { firstTokenMs: 100, tokensPerSecond: 200 },
    });
    const started = performance.now();
    const body = prompt("Tell me about rivers", { max_tokens: 40 });
    const response = await send(simulator, { stream: true, body });
    const headers = performance.now() - started;
    await response.arrayBuffer();
    const total = performance.now() - started;
    // 100 ms, and 40 tokens at 5 ms, of which the last needs no wait after it.
    expect(total).toBeGreaterThan(290);
    // The headers do not wait for the first token.
    expect(total - headers).toBeGreaterThan(250);

    simulator.pace = {};
    const again = performance.now();
    await (await send(simulator, { stream: true, body })).arrayBuffer();
    expect(performance.now() - again).toBeLessThan(total);
  });
});

describe("the simulator", () => {
  it("a request that was aborted before is not answered", async () => {
    const simulator = createSimulator({ apiKeys: [apiKey] });
    const signal = AbortSignal.abort(new Error("before"));
    await expect(invoke(simulator, { signal })).rejects.toThrow("before");
    expect(simulator.invocationLog).toEqual([]);
  });

  it("a server that closes lets go of every connection", async () => {
    const simulator = createSimulator({ apiKeys: [apiKey] });
    const response = await overHttp(simulator, endless);
    expect(server!.openConnections).toBe(1);
    await server!.close();
    expect(server!.openConnections).toBe(0);
    await expect(response.arrayBuffer()).rejects.toThrow();
    server = undefined;
  });

  it("the log keeps what was sent up to 1 MiB an invocation, and counts it all", async () => {
    const simulator = createSimulator({ apiKeys: [apiKey] });
    const body = { chunks: 30, chunkBytes: 100_000 };
    await (await invoke(simulator, { ...endless, body })).arrayBuffer();
    const [entry] = simulator.invocationLog;
    expect(entry!.sent).toHaveLength(10);
    expect(entry).toMatchObject({ sentCount: 31, outcome: "complete" });
    expect(entry!.sentBytes).toBeGreaterThan(3_000_000);
    simulator.clear();
    expect(simulator.invocationLog).toEqual([]);
  });
});
