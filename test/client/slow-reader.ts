import { BedrockRuntime } from "../../src/index.ts";
import { simulatorCredentials } from "../../src/simulator/index.ts";

// Run as a process of its own by backpressure.test.ts, so that its memory is the client's alone:
// streams `chunks` documents of `chunkBytes` bytes each through a reader that pauses now and then,
// and prints how far the process grew, once warm, and how much it held in buffers at a pause. It
// collects its garbage before it looks: when V8 would do so by itself makes a difference of 60 MB
// even for a fetch whose bytes are dropped.

const [endpoint, chunks, chunkBytes] = process.argv.slice(2);
const WARM_BYTES = 200_000_000;
const PAUSE_AFTER_BYTES = 10_000_000;

const client = new BedrockRuntime({
  region: "us-east-1",
  credentials: simulatorCredentials,
  endpoint,
  maxAttempts: 1,
});
const { body } = await client.invokeModelWithResponseStream({
  modelId: "simulator.bytes-v1:0",
  body: { chunks: Number(chunks), chunkBytes: Number(chunkBytes) },
});

let events = 0;
let bytes = 0;
let pauseAt = PAUSE_AFTER_BYTES;
let warm = 0;
let highest = 0;
const held: number[] = [];
for await (const { chunk } of body) {
  events++;
  bytes += chunk.bytes.length;
  if (bytes < pauseAt) continue;
  pauseAt += PAUSE_AFTER_BYTES;
  await new Promise((resolve) => setTimeout(resolve, 10));
  globalThis.gc!();
  const { rss, arrayBuffers } = process.memoryUsage();
  held.push(arrayBuffers);
  highest = Math.max(highest, rss);
  if (bytes < WARM_BYTES) warm = highest;
}
const median = held.sort((a, b) => a - b)[held.length >> 1];
process.stdout.write(JSON.stringify({ events, bytes, grownBy: highest - warm, held: median }));
