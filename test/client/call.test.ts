import { once } from "node:events";
import { InvalidArgumentError, type Operation, TotalTimeoutError } from "bedrock-fetch";
import { describe, expect, it } from "vitest";
import { failureOf, loopback, loopbackCredentials, respond } from "../helpers/loopback.ts";

const ping: Operation<string, number> = {
  request: (path) => ({ method: "GET", path }),
  response: ({ status }) => status,
};

describe("call", () => {
  it("rejects with the reason of a signal that aborts at any moment before the request", async () => {
    const { client } = await loopback((_, response) => respond(response, 200, "{}"), {
      credentials: undefined,
      apiKey: async () => "key",
    });
    for (let microtasks = 0; microtasks < 15; microtasks++) {
      const controller = new AbortController();
      const calling = client.call(ping, "/", { signal: controller.signal });
      for (let i = 0; i < microtasks; i++) await undefined;
      controller.abort(new Error(`after ${microtasks} microtasks`));
      expect(await failureOf(calling)).toBe(controller.signal.reason);
    }
  });

  it("does not count a corrected request among the failed attempts", async () => {
    const answers = [
      [403, "ExpiredTokenException"],
      [503, "ServiceUnavailableException"],
    ] as const;
    const { client, server } = await loopback(
      (_, response) => {
        const [status, type] = answers[server.received.length - 1] ?? [200, ""];
        respond(response, status, "{}", { "x-amzn-errortype": type });
      },
      { credentials: async () => loopbackCredentials, maxAttempts: 2 },
    );
    expect(await client.call(ping, "/")).toBe(200);
    expect(server.received).toHaveLength(3);
  });

  it("counts the making of the request to totalTimeoutMs, and the signal ends it", async () => {
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}"));
    const endless: Operation<void, number> = { ...ping, request: () => new Promise(() => {}) };
    const late = await failureOf(client.call(endless, undefined, { totalTimeoutMs: 20 }));
    expect(late).toBeInstanceOf(TotalTimeoutError);
    const controller = new AbortController();
    const calling = client.call(endless, undefined, { signal: controller.signal });
    controller.abort(new Error("enough"));
    expect(await failureOf(calling)).toBe(controller.signal.reason);
    expect(server.received).toHaveLength(0);
  });

  it("closes the connection of a body that the operation does not read", async () => {
    let closed: Promise<unknown> | undefined;
    const { client } = await loopback((_, response) => {
      closed = once(response, "close");
      response.writeHead(200, { "content-type": "application/json" });
      response.write("{");
    });
    expect(await client.call(ping, "/")).toBe(200);
    await closed;
  });

  it.each(["converse", undefined, {}])("refuses %j in place of an operation", async (given) => {
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}"));
    const error = await failureOf(client.call(given as never, {} as never));
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error).toMatchObject({ field: "operation" });
    expect(server.received).toHaveLength(0);
  });
});
