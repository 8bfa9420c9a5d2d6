import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attemptLimit, backoffMs, RetryQuota } from "../../src/client/retry.ts";

// The policy itself, which is pure. What it does to requests is in retries.test.ts.

describe("the wait before another attempt", () => {
  const kinds = ["transient", "throttling", "model-not-ready"] as const;

  it.each([
    ["transient", [100, 200, 400, 800]],
    ["throttling", [500, 1000, 2000, 4000]],
    ["model-not-ready", [500, 1000, 2000, 4000]],
  ] as const)("doubles with each failure: %s", (kind, longest) => {
    longest.forEach((ms, i) => {
      expect(backoffMs(kind, i + 1, 1)).toBe(ms);
      // Full jitter: anywhere from nothing.
      expect(backoffMs(kind, i + 1, 0)).toBe(0);
      expect(backoffMs(kind, i + 1, 0.25)).toBe(ms / 4);
    });
  });

  it("is never over 20 s, however many failures and whatever the service asks for", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        fc.option(fc.double({ min: 0, noNaN: true }), { nil: undefined }),
        (kind, attempt, random, retryAfterMs) => {
          const ms = backoffMs(kind, attempt, random, retryAfterMs);
          expect(ms).toBeGreaterThanOrEqual(Math.min(retryAfterMs ?? 0, 20_000));
          expect(ms).toBeLessThanOrEqual(20_000);
        },
      ),
    );
  });

  it("is at least what the service asks for, and longer where the backoff is", () => {
    expect(backoffMs("transient", 1, 0, 1500)).toBe(1500);
    expect(backoffMs("transient", 1, 0.5, 1500)).toBe(1500);
    expect(backoffMs("throttling", 4, 1, 1500)).toBe(4000);
    expect(backoffMs("transient", 1, 0, 3_600_000)).toBe(20_000);
  });
});

describe("how many attempts a call has", () => {
  it("is three, and five while a model is being loaded", () => {
    expect(attemptLimit("transient", undefined)).toBe(3);
    expect(attemptLimit("throttling", undefined)).toBe(3);
    expect(attemptLimit(undefined, undefined)).toBe(3);
    expect(attemptLimit("model-not-ready", undefined)).toBe(5);
  });

  it("is what the caller says, for every failure", () => {
    for (const kind of ["transient", "throttling", "model-not-ready", undefined] as const) {
      expect(attemptLimit(kind, 1)).toBe(1);
      expect(attemptLimit(kind, 8)).toBe(8);
    }
  });
});

describe("the retry quota", () => {
  it("lets 100 retries through, and none after that", () => {
    const quota = new RetryQuota();
    for (let i = 0; i < 100; i++) expect(quota.spend()).toBe(true);
    expect(quota.spend()).toBe(false);
  });

  it("gets a retry's cost back when the retry succeeds, and a fifth for every other success", () => {
    const quota = new RetryQuota();
    while (quota.spend());
    quota.succeed(2);
    expect(quota.spend()).toBe(true);
    expect(quota.spend()).toBe(false);

    for (let i = 0; i < 4; i++) quota.succeed(1);
    expect(quota.spend()).toBe(false);
    quota.succeed(1);
    expect(quota.spend()).toBe(true);
  });

  it("is never fuller than at the start", () => {
    const quota = new RetryQuota();
    for (let i = 0; i < 1000; i++) quota.succeed(2);
    let retries = 0;
    while (quota.spend()) retries++;
    expect(retries).toBe(100);
  });
});
