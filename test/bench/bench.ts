import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fromSource } from "../helpers/built.ts";
import { circumstances } from "./report/circumstances.ts";
import { COMMAND, fullReport } from "./report/markdown.ts";
import { writeResults } from "./report/write.ts";
import type { Table } from "./table.ts";

// npm run bench                      prints everything, in some seven minutes
// npm run bench -- streams requests  prints these parts
// npm run bench -- --write           also writes test/bench/results and the README's figures
// npm run bench -- --quick           shows that everything runs; its numbers mean nothing

const PARTS = [
  "streams",
  "converse",
  "requests",
  "first-event",
  "imports",
  "cold",
  "alone",
  "scaling",
  "runtimes",
];

const args = process.argv.slice(2);
const options = args.filter((arg) => arg.startsWith("--"));
const chosen = args.filter((arg) => !arg.startsWith("--"));
const unknown = [
  ...options.filter((option) => !["--quick", "--write"].includes(option)),
  ...chosen.filter((part) => !PARTS.includes(part)),
];
if (unknown.length > 0) {
  console.error(`No such part or option: ${unknown.join(", ")}. Parts: ${PARTS.join(", ")}`);
  process.exit(1);
}
const write = options.includes("--write");
if (write && (options.includes("--quick") || chosen.length > 0)) {
  console.error("--write is for a whole run");
  process.exit(1);
}

/** Each in a process of its own, so that none finds the heap and the compiled code of another. */
function run(part: string): Table[] {
  console.error(`bench: ${part}`);
  const output = execFileSync(
    process.execPath,
    [
      "--expose-gc",
      fromSource,
      join(import.meta.dirname, `parts/${part}.ts`),
      ...options.filter((option) => option === "--quick"),
    ],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
  );
  return JSON.parse(output);
}

const parts = PARTS.filter((part) => chosen.length === 0 || chosen.includes(part));
const tables = parts.flatMap(run);
const command = [COMMAND, ...(args.length > 0 && !write ? ["--", ...args] : [])].join(" ");
const how = circumstances(command);
console.log(fullReport(tables, how));
if (write) writeResults(tables, how);
