import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { CLIENTS } from "../contenders/node.ts";
import type { Row, Table } from "../table.ts";
import { LARGE_FRAME, MiB, quick } from "./part.ts";

const MEASURED = join(import.meta.dirname, "memory-of.ts");
const run = promisify(execFile);

/** Each in a process of its own, since a process never gives back all that it took. */
async function measure(contender: string, work: string): Promise<{ name: string; taken: number }> {
  const args = [...process.execArgv, MEASURED, contender, work, ...(quick ? ["--quick"] : [])];
  const { stdout } = await run(process.execPath, args);
  return JSON.parse(stdout);
}

const works = ["large-frame", "at-once", "idle"];
const measured: Row[] = [];
for (const contender of [...Object.keys(CLIENTS), "floor"]) {
  let name = "";
  const cells: number[][] = [];
  for (const work of works) {
    const of = await measure(contender, work);
    name = of.name;
    cells.push([of.taken]);
  }
  measured.push({ name, cells });
}
const rows = (from: number, to: number) =>
  measured.map(({ name, cells }) => ({ name, cells: cells.slice(from, to) }));
const count = quick ? "100" : "10,000";

const tables: readonly Table[] = [
  {
    title: "Peak memory",
    unit: "MiB of the whole process",
    columns: ["one large frame", `${count} small streams at once`],
    rows: rows(0, 2),
    notes: [
      `The large frame has ${LARGE_FRAME / MiB} MiB and is made in the same process, which the floor shows.`,
      "Resident at most, by the operating system: Node and the imported client included.",
    ],
  },
  {
    title: "An idle stream",
    unit: "KiB of memory per stream",
    columns: [`${count} that wait`],
    rows: rows(2, 3),
    notes: [
      "Each has given its first text and is silent. JavaScript's heap and buffers, after a collection; the floor is the stream itself with a reader.",
    ],
  },
];
console.log(JSON.stringify(tables));
