import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { CLIENTS } from "../contenders/node.ts";
import type { Table } from "../table.ts";
import { COUNT, IDLE, LARGE_FRAME, MiB, quick } from "./part.ts";
import type { Taken } from "./process.ts";

// What can only be measured in a process that does one thing: a process never returns all memory that it took.

function take(contender: string, work: "large-frame" | "at-once" | "idle"): Taken {
  const program = join(import.meta.dirname, "process.ts");
  const args = [...process.execArgv, program, contender, work, ...(quick ? ["--quick"] : [])];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
}

const contenders = [...Object.keys(CLIENTS), "floor"].map((contender) => ({
  largeFrame: take(contender, "large-frame"),
  atOnce: take(contender, "at-once"),
  idle: take(contender, "idle"),
}));
const rows = (cells: (contender: (typeof contenders)[number]) => readonly number[]) =>
  contenders.map((contender) => ({
    name: contender.atOnce.contender,
    cells: cells(contender).map((sample) => [sample]),
  }));
const count = COUNT.toLocaleString("en");

const tables: readonly Table[] = [
  {
    title: "Many streams at once",
    unit: "CPU ms per stream",
    columns: [`${count} small streams`],
    rows: rows(({ atOnce }) => [atOnce.perStream]),
    notes: [
      "13 events each, one a chunk, with a signature for each request. All are open before the first byte of any comes.",
    ],
  },
  {
    title: "Peak memory",
    unit: "MiB of the whole process",
    columns: ["one large frame", `${count} small streams at once`],
    rows: rows(({ largeFrame, atOnce }) => [largeFrame.peakMiB, atOnce.peakMiB]),
    notes: [
      `Resident at most, by the operating system: Node, the imported client and the bytes that are served included, which the floor shows. The large frame has ${LARGE_FRAME / MiB} MiB.`,
    ],
  },
  {
    title: "An idle stream",
    unit: "KiB of memory per stream",
    columns: [`${IDLE.toLocaleString("en")} that wait`],
    rows: rows(({ idle }) => [idle.perStream]),
    notes: [
      "Each has given its first text and is silent. JavaScript's heap and buffers, after a collection; the floor is the stream itself with a reader.",
    ],
  },
];
console.log(JSON.stringify(tables));
