import type { Credentials, CredentialsProvider } from "bedrock-fetch/credentials";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type CredentialsCache,
  credentialsCache,
} from "../../src/credentials/credentials-cache.ts";
import { expectNoSecrets, failureOf, shownBy } from "../helpers/secrets.ts";

const MINUTE = 60_000;

/** A provider whose answers the test gives, one by one. */
class Asked {
  readonly calls: {
    options: unknown;
    answer(credentials: unknown): void;
    fail(error: unknown): void;
  }[] = [];

  readonly provider: CredentialsProvider = (...options: unknown[]) =>
    new Promise<Credentials>((resolve, reject) => {
      this.calls.push({
        options: options[0],
        answer: resolve as (credentials: unknown) => void,
        fail: reject,
      });
    });
}

let now = 0;
let asked: Asked;
let failures: unknown[];
let cache: CredentialsCache;

const lasting = (minutes: number, name = "A"): Credentials => ({
  accessKeyId: `ASIA${name}`,
  secretAccessKey: `secret-${name}`,
  sessionToken: `token-${name}`,
  expiration: new Date(now + minutes * MINUTE),
});

/** Fills the cache with credentials. */
async function filled(credentials: Credentials): Promise<Credentials> {
  const got = cache.get();
  asked.calls.at(-1)!.answer(credentials);
  return got;
}

beforeEach(() => {
  now = Date.UTC(2026, 0, 1);
  asked = new Asked();
  failures = [];
  cache = credentialsCache(asked.provider, {
    now: () => now,
    onRefreshError: (error) => failures.push(error),
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("asks nobody before it is asked itself", () => {
  expect(asked.calls).toEqual([]);
});

it("asks once, and keeps the answer until five minutes before its end", async () => {
  const first = await filled(lasting(60));
  expect(first).toEqual(lasting(60));
  now += 55 * MINUTE - 1;
  expect(await cache.get()).toBe(first);
  expect(asked.calls).toHaveLength(1);
  now += 1;
  const second = filled(lasting(60, "B"));
  expect((await second).accessKeyId).toBe("ASIAB");
  expect(asked.calls).toHaveLength(2);
});

it("credentials without an end are kept for good", async () => {
  const first = await filled({ accessKeyId: "AKIA", secretAccessKey: "secret" });
  now += 1e12;
  expect(await cache.get()).toBe(first);
});

describe("in the last five minutes", () => {
  let old: Credentials;

  beforeEach(async () => {
    old = await filled(lasting(60));
    now += 56 * MINUTE;
  });

  it("one caller renews, the others have the old ones at once", async () => {
    const renewing = cache.get();
    expect(await Promise.all([cache.get(), cache.get()])).toEqual([old, old]);
    expect(asked.calls).toHaveLength(2);
    asked.calls[1]!.answer(lasting(60, "B"));
    expect((await renewing).accessKeyId).toBe("ASIAB");
    expect((await cache.get()).accessKeyId).toBe("ASIAB");
  });

  it("a failure is told, and the old ones are used", async () => {
    const renewing = cache.get();
    asked.calls[1]!.fail(new Error("Cognito is away"));
    expect(await renewing).toBe(old);
    expect(failures).toEqual([new Error("Cognito is away")]);
  });

  it("an answer that is none counts as a failure", async () => {
    const renewing = cache.get();
    asked.calls[1]!.answer({});
    expect(await renewing).toBe(old);
    expect(failures).toEqual([expect.objectContaining({ code: "INVALID_CREDENTIALS" })]);
  });

  it("after a failure nobody tries for a minute, then one does", async () => {
    const renewing = cache.get();
    asked.calls[1]!.fail(new Error("Cognito is away"));
    await renewing;
    now += MINUTE - 1;
    expect(await cache.get()).toBe(old);
    expect(asked.calls).toHaveLength(2);
    now += 1;
    expect((await filled(lasting(60, "B"))).accessKeyId).toBe("ASIAB");
  });

  it("a renewal whose request has died does not stop the next", async () => {
    void cache.get();
    now += MINUTE;
    vi.stubGlobal("WebSocketPair", class {});
    expect((await filled(lasting(60, "B"))).accessKeyId).toBe("ASIAB");
  });

  it("a failure counts in full once the old ones have ended meanwhile", async () => {
    const renewing = cache.get();
    now += 4 * MINUTE;
    asked.calls[1]!.fail(new Error("Cognito is away"));
    await expect(renewing).rejects.toThrow("Cognito is away");
    expect(failures).toEqual([]);
  });

  it("a failure counts in full once the old ones have been dropped meanwhile", async () => {
    const renewing = cache.get();
    cache.drop(old);
    asked.calls[1]!.fail(new Error("Cognito is away"));
    await expect(renewing).rejects.toThrow("Cognito is away");
  });

  it("without a hook, a failure passes in silence", async () => {
    const quiet = credentialsCache(asked.provider, { now: () => now });
    const first = quiet.get();
    asked.calls[1]!.answer(lasting(4));
    const kept = await first;
    const renewing = quiet.get();
    asked.calls[2]!.fail(new Error("Cognito is away"));
    expect(await renewing).toBe(kept);
  });
});

it("once they have ended, everyone waits for the same renewal", async () => {
  await filled(lasting(60));
  now += 60 * MINUTE;
  const callers = [cache.get(), cache.get(), cache.get()];
  expect(asked.calls).toHaveLength(2);
  asked.calls[1]!.answer(lasting(60, "B"));
  expect((await Promise.all(callers)).map(({ accessKeyId }) => accessKeyId)).toEqual([
    "ASIAB",
    "ASIAB",
    "ASIAB",
  ]);
});

it("a failure is not kept", async () => {
  const first = cache.get();
  asked.calls[0]!.fail(new Error("Cognito is away"));
  await expect(first).rejects.toThrow("Cognito is away");
  expect((await filled(lasting(60))).accessKeyId).toBe("ASIAA");
});

it("a provider that throws before it promises fails the call", async () => {
  const throwing = credentialsCache(() => {
    throw new Error("no profile");
  });
  await expect(throwing.get()).rejects.toThrow("no profile");
});

describe("where I/O is bound to its request", () => {
  beforeEach(() => vi.stubGlobal("WebSocketPair", class {}));

  it("nobody waits for another's renewal, and the value serves all", async () => {
    const callers = [cache.get(), cache.get(), cache.get()];
    expect(asked.calls).toHaveLength(3);
    // The first one's request has gone away: it never settles.
    asked.calls[1]!.answer(lasting(60, "B"));
    asked.calls[2]!.answer(lasting(60, "C"));
    expect((await callers[1]!).accessKeyId).toBe("ASIAB");
    expect((await callers[2]!).accessKeyId).toBe("ASIAC");
    expect((await cache.get()).accessKeyId).toBe("ASIAC");
    expect(asked.calls).toHaveLength(3);
  });
});

describe("dropped credentials", () => {
  it("are asked for anew, past the provider's own cache", async () => {
    const first = await filled(lasting(60));
    expect(asked.calls[0]!.options).toBeUndefined();
    cache.drop(first);
    expect((await filled(lasting(60, "B"))).accessKeyId).toBe("ASIAB");
    expect(asked.calls[1]!.options).toEqual({ forceRefresh: true });
    now += 56 * MINUTE;
    void cache.get();
    expect(asked.calls[2]!.options).toBeUndefined();
  });

  it("are forgotten only if they are still the current ones", async () => {
    const first = await filled(lasting(60));
    cache.drop(first);
    const second = await filled(lasting(60, "B"));
    cache.drop(first);
    expect(await cache.get()).toBe(second);
    expect(asked.calls).toHaveLength(2);
  });
});

describe("a clock that is wrong", () => {
  it("by hours does not keep fresh credentials from being used", async () => {
    now += 180 * MINUTE;
    const ended = { ...lasting(60), expiration: new Date(now - 120 * MINUTE) };
    const first = await filled(ended);
    expect(first.accessKeyId).toBe("ASIAA");
    // Corrected: the same credentials have an hour to go.
    now -= 180 * MINUTE;
    expect(await cache.get()).toBe(first);
  });
});

describe("a provider that never answers", () => {
  it("fails the call after a minute, and the next call asks again", async () => {
    vi.useFakeTimers();
    const first = failureOf(() => cache.get());
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(await first).toMatchObject({ code: "TIMEOUT", retryable: true });
    expect(vi.getTimerCount()).toBe(0);
    expect((await filled(lasting(60))).accessKeyId).toBe("ASIAA");
    expect(asked.calls).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("but answers late, has its answer kept", async () => {
    vi.useFakeTimers();
    const first = failureOf(() => cache.get());
    await vi.advanceTimersByTimeAsync(MINUTE);
    await first;
    asked.calls[0]!.answer(lasting(60));
    await vi.advanceTimersByTimeAsync(0);
    expect((await cache.get()).accessKeyId).toBe("ASIAA");
    expect(asked.calls).toHaveLength(1);
  });
});

describe("what is no credentials", () => {
  const wrong: [unknown, string][] = [
    [undefined, "accessKeyId"],
    [null, "accessKeyId"],
    ["ASIA:the-secret-key", "accessKeyId"],
    [{ secretAccessKey: "the-secret-key" }, "accessKeyId"],
    [{ accessKeyId: "", secretAccessKey: "the-secret-key" }, "accessKeyId"],
    [{ accessKeyId: "AKIA" }, "secretAccessKey"],
    [{ accessKeyId: "AKIA", secretAccessKey: 7 }, "secretAccessKey"],
    [{ accessKeyId: "A", secretAccessKey: "the-secret-key", sessionToken: "" }, "sessionToken"],
    [{ accessKeyId: "A", secretAccessKey: "the-secret-key", sessionToken: {} }, "sessionToken"],
    [
      { accessKeyId: "A", secretAccessKey: "the-secret-key", expiration: "2030-01-01" },
      "expiration",
    ],
    [
      { accessKeyId: "A", secretAccessKey: "the-secret-key", expiration: new Date("soon") },
      "expiration",
    ],
  ];

  it.each(wrong)("%j from a provider", async (given, member) => {
    const giving = credentialsCache((async () => given) as CredentialsProvider);
    const error = await failureOf(() => giving.get());
    expect(error.code).toBe("INVALID_CREDENTIALS");
    expect(error.message).toContain(member);
    expectNoSecrets(error, ["the-secret-key"]);
  });

  it.each(wrong)("%j given as they are", async (given, member) => {
    const error = await failureOf(() => credentialsCache(given as Credentials));
    expect(error.code).toBe("INVALID_CREDENTIALS");
    expect(error.message).toContain(member);
    expectNoSecrets(error, ["the-secret-key"]);
  });
});

it("static credentials are given as they were when they came", async () => {
  const given = { accessKeyId: "AKIA", secretAccessKey: "secret", sessionToken: "token" };
  const fixed = credentialsCache(given);
  given.secretAccessKey = "altered";
  expect(await fixed.get()).toEqual({ ...given, secretAccessKey: "secret", expiration: undefined });
});

it("what prints a cache shows no secret", async () => {
  const credentials = await filled(lasting(60));
  expectNoSecrets(cache, [credentials.secretAccessKey, credentials.sessionToken!]);
  expect(shownBy(cache)).toContain("drop");
  const fixed = credentialsCache(credentials);
  await fixed.get();
  expectNoSecrets(fixed, [credentials.secretAccessKey, credentials.sessionToken!]);
});
