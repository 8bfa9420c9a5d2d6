import { BedrockClient, converse } from "bedrock-fetch";

// Run with --expose-gc by large-image.test.ts: what a request with a large image takes beside it.
// Prints bytes.

const imageBytes = Number(process.argv[2]);
const held = () => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

let sentBytes = 0;
let heldInFetch = 0;
let keptInFetch = 0;
const client = new BedrockClient({
  region: "us-east-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  async fetch(_: string, init: RequestInit) {
    heldInFetch = held();
    globalThis.gc!();
    keptInFetch = held();
    sentBytes = (init.body as Uint8Array).length;
    return Response.json({});
  },
});
const ask = (bytes: Uint8Array<ArrayBuffer>) =>
  client.call(converse, {
    modelId: "m",
    messages: [{ role: "user", content: [{ image: { format: "png", source: { bytes } } }] }],
  });

// What the first call compiles and allocates is not the image's.
await ask(new Uint8Array(1000));
const image = new Uint8Array(imageBytes);
for (let i = 0; i < imageBytes; i++) image[i] = i * 7;
globalThis.gc!();
const before = held();
const residentBefore = process.memoryUsage().rss;
const cpuBefore = process.cpuUsage();
await ask(image);
const { user, system } = process.cpuUsage(cpuBefore);
console.log(
  JSON.stringify({
    sentBytes,
    inFetch: heldInFetch - before,
    keptInFetch: keptInFetch - before,
    peakResident: process.resourceUsage().maxRSS * 1024 - residentBefore,
    cpuMs: (user + system) / 1000,
  }),
);
