import {
  ANSWERS,
  COLUMNS,
  type Cold,
  columnsOf,
  contenders,
  STREAM,
  type Times,
} from "../cold/contenders.ts";
import { nodeProcesses } from "../cold/node.ts";
import { startServer } from "../cold/server.ts";
import { whyNot, workerdSample } from "../cold/workerd.ts";
import type { Table } from "../table.ts";
import { quick } from "./part.ts";

// What an isolate pays that lives for few requests.

const ROUNDS = quick ? 1 : 11;

const all = await contenders();

/** In turns: whatever else the machine does falls on all contenders. */
async function table(
  title: string,
  notes: readonly string[],
  sample: (cold: Cold) => Times | Promise<Times>,
): Promise<Table> {
  const rows = all.map(({ name }) => ({ name, cells: COLUMNS.map((): number[] => []) }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, cold] of all.entries()) {
      const columns = columnsOf(await sample(cold));
      for (const [j, ms] of columns.entries()) rows[i]!.cells[j]!.push(ms);
    }
  }
  return { title, unit: "CPU ms", columns: COLUMNS, rows, notes };
}

const processes = await nodeProcesses();
const server = await startServer();
const tables: Table[] = [
  await table(
    "A cold start",
    [
      `A fresh process of Node for each sample, in which a bundle for an edge is imported, a client constructed, and ${ANSWERS} streamed answers read, one after the other: ${STREAM.frames.length} events each, a frame a chunk, from memory. The CPU time is that of all threads.`,
      "Before the clock starts, one answer is fetched alone, and all threads come to rest: Node compiles its own fetch at first use, which an edge has in native code.",
    ],
    (cold) => processes.sample(cold, undefined),
  ),
  await table(
    "A cold start, over HTTP",
    ["As above, the answers over HTTP from another process."],
    (cold) => processes.sample(cold, server.origin),
  ),
];
const reason = whyNot();
if (reason === undefined) {
  tables.push(
    await table(
      "A cold start, in workerd",
      [
        "A fresh workerd for each sample, its answers over HTTP from another process. One answer is fetched alone before; each step is a request to the worker, which is part of it.",
      ],
      (cold) => workerdSample(cold, server.origin),
    ),
  );
} else {
  console.error(`bench: cold starts in workerd are left out: ${reason}`);
}
processes.close();
server.close();
console.log(JSON.stringify(tables));
