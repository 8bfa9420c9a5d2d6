import { runInNewContext } from "node:vm";
import type { Credentials, CredentialsProvider } from "bedrock-fetch/credentials";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type CredentialsCache,
  credentialsCache,
} from "../../src/credentials/credentials-cache.ts";
import { expectNoSecrets, failureOf, refusalOf, shownBy } from "../helpers/secrets.ts";

const MINUTE = 60_000;

/** A provider whose answers the test sets, one by one. */
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

describe("a cache of credentials", () => {
  it("asks nobody before it is asked itself", () => {
    expect(asked.calls).toEqual([]);
  });

  it("asks once, and keeps the answer until five minutes before it expires", async () => {
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

  it("credentials without an expiration are kept for good", async () => {
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

    it("a failure is reported, and the old ones are used", async () => {
      const renewing = cache.get();
      asked.calls[1]!.fail(new Error("Cognito is away"));
      expect(await renewing).toBe(old);
      expect(failures).toEqual([new Error("Cognito is away")]);
    });

    it("an answer without credentials counts as a failure", async () => {
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

    it.each<[string, (error: unknown) => unknown]>([
      [
        "throws",
        () => {
          throw new Error("the hook's own");
        },
      ],
      ["rejects", () => Promise.reject(new Error("the hook's own"))],
      [
        "rejects late",
        async () => {
          await new Promise((resolve) => setImmediate(resolve));
          throw new Error("the hook's own");
        },
      ],
    ])("a hook that %s changes nothing, and is reported once", async (_, onRefreshError) => {
      const unhandled: unknown[] = [];
      const note = (error: unknown) => unhandled.push(error);
      process.on("unhandledRejection", note);
      const reported = vi.spyOn(console, "error").mockImplementation(() => {});
      try {
        const hooked = credentialsCache(asked.provider, { now: () => now, onRefreshError });
        const first = hooked.get();
        asked.calls.at(-1)!.answer(lasting(4));
        const kept = await first;
        const renewing = hooked.get();
        asked.calls.at(-1)!.fail(new Error("Cognito is away"));
        expect(await renewing).toBe(kept);
        for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
        expect(reported).toHaveBeenCalledTimes(1);
        expect(reported.mock.calls[0]).toContainEqual(new Error("the hook's own"));
        expect(unhandled).toEqual([]);
      } finally {
        process.off("unhandledRejection", note);
        reported.mockRestore();
      }
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

  it("once they have expired, everyone waits for the same renewal", async () => {
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

  it("a provider may answer at once, without a promise", async () => {
    const options: unknown[] = [];
    const provider = (...given: unknown[]) => {
      options.push(given[0]);
      return lasting(60, `${options.length}`);
    };
    const synchronous = credentialsCache(provider, { now: () => now });
    const first = await synchronous.get();
    expect(first.accessKeyId).toBe("ASIA1");
    expect(await synchronous.get()).toBe(first);
    synchronous.drop(first);
    expect((await synchronous.get()).accessKeyId).toBe("ASIA2");
    expect(options).toEqual([undefined, { forceRefresh: true }]);
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
    it("are asked for again, past the provider's own cache", async () => {
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

  describe("forgotten credentials", () => {
    it("are asked for again, past the provider's own cache", async () => {
      await filled(lasting(60));
      cache.forget();
      expect((await filled(lasting(60, "B"))).accessKeyId).toBe("ASIAB");
      expect(asked.calls[1]!.options).toEqual({ forceRefresh: true });
      expect((await cache.get()).accessKeyId).toBe("ASIAB");
      expect(asked.calls).toHaveLength(2);
    });

    it("do not come back with a first answer that was under way", async () => {
      const old = cache.get();
      cache.forget();
      const next = cache.get();
      expect(asked.calls).toHaveLength(2);
      asked.calls[1]!.answer(lasting(60, "B"));
      expect((await next).accessKeyId).toBe("ASIAB");
      asked.calls[0]!.answer(lasting(600, "A"));
      expect((await old).accessKeyId).toBe("ASIAA");
      expect((await cache.get()).accessKeyId).toBe("ASIAB");
      expect(asked.calls).toHaveLength(2);
    });

    it("do not come back if the old answer is the first to arrive", async () => {
      const old = cache.get();
      cache.forget();
      asked.calls[0]!.answer(lasting(60, "A"));
      expect((await old).accessKeyId).toBe("ASIAA");
      expect((await filled(lasting(60, "B"))).accessKeyId).toBe("ASIAB");
      expect(asked.calls).toHaveLength(2);
      expect(asked.calls[1]!.options).toEqual({ forceRefresh: true });
    });

    it("do not come back with a renewal that was under way, or with its failure", async () => {
      await filled(lasting(60));
      now += 56 * MINUTE;
      const renewals = [cache.get()];
      cache.forget();
      const next = cache.get();
      asked.calls[2]!.answer(lasting(60, "B"));
      expect((await next).accessKeyId).toBe("ASIAB");
      asked.calls[1]!.fail(new Error("Cognito is away"));
      await expect(renewals[0]).rejects.toThrow("Cognito is away");
      expect(failures).toEqual([]);
      expect((await cache.get()).accessKeyId).toBe("ASIAB");
    });

    it("do not come back with an answer after the time limit", async () => {
      vi.useFakeTimers();
      const late = failureOf(() => cache.get());
      await vi.advanceTimersByTimeAsync(MINUTE);
      expect((await late).code).toBe("TIMEOUT");
      cache.forget();
      asked.calls[0]!.answer(lasting(60, "A"));
      await vi.advanceTimersByTimeAsync(0);
      expect((await filled(lasting(60, "B"))).accessKeyId).toBe("ASIAB");
    });

    it("are renewed early as any others, at once if need be", async () => {
      await filled(lasting(60));
      now += 56 * MINUTE;
      const renewing = cache.get();
      asked.calls[1]!.fail(new Error("Cognito is away"));
      await renewing;
      cache.forget();
      await filled(lasting(4, "B"));
      void cache.get();
      expect(asked.calls).toHaveLength(4);
    });

    it("do not come back where nobody waits for another's renewal", async () => {
      vi.stubGlobal("WebSocketPair", class {});
      const old = [cache.get(), cache.get()];
      cache.forget();
      const next = cache.get();
      for (const call of asked.calls.slice(0, 2)) call.answer(lasting(60, "A"));
      await Promise.all(old);
      asked.calls[2]!.answer(lasting(60, "B"));
      await next;
      expect((await cache.get()).accessKeyId).toBe("ASIAB");
      expect(asked.calls).toHaveLength(3);
    });

    it("that were given as an object are the same ones again", async () => {
      const fixed = credentialsCache(lasting(60));
      const first = await fixed.get();
      fixed.forget();
      expect(await fixed.get()).toEqual(first);
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

  describe("secrets that cannot travel in a header", () => {
    const SECRET = "the-secret";
    const good = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: SECRET, sessionToken: "the-token" };
    const members = ["accessKeyId", "secretAccessKey", "sessionToken"] as const;
    const wrong = members.flatMap((member) =>
      ["\r", "\n", "\r\n", " ", "\t", "\u0000", "\u00a0", "\u2028", "é", "\u200b"].flatMap(
        (character) =>
          [
            `${good[member]}${character}`,
            `${character}${good[member]}`,
            `${good[member].slice(0, 5)}${character}${good[member].slice(5)}`,
          ].map((value) => [member, value] as const),
      ),
    );

    it.each(wrong)("%s %j is refused in an object", async (member, value) => {
      const error = await refusalOf(() => credentialsCache({ ...good, [member]: value }));
      expect(error.field).toBe(`credentials.${member}`);
      expectNoSecrets(error, [value, value.trim()]);
    });

    it.each(wrong)("%s %j is refused from a function", async (member, value) => {
      const error = await failureOf(credentialsCache(() => ({ ...good, [member]: value })).get);
      expect(error.code).toBe("INVALID_CREDENTIALS");
      expect(error.message).toContain(member);
      expectNoSecrets(error, [value, value.trim()]);
    });

    it("are the only ones: all that AWS issues passes", async () => {
      const token = `${"Aa0+/=".repeat(400)}==`;
      const credentials = { ...good, secretAccessKey: "wJalr/XUtn+FEMI", sessionToken: token };
      expect(await credentialsCache(credentials).get()).toMatchObject(credentials);
    });
  });

  describe("an expiration", () => {
    it("may come from another realm, as in jest", async () => {
      const expiration = runInNewContext("new Date(2e12)") as Date;
      expect(expiration).not.toBeInstanceOf(Date);
      const cached = await credentialsCache({ ...lasting(60), expiration }).get();
      expect(cached.expiration).toEqual(new Date(2e12));
    });

    it("is copied, as all else is", async () => {
      const given = lasting(60);
      const fixed = credentialsCache(given);
      given.expiration!.setTime(0);
      expect((await fixed.get()).expiration!.getTime()).toBe(now + 60 * MINUTE);
    });
  });

  describe("what are not credentials", () => {
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
      const error = await refusalOf(() => credentialsCache(given as Credentials));
      expect(error.code).toBe("INVALID_ARGUMENT");
      expect(error.field).toBe(`credentials.${member}`);
      expectNoSecrets(error, ["the-secret-key"]);
    });
  });

  it("fixed credentials stay as they were when they were given", async () => {
    const given = { accessKeyId: "AKIA", secretAccessKey: "secret", sessionToken: "token" };
    const fixed = credentialsCache(given);
    given.secretAccessKey = "altered";
    expect(await fixed.get()).toEqual({
      ...given,
      secretAccessKey: "secret",
      expiration: undefined,
    });
  });

  it("what prints a cache shows no secret", async () => {
    const credentials = await filled(lasting(60));
    expectNoSecrets(cache, [credentials.secretAccessKey, credentials.sessionToken!]);
    expect(shownBy(cache)).toContain("drop");
    const fixed = credentialsCache(credentials);
    await fixed.get();
    expectNoSecrets(fixed, [credentials.secretAccessKey, credentials.sessionToken!]);
  });
});
