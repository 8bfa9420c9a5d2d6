import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Budget, BudgetError, type BudgetStore } from "../../../demo/recipes/rate-limits.ts";
import { recorded } from "./recorded.ts";

/** What a Durable Object's storage or Redis would do. */
class MemoryStore implements BudgetStore {
  readonly used = new Map<string, number>();
  async get(key: string): Promise<number> {
    return this.used.get(key) ?? 0;
  }
  async add(key: string, tokens: number): Promise<void> {
    this.used.set(key, (await this.get(key)) + tokens);
  }
}

describe("the recipe for limits per visitor", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-25T12:15:00Z") });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("counts what the service counts, and refuses before anything is sent", async () => {
    const { bedrock, simulator } = recorded();
    const store = new MemoryStore();
    const budget = new Budget(store, 200);

    while ([...store.used.values()].every((tokens) => tokens < 200)) {
      await budget.ask(bedrock, "visitor-1", "Tell me in 60 words");
    }
    const counted = simulator.invocationLog.map(
      ({ inputTokenCount = 0, outputTokenCount = 0 }) => inputTokenCount + outputTokenCount,
    );
    expect([...store.used.values()]).toEqual([counted.reduce((sum, tokens) => sum + tokens)]);

    const asked = simulator.invocationLog.length;
    await expect(budget.ask(bedrock, "visitor-1", "And now?")).rejects.toMatchObject({
      name: "BudgetError",
      retryAfterSeconds: 45 * 60,
    });
    expect(simulator.invocationLog).toHaveLength(asked);
  });

  it("counts each visitor and each hour by itself", async () => {
    const { bedrock, simulator } = recorded();
    const budget = new Budget(new MemoryStore(), 1);
    await budget.ask(bedrock, "visitor-1", "Hello");
    await expect(budget.ask(bedrock, "visitor-1", "Hello")).rejects.toThrow(BudgetError);
    await budget.ask(bedrock, "visitor-2", "Hello");
    vi.setSystemTime(new Date("2026-11-25T13:00:00Z"));
    await budget.ask(bedrock, "visitor-1", "Hello");

    expect(simulator.invocationLog.map(({ requestMetadata }) => requestMetadata)).toEqual([
      { visitor: "visitor-1" },
      { visitor: "visitor-2" },
      { visitor: "visitor-1" },
    ]);
  });
});
