import { bytesDropped } from "../contenders/bytes-dropped.ts";
import { type Client, type Contender, readText } from "../contenders/contender.ts";
import { CLIENTS } from "../contenders/node.ts";
import { claudeStream, claudeStreamOfOneFrame, cut } from "../input.ts";
import { fed, service, startedTogether, streamed } from "../service.ts";
import { COUNT, collectGarbage, cpuMs, IDLE, KiB, LARGE_FRAME, quick } from "./part.ts";

// node process.ts <contender> <work>: does this one work and prints what it took.

/** What a process took. */
export interface Taken {
  readonly contender: string;
  /** Resident at most. */
  readonly peakMiB: number;
  /** What each stream took of the work's own measure. */
  readonly perStream: number;
}

const [contenderName = "", work] = process.argv.slice(2);
const bedrock = service();
const client: Client | undefined = await CLIENTS[contenderName]?.(bedrock.fetch);
const contender: Contender = client ?? bytesDropped(bedrock.fetch);

const all = (count: number, make: () => Promise<unknown>) =>
  Promise.all(Array.from({ length: count }, make));

/** CPU ms per stream. */
async function largeFrame(): Promise<number> {
  const runs = quick ? 1 : 3;
  const pieces = cut(claudeStreamOfOneFrame(LARGE_FRAME).bytes, 64 * KiB);
  bedrock.stream = () => streamed(pieces);
  const began = cpuMs();
  for (let run = 0; run < runs; run++) await contender.stream();
  return (cpuMs() - began) / runs;
}

/** CPU ms per stream. */
async function atOnce(): Promise<number> {
  const { frames, text } = claudeStream(8);
  bedrock.stream = () => streamed(frames);
  if (client && (await readText(client)) !== text) throw new Error(`${client.name} reads wrong`);
  const warmUp = COUNT / 20;
  bedrock.stream = startedTogether(warmUp, frames);
  await all(warmUp, contender.stream);
  bedrock.stream = startedTogether(COUNT, frames);
  const began = cpuMs();
  await all(COUNT, contender.stream);
  return (cpuMs() - began) / COUNT;
}

/** KiB per stream, on the heap and in buffers. */
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
      open.push(reader, reader.read());
      return;
    }
    const events = (await client.open())[Symbol.asyncIterator]();
    while (client.textOf((await events.next()).value) === "");
    // The next event is waited for, as a program does.
    open.push(events, events.next());
  };
  for (let i = 0; i < 10; i++) await wait();
  const before = held();
  await all(IDLE, wait);
  const after = held();
  if (open.length < IDLE) throw new Error("streams were let go");
  return (after - before) / IDLE / KiB;
}

function held(): number {
  for (let i = 0; i < 3; i++) collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const works = { "large-frame": largeFrame, "at-once": atOnce, idle };
const perStream = await works[work as keyof typeof works]();
const taken: Taken = {
  contender: contender.name,
  peakMiB: process.resourceUsage().maxRSS / KiB,
  perStream,
};
console.log(JSON.stringify(taken));
process.exit();
