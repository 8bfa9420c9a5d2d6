import { createSimulator, type Simulator } from "bedrock-fetch/simulator";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Server, serve } from "../../../src/simulator/node/serve.ts";
import { environmentFor } from "../program.ts";

let simulator: Simulator;
let server: Server;

beforeAll(async () => {
  simulator = createSimulator();
  server = await serve(simulator);
  for (const [name, value] of Object.entries(environmentFor(server.url))) vi.stubEnv(name, value);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

beforeEach(() => {
  simulator.pace = {};
  simulator.faults.length = 0;
  simulator.clear();
});

const post = (body: unknown, signal?: AbortSignal): Request =>
  new Request("http://localhost/chat", {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
    ...(signal && { signal }),
  });

describe("the recipe for Next.js", () => {
  it("streams an answer as text", async () => {
    const { POST } = await import("../../../demo/recipes/nextjs.ts");
    const response = await POST(post({ question: "Hello in 30 words" }));

    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect((await response.text()).split(/\s+/)).toHaveLength(30);
  });

  it.each<[what: string, body: unknown]>([
    ["without a question", {}],
    ["with an empty one", { question: "" }],
    ["with a number", { question: 1 }],
    ["with one that is too long", { question: "x".repeat(8001) }],
  ])("refuses a body %s before the model is asked", async (_what, body) => {
    const { POST } = await import("../../../demo/recipes/nextjs.ts");
    expect((await POST(post(body))).status).toBe(400);
    expect(simulator.invocationLog).toEqual([]);
  });

  it("ends the answer at Bedrock when the visitor leaves", async () => {
    const { POST } = await import("../../../demo/recipes/nextjs.ts");
    simulator.pace = { tokensPerSecond: 20 };
    const leaving = new AbortController();
    const response = await POST(post({ question: "Hello" }, leaving.signal));
    const reader = response.body!.getReader();
    await reader.read();
    leaving.abort();

    await expect(reader.read().then(() => reader.read())).rejects.toThrow();
    await vi.waitFor(() => expect(simulator.invocationLog[0]!.outcome).toBe("canceled"));
  });
});

describe("the recipe for Hono", () => {
  const ask = async (body: unknown) => {
    const { default: app } = await import("../../../demo/recipes/hono.ts");
    return app.request("/chat", post(body), environmentFor(server.url));
  };

  it("streams an answer as server-sent events", async () => {
    const response = await ask({ question: "Hello in 30 words" });

    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const events = await response.text();
    const text = [...events.matchAll(/^event: text\ndata: (.*)$/gm)]
      .map(([, data]) => JSON.parse(data!).text)
      .join("");
    expect(text.split(/\s+/)).toHaveLength(30);
  });

  it("says to visitors whether to ask again, and not why", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    simulator.faults.push({ fault: "throttle", amzRetryAfter: 1 });
    const busy = await ask({ question: "Hello" });
    simulator.faults.length = 0;
    simulator.faults.push({
      fault: "error",
      name: "AccessDeniedException",
      message: "of an account",
    });
    const refused = await ask({ question: "Hello" });

    expect([busy.status, busy.headers.get("retry-after")]).toEqual([503, "5"]);
    expect([refused.status, await refused.text()]).toEqual([
      502,
      '{"error":"The model cannot answer"}',
    ]);
    expect(log).toHaveBeenCalledTimes(2);
    log.mockRestore();
  });
});

describe("the recipe for SvelteKit", () => {
  it("streams an answer as server-sent events", async () => {
    const { POST } = await import("../../../demo/recipes/sveltekit.ts");
    const response = await POST({ request: post({ question: "Hello" }) });

    expect(await response.text()).toMatch(/^event: /);
    expect(simulator.invocationLog).toMatchObject([{ outcome: "complete" }]);
  });
});
