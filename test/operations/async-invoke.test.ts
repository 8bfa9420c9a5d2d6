import {
  asyncInvokePages,
  getAsyncInvoke,
  InvalidArgumentError,
  listAsyncInvokes,
  startAsyncInvoke,
  UnexpectedResponseError,
  UnsupportedRuntimeError,
} from "bedrock-fetch";
import { describe, expect, it, vi } from "vitest";
import { failureOf, loopback, respond } from "../helpers/loopback.ts";

const job = {
  modelId: "amazon.nova-reel-v1:1",
  modelInput: { taskType: "TEXT_VIDEO" },
  outputDataConfig: { s3OutputDataConfig: { s3Uri: "s3://videos" } },
};
const json = { "content-type": "application/json" };

describe("startAsyncInvoke", () => {
  it("sends one clientRequestToken for all attempts, and another for another call", async () => {
    let requests = 0;
    const { client, server } = await loopback(
      (_, response) =>
        ++requests % 3 === 0
          ? respond(response, 200, '{"invocationArn":"arn"}', json)
          : respond(response, 503, "{}"),
      { maxAttempts: 3 },
    );
    const { invocationArn, $metadata } = await client.call(startAsyncInvoke, job);
    expect(invocationArn).toBe("arn");
    expect($metadata.attempts).toBe(3);
    await client.call(startAsyncInvoke, job);

    const tokens = server.received.map(
      ({ body }): string => JSON.parse(body.toString()).clientRequestToken,
    );
    expect(tokens).toHaveLength(6);
    expect(new Set(tokens.slice(0, 3)).size).toBe(1);
    expect(new Set(tokens).size).toBe(2);
    expect(tokens[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("says that https is needed, where a page on plain http has no Web Crypto to make one", async () => {
    for (const options of [{}, { credentials: undefined, apiKey: "key" }]) {
      const { client, server } = await loopback((_, r) => respond(r, 200, "{}", json), options);
      vi.stubGlobal("crypto", { getRandomValues() {} });
      const error = await failureOf(client.call(startAsyncInvoke, job)).finally(() =>
        vi.unstubAllGlobals(),
      );
      expect(error).toBeInstanceOf(UnsupportedRuntimeError);
      expect((error as Error).message).toContain("https");
      expect(server.received).toHaveLength(0);
    }
  });

  it("makes a clientRequestToken in place of null, as the official SDK does", async () => {
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}", json));
    await client.call(startAsyncInvoke, { ...job, clientRequestToken: null as never });
    expect(JSON.parse(server.received[0]!.body.toString()).clientRequestToken).toMatch(
      /^[\w-]{36}$/,
    );
  });

  it("sends the caller's clientRequestToken", async () => {
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}", json));
    await client.call(startAsyncInvoke, { ...job, clientRequestToken: "mine" });
    expect(JSON.parse(server.received[0]!.body.toString())).toEqual({
      ...job,
      clientRequestToken: "mine",
    });
  });
});

describe("listAsyncInvokes", () => {
  it("has its members in the query, encoded as the signature has them", async () => {
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}", json));
    await client.call(listAsyncInvokes, {});
    await client.call(listAsyncInvokes, {
      submitTimeAfter: new Date("2026-01-02T03:04:05Z"),
      submitTimeBefore: new Date("2026-01-02T03:04:05.678Z"),
      statusEquals: undefined,
      nextToken: "a+b/c= !'()*&",
    });
    expect(server.received.map(({ method, target }) => [method, target])).toEqual([
      ["GET", "/async-invoke"],
      [
        "GET",
        "/async-invoke?submitTimeAfter=2026-01-02T03%3A04%3A05Z&submitTimeBefore=2026-01-02T03%3A04%3A05.678Z&nextToken=a%2Bb%2Fc%3D%20%21%27%28%29%2A%26",
      ],
    ]);
  });

  it("passes members that the model lacks", async () => {
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}", json));
    await client.call(listAsyncInvokes, { "new member": "x&y", maxResults: 5 } as never);
    expect(server.received[0]!.target).toBe("/async-invoke?new%20member=x%26y&maxResults=5");
  });

  it.each<[string, unknown, string]>([
    ["no object", undefined, "input"],
    ["a date that is none", { submitTimeAfter: new Date("x") }, "submitTimeAfter"],
    ["half of a surrogate pair", { nextToken: "\ud800" }, "nextToken"],
  ])("refuses %s", async (_, input, field) => {
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}", json));
    const error = await failureOf(client.call(listAsyncInvokes, input as never));
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error).toMatchObject({ field });
    expect(server.received).toHaveLength(0);
  });
});

describe("asyncInvokePages", () => {
  it("asks for each page when the loop wants it, with the same members and options", async () => {
    const tokens = ["second", "third/=", undefined];
    const { client, server } = await loopback((_, response) => {
      const nextToken = tokens[server.received.length - 1];
      const asyncInvokeSummaries = [{ submitTime: "2026-01-02T03:04:05Z", new: 1 }];
      respond(response, 200, JSON.stringify({ asyncInvokeSummaries, nextToken }), json);
    });
    const dates: unknown[] = [];
    const pages = asyncInvokePages(
      client,
      { statusEquals: "Completed", maxResults: 1 },
      { headers: { "x-team": "web" } },
    );
    for await (const { asyncInvokeSummaries = [] } of pages) {
      dates.push(asyncInvokeSummaries[0]?.submitTime);
      expect(server.received).toHaveLength(dates.length);
    }
    expect(dates).toEqual(Array(3).fill(new Date("2026-01-02T03:04:05Z")));
    expect(server.received.map(({ target }) => target)).toEqual([
      "/async-invoke?statusEquals=Completed&maxResults=1",
      "/async-invoke?statusEquals=Completed&maxResults=1&nextToken=second",
      "/async-invoke?statusEquals=Completed&maxResults=1&nextToken=third%2F%3D",
    ]);
    expect(server.received.every(({ headers }) => headers["x-team"] === "web")).toBe(true);
  });

  it("fails where a page would be the same again, which would not end", async () => {
    const { client, server } = await loopback((_, response) => {
      respond(response, 200, '{"nextToken":"same"}', json);
    });
    const pages = asyncInvokePages(client, { nextToken: "first" });
    expect((await pages.next()).value).toMatchObject({ nextToken: "same" });
    expect((await pages.next()).value).toMatchObject({ nextToken: "same" });
    const error = await failureOf(pages.next());
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({
      code: "REPEATED_TOKEN",
      retryable: false,
      $metadata: { httpStatusCode: 200 },
    });
    expect((error as Error).message).toContain("nextToken");
    expect(server.received).toHaveLength(2);
    expect(await pages.next()).toEqual({ done: true, value: undefined });
  });

  it("ends with the signal, between pages too", async () => {
    const { client, server } = await loopback((_, response) => {
      respond(response, 200, `{"nextToken":"${server.received.length}"}`, json);
    });
    const controller = new AbortController();
    const pages = asyncInvokePages(client, {}, { signal: controller.signal });
    await pages.next();
    controller.abort("enough");
    expect(await pages.next().catch((reason) => reason)).toBe("enough");
    expect(server.received).toHaveLength(1);
  });

  it("begins where the input says, ends when the loop is left, and throws what a page throws", async () => {
    const { client, server } = await loopback((_, response) =>
      server.received.length === 1
        ? respond(response, 200, '{"nextToken":"b"}', json)
        : respond(response, 400, '{"message":"No"}', { "x-amzn-errortype": "ValidationException" }),
    );
    for await (const _ of asyncInvokePages(client, { nextToken: "a" })) break;
    expect(server.received.map(({ target }) => target)).toEqual(["/async-invoke?nextToken=a"]);
    const error = await failureOf(Array.fromAsync(asyncInvokePages(client)));
    expect(error).toMatchObject({ name: "ValidationException", message: "No" });
  });
});

describe("the dates of a job", () => {
  const invocationArn = "arn:aws:bedrock:us-east-1:123456789012:async-invoke/abc123def456";

  it("are Dates, from date-times and from seconds alike", async () => {
    const { client, server } = await loopback((_, response) =>
      respond(
        response,
        200,
        '{"submitTime":"2026-01-02T03:04:05.678Z","lastModifiedTime":1767323045.5,"endTime":null}',
        json,
      ),
    );
    const output = await client.call(getAsyncInvoke, { invocationArn });
    expect(output.submitTime).toEqual(new Date("2026-01-02T03:04:05.678Z"));
    expect(output.lastModifiedTime).toEqual(new Date(1767323045500));
    expect(output.endTime ?? undefined).toBeUndefined();
    expect(server.received[0]!.target).toBe(`/async-invoke/${encodeURIComponent(invocationArn)}`);
  });

  it.each(["soon", {}, true, []])("that are %j are a typed error", async (submitTime) => {
    const { client } = await loopback((_, response) =>
      respond(response, 200, JSON.stringify({ submitTime }), json),
    );
    const error = await failureOf(client.call(getAsyncInvoke, { invocationArn }));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect((error as Error).message).toContain("submitTime");
  });
});
