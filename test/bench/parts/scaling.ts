import { bedrockFetch } from "../contenders/bedrock-fetch.ts";
import { bytesDropped } from "../contenders/bytes-dropped.ts";
import { claudeStream, cut } from "../input.ts";
import { service, startedTogether } from "../service.ts";
import type { Table } from "../table.ts";
import { inTurns, task } from "../turns.ts";
import { collectYoung, cpuMs, KiB, MiB, quick } from "./part.ts";

// Nanoseconds of CPU a byte: where a row is level, the cost is linear. An API key in place of a
// signature, since a signature is a cost per request.

const NS_PER_MS = 1e6;
const PIECE = 64 * KiB;
const bedrock = service();
const contenders = [
  bedrockFetch(bedrock.fetch, undefined, { apiKey: "bedrock-api-key-EXAMPLE" }),
  bytesDropped(bedrock.fetch),
];
const names = contenders.map(({ name }) => name);

/** A stream of at least so many bytes: its middle is repeated, in the same memory. */
function streamOf(size: number): { stream: () => ReadableStream<Uint8Array>; bytes: number } {
  const { frames } = claudeStream(1000);
  const head = Buffer.concat(frames.slice(0, 2));
  const middle = Buffer.concat(frames.slice(2, -3));
  const tail = Buffer.concat(frames.slice(-3));
  const repeats = Math.ceil(size / middle.length);
  const pieces = cut(middle, PIECE);
  const bytes = head.length + repeats * middle.length + tail.length;
  return {
    bytes,
    stream() {
      let at = -1;
      return new ReadableStream({
        pull(controller) {
          if (at === -1) controller.enqueue(head);
          else if (at < repeats * pieces.length) controller.enqueue(pieces[at % pieces.length]!);
          else {
            controller.enqueue(tail);
            controller.close();
          }
          at++;
        },
      });
    },
  };
}

const rounds = quick ? 1 : 2;
const measure = async (run: (i: number) => Promise<unknown>, warmUpMs: number, turnMs: number) =>
  inTurns(
    contenders.map(({ name }, i) => task(name, () => run(i), cpuMs, collectYoung)),
    quick ? { warmUpMs: 0, turnMs: 0, rounds } : { warmUpMs, turnMs, rounds },
  );

const SIZES = quick ? [64 * KiB, MiB] : [64 * KiB, MiB, 16 * MiB, 128 * MiB];
const sizeName = (size: number) => (size >= MiB ? `${size / MiB} MiB` : `${size / KiB} KiB`);
const bySize: number[][][] = [];
for (const size of SIZES) {
  const { stream, bytes } = streamOf(size);
  bedrock.stream = stream;
  const samples = await measure((i) => contenders[i]!.stream(), 200, 60);
  bySize.push(samples.map((times) => times.map((ms) => (ms * NS_PER_MS) / bytes)));
}
if (!quick) {
  // Once: it takes seconds, and is its own average.
  const { stream, bytes } = streamOf(1024 * MiB);
  bedrock.stream = stream;
  const once: number[][] = [];
  for (const contender of contenders) {
    collectYoung();
    const began = cpuMs();
    await contender.stream();
    once.push([((cpuMs() - began) * NS_PER_MS) / bytes]);
  }
  bySize.push(once);
}

const CONCURRENT = quick ? [1, 100] : [1, 10, 100, 1000, 10_000];
/** So that each measurement reads about as much, except where the streams at once are more. */
const AT_LEAST = quick ? 1 : 500;
const { bytes } = claudeStream(250);
const pieces = cut(bytes, PIECE);
const byConcurrency: number[][][] = [];
for (const concurrent of CONCURRENT) {
  const waves = Math.ceil(AT_LEAST / concurrent);
  const samples = await measure(
    async (i) => {
      for (let wave = 0; wave < waves; wave++) {
        bedrock.stream = startedTogether(concurrent, pieces);
        await Promise.all(Array.from({ length: concurrent }, () => contenders[i]!.stream()));
      }
    },
    0,
    0,
  );
  const read = waves * concurrent * bytes.length;
  byConcurrency.push(samples.map((times) => times.map((ms) => (ms * NS_PER_MS) / read)));
}

const rows = (columns: number[][][]) =>
  names.map((name, i) => ({ name, cells: columns.map((column) => column[i]!) }));

const tables: readonly Table[] = [
  {
    title: "Long streams",
    unit: "CPU ns per byte",
    columns: [...SIZES.map(sizeName), ...(quick ? [] : ["1 GiB"])],
    rows: rows(bySize),
    notes: [
      "In 64 KiB chunks, with an API key, which costs no signature. The request is part of it, and most of what a short stream costs more.",
    ],
  },
  {
    title: "Concurrent streams",
    unit: "CPU ns per byte",
    columns: CONCURRENT.map((count) => `${count.toLocaleString("en")} at once`),
    rows: rows(byConcurrency),
    notes: [
      `Streams of ${bytes.length.toLocaleString("en")} bytes; all that run at once are open before the first byte of any comes.`,
    ],
  },
];
console.log(JSON.stringify(tables));
