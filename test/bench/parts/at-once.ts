import { bytesDropped, framesWalked } from "../contenders/floors.ts";
import { clients } from "../contenders/node.ts";
import { claudeStream } from "../input.ts";
import { service, startedTogether } from "../service.ts";
import { rowsOf, type Table } from "../table.ts";
import { inTurns } from "../turns.ts";
import { collectGarbage, cpuMs, quick } from "./part.ts";

const STREAMS = quick ? 100 : 10_000;

const { frames, bytes } = claudeStream(8);
const bedrock = service();
const contenders = [
  ...(await clients(bedrock.fetch)),
  bytesDropped(bedrock.fetch),
  framesWalked(bedrock.fetch),
];

const tasks = contenders.map(({ name, stream }) => ({
  name,
  run() {
    bedrock.stream = startedTogether(STREAMS, frames);
    return Promise.all(Array.from({ length: STREAMS }, stream));
  },
}));
const rounds = quick ? 1 : 2;
// The first run of each is its warm-up.
const samples = await inTurns(tasks, { warmUpMs: 0, turnMs: 0, rounds }, cpuMs, collectGarbage);

const table: Table = {
  title: `${STREAMS.toLocaleString("en")} small streams at once`,
  unit: "CPU ms per stream",
  columns: [`${frames.length} events, one a chunk`],
  rows: rowsOf(
    contenders.map(({ name }) => name),
    [samples.map((times) => times.map((ms) => ms / STREAMS))],
  ),
  notes: [
    `All are open before the first byte of any comes; ${bytes.length.toLocaleString("en")} bytes each.`,
  ],
};
console.log(JSON.stringify([table]));
