import type { Client, Contender } from "../contenders/contender.ts";
import { bytesDropped } from "../contenders/floors.ts";
import { CLIENTS } from "../contenders/node.ts";
import { claudeStream, claudeStreamOfOneFrame, cut } from "../input.ts";
import { fed, service, startedTogether, streamed } from "../service.ts";
import { collectGarbage, KiB, LARGE_FRAME, quick } from "./part.ts";

// node memory-of.ts <contender> <work>: prints what it takes of memory.

const [contenderName = "", work] = process.argv.slice(2);
const COUNT = quick ? 100 : 10_000;
const bedrock = service();

const all = (make: () => Promise<unknown>) => Promise.all(Array.from({ length: COUNT }, make));

const client: Client | undefined = await CLIENTS[contenderName]?.(bedrock.fetch);
const contender: Contender = client ?? bytesDropped(bedrock.fetch);

const peakMiB = () => process.resourceUsage().maxRSS / KiB;

async function largeFrame(): Promise<number> {
  const pieces = cut(claudeStreamOfOneFrame(LARGE_FRAME).bytes, 64 * KiB);
  bedrock.stream = () => streamed(pieces);
  for (let run = 0; run < (quick ? 1 : 5); run++) await contender.stream();
  return peakMiB();
}

async function atOnce(): Promise<number> {
  bedrock.stream = startedTogether(COUNT, claudeStream(8).frames);
  await all(() => contender.stream());
  return peakMiB();
}

async function idle(): Promise<number> {
  const { frames } = claudeStream(8);
  const open: unknown[] = [];
  bedrock.stream = () => {
    const { stream, feed } = fed();
    for (const frame of frames.slice(0, 3)) feed.enqueue(frame.slice());
    return stream;
  };
  const wait = async () => {
    if (client === undefined) {
      const { body } = await bedrock.fetch("https://bedrock/invoke-with-response-stream");
      const reader = body!.getReader();
      for (let frame = 0; frame < 3; frame++) await reader.read();
      open.push(reader);
      return;
    }
    const events = (await client.open())[Symbol.asyncIterator]();
    while (client.textOf((await events.next()).value) === "");
    // The next event is waited for, as a program does.
    open.push(events, events.next());
  };
  for (let i = 0; i < 10; i++) await wait();
  const before = held();
  await all(wait);
  const after = held();
  if (open.length < COUNT) throw new Error("streams were let go");
  return (after - before) / COUNT / KiB;
}

function held(): number {
  for (let i = 0; i < 3; i++) collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const works = { "large-frame": largeFrame, "at-once": atOnce, idle };
const taken = await works[work as keyof typeof works]();
console.log(JSON.stringify({ name: contender.name, taken }));
process.exit();
