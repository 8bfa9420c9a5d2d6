import { BedrockRuntime } from "bedrock-fetch";
import { describe, expect, it, vi } from "vitest";
import { answerFrames } from "../helpers/eventstream/response-frames.ts";
import type { ReceivedRequest } from "../helpers/http-server.ts";
import { loopback, loopbackCredentials, respond, respondStream } from "../helpers/loopback.ts";

const input = { modelId: "m" };
const MINUTE = 60_000;

/** Credentials of a user, which are renewed early: they expire within the window. */
const of = (user: string, minutes = 60) => ({
  ...loopbackCredentials,
  accessKeyId: `ASIA${user.toUpperCase()}`,
  expiration: new Date(Date.now() + minutes * MINUTE),
});
const users = (received: readonly ReceivedRequest[]) =>
  received.map(({ headers }) =>
    /ASIA[A-Z]+/.exec(headers.authorization!)![0].slice(4).toLowerCase(),
  );

const serving = (
  credentials: (options?: { forceRefresh?: boolean }) => Promise<ReturnType<typeof of>>,
) => loopback((_, response) => respond(response, 200, "{}"), { credentials });

describe("forgetCredentials", () => {
  it("makes the next call ask again, past the provider's own cache", async () => {
    const asked: unknown[] = [];
    let user = "alice";
    const { client, server } = await serving(async (options) => {
      asked.push(options);
      return of(user);
    });
    await client.invokeModel(input);
    user = "bob";
    await client.invokeModel(input);
    client.forgetCredentials();
    await client.invokeModel(input);
    await client.invokeModel(input);
    expect(users(server.received)).toEqual(["alice", "alice", "bob", "bob"]);
    expect(asked).toEqual([undefined, { forceRefresh: true }]);
  });

  it("while the first credentials are asked for: those who come later get the new user's", async () => {
    const answers: ((credentials: ReturnType<typeof of>) => void)[] = [];
    const { client, server } = await serving(() => new Promise((resolve) => answers.push(resolve)));
    const before = client.invokeModel(input);
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    client.forgetCredentials();
    const after = client.invokeModel(input);
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]!(of("bob"));
    await after;
    answers[0]!(of("alice"));
    await before;
    await client.invokeModel(input);
    await client.invokeModel(input);
    expect(users(server.received)).toEqual(["bob", "alice", "bob", "bob"]);
    expect(answers).toHaveLength(2);
  });

  it.each(["comes", "fails"])(
    "with a renewal under way that %s later: the old user never comes back",
    async (outcome) => {
      const answers: PromiseWithResolvers<ReturnType<typeof of>>[] = [];
      let asked = 0;
      const { client, server } = await serving(async () => {
        if (++asked === 1) return of("alice", 2);
        const answer = Promise.withResolvers<ReturnType<typeof of>>();
        answers.push(answer);
        return answer.promise;
      });
      await client.invokeModel(input);
      const renewing = client.invokeModel(input).catch((error) => error);
      await vi.waitFor(() => expect(answers).toHaveLength(1));
      client.forgetCredentials();
      const next = client.invokeModel(input);
      await vi.waitFor(() => expect(answers).toHaveLength(2));
      answers[1]!.resolve(of("bob"));
      await next;
      if (outcome === "comes") answers[0]!.resolve(of("alice"));
      else answers[0]!.reject(new Error("signed out"));
      await renewing;
      await client.invokeModel(input);
      await client.invokeModel(input);
      const after = users(server.received).slice(1);
      expect(after.slice(outcome === "comes" ? 2 : 1)).toEqual(["bob", "bob"]);
      expect(after[0]).toBe("bob");
      expect(asked).toBe(3);
    },
  );

  it("between two attempts of a call: the second is the new user's", async () => {
    let user = "alice";
    const { client, server } = await loopback(
      (_, response) => respond(response, server.received.length === 1 ? 503 : 200, "{}"),
      {
        credentials: async () => of(user),
        maxAttempts: 2,
        onRetry() {
          user = "bob";
          client.forgetCredentials();
        },
      },
    );
    await client.invokeModel(input);
    expect(users(server.received)).toEqual(["alice", "bob"]);
  });

  it("does not touch a stream that is being read, and is harmless where nothing is kept", async () => {
    const { client } = await loopback((_, response) => respondStream(response, answerFrames()), {
      credentials: async () => of("alice"),
    });
    const { body } = await client.invokeModelWithResponseStream(input);
    client.forgetCredentials();
    expect(await Array.fromAsync(body)).toHaveLength(3);
    for (const options of [
      { credentials: loopbackCredentials },
      { apiKey: "k" },
      { signing: false, endpoint: "https://gateway.example" },
    ]) {
      const other = new BedrockRuntime({ region: "us-east-1", ...options });
      expect(() => other.forgetCredentials()).not.toThrow();
    }
  });
});

describe("the clock", () => {
  const HOUR = 60 * MINUTE;
  /** By how much the second request is dated later than the first, in ms. */
  const learned = async (headers: Record<string, string>, status = 200) => {
    const { client, server } = await loopback((_, response) =>
      respond(response, status, "{}", headers),
    );
    for (let calls = 0; calls < 2; calls++) await client.invokeModel(input).catch(() => {});
    const [first, second] = server.received.map(({ headers }) =>
      Date.parse(
        String(headers["x-amz-date"]).replace(/(....)(..)(..T..)(..)(..Z)/, "$1-$2-$3:$4:$5"),
      ),
    );
    return second! - first!;
  };
  const old = new Date(Date.now() - 2 * HOUR).toUTCString();

  it.each([200, 403, 404, 500])("is learned from an answer's Date (%i)", async (status) => {
    expect(await learned({ date: old }, status)).toBeLessThan(-HOUR);
  });

  it.each(["0", "7200", "", "soon"])("is not learned from an answer with Age %j", async (age) => {
    expect(Math.abs(await learned({ date: old, age }))).toBeLessThan(MINUTE);
    expect(Math.abs(await learned({ date: old, age }, 403))).toBeLessThan(MINUTE);
  });
});
