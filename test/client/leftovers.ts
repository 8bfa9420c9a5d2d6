import { BedrockRuntime } from "../../src/index.ts";

// Run as a process of its own by ends.test.ts: ends streams in every way, reports what they left,
// and must then end by itself.

const client = new BedrockRuntime({
  region: "us-east-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  endpoint: process.argv[2],
  requestTimeoutMs: 300_000,
});

let unhandled = 0;
process.on("unhandledRejection", () => unhandled++);

const controller = new AbortController();
const stream = async (modelId: string) =>
  (await client.invokeModelWithResponseStream({ modelId }, { signal: controller.signal })).body;

let ends = 0;
const end = async (ending: () => unknown) => {
  await ending();
  ends++;
};

await end(async () => Array.fromAsync(await stream("whole")));
await end(async () => {
  for await (const _ of await stream("open")) break;
});
await end(async () => (await stream("open")).cancel());
await end(async () => (await stream("open")).values().return?.());
await end(async () => {
  using _ = await stream("open");
});
await end(async () => {
  await using _ = await stream("open");
});
await end(async () => Array.fromAsync(await stream("corrupt")).catch(() => {}));
await end(async () => {
  // Nobody waits for what this one fails with.
  const abandoned = await stream("open");
  abandoned.getReader();
});
await end(async () => {
  const events = (await stream("open")).values();
  await events.next();
  await events.next();
  const pending = events.next();
  controller.abort();
  await pending.catch(() => {});
});

await new Promise((resolve) => setTimeout(resolve, 50));
const timers = process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
process.stdout.write(JSON.stringify({ ends, timers, unhandled }));
