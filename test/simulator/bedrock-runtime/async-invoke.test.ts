import {
  BedrockRuntimeClient,
  GetAsyncInvokeCommand,
  paginateListAsyncInvokes,
  StartAsyncInvokeCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Server, serve } from "../../../src/simulator/node/serve.ts";

let now = new Date("2026-11-25T12:00:00Z");
const simulator = createSimulator({ now: () => now, asyncInvokeMs: 5000 });
let server: Server;

beforeAll(async () => {
  server = await serve(simulator);
});
beforeEach(() => {
  simulator.clear();
  now = new Date();
});
afterAll(() => server.close());

const client = () =>
  new BedrockRuntimeClient({
    region: "us-east-1",
    endpoint: server.url,
    credentials: simulatorCredentials,
    maxAttempts: 1,
  });

const job = {
  modelId: "amazon.nova-reel-v1:1",
  modelInput: { taskType: "TEXT_VIDEO", textToVideoParams: { text: "A river" } },
  outputDataConfig: { s3OutputDataConfig: { s3Uri: "s3://my-bucket/videos/" } },
};
const start = (more: object = {}) =>
  client().send(new StartAsyncInvokeCommand({ ...job, ...more }));
const get = async (invocationArn: string | undefined) =>
  client().send(new GetAsyncInvokeCommand({ invocationArn }));

describe("an async job", () => {
  it("is in progress for a time, and completed then", async () => {
    const started = now;
    const { invocationArn } = await start();
    expect(invocationArn).toMatch(/^arn:aws:bedrock:us-east-1:\d{12}:async-invoke\/[a-z0-9]{12}$/);
    const open = await get(invocationArn);
    expect(open).toMatchObject({
      invocationArn,
      status: "InProgress",
      modelArn: "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-reel-v1:1",
      submitTime: started,
      outputDataConfig: {
        s3OutputDataConfig: { s3Uri: `s3://my-bucket/videos/${invocationArn!.slice(-12)}` },
      },
    });
    expect(open.endTime).toBeUndefined();

    now = new Date(started.getTime() + 5000);
    expect(await get(invocationArn)).toMatchObject({ status: "Completed", endTime: now });
  });

  it("is started once for a token", async () => {
    const clientRequestToken = "the-same";
    const first = await start({ clientRequestToken });
    const second = await start({ clientRequestToken });
    expect(second.invocationArn).toBe(first.invocationArn);
    expect((await start()).invocationArn).not.toBe(first.invocationArn);
    await expect(start({ clientRequestToken, modelInput: { other: true } })).rejects.toMatchObject({
      name: "ConflictException",
      $metadata: { httpStatusCode: 400 },
    });
  });

  it("of a model that the account may not invoke is refused", async () => {
    const own = createSimulator({ models: { allowed: ["amazon.nova-reel-v1:1"] } });
    const other = await serve(own);
    const asking = new BedrockRuntimeClient({
      region: "us-east-1",
      endpoint: other.url,
      credentials: simulatorCredentials,
      maxAttempts: 1,
    });
    await asking.send(new StartAsyncInvokeCommand(job));
    await expect(
      asking.send(new StartAsyncInvokeCommand({ ...job, modelId: "amazon.nova-reel-v1:0" })),
    ).rejects.toMatchObject({ name: "AccessDeniedException" });
    asking.destroy();
    await other.close();
  });

  it("that was never started is refused", async () => {
    await expect(
      get("arn:aws:bedrock:us-east-1:123456789012:async-invoke/abcdefghijkl"),
    ).rejects.toMatchObject({ name: "ValidationException" });
  });
});

describe("ListAsyncInvokes", () => {
  const list = async (input: object = {}) => {
    const pages = [];
    for await (const page of paginateListAsyncInvokes({ client: client(), pageSize: 2 }, input)) {
      pages.push(page.asyncInvokeSummaries?.map(({ invocationArn }) => invocationArn));
    }
    return pages;
  };

  it("lists by pages, the latest first or last", async () => {
    const arns = [];
    for (let i = 0; i < 5; i++) {
      arns.push((await start()).invocationArn);
      now = new Date(now.getTime() + 1000);
    }
    const [a, b, c, d, e] = arns;
    expect(await list()).toEqual([[e, d], [c, b], [a]]);
    expect(await list({ sortOrder: "Ascending" })).toEqual([[a, b], [c, d], [e]]);
    // The first was started five seconds ago.
    expect(await list({ statusEquals: "Completed" })).toEqual([[a]]);
    expect(await list({ statusEquals: "InProgress" })).toEqual([
      [e, d],
      [c, b],
    ]);
    expect(await list({ statusEquals: "Failed" })).toEqual([[]]);
    const since = new Date(now.getTime() - 2500);
    expect(await list({ submitTimeAfter: since })).toEqual([[e, d]]);
    expect(await list({ submitTimeBefore: since, sortOrder: "Ascending" })).toEqual([[a, b], [c]]);
  });
});
