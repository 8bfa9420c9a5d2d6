import { chromium } from "../runtimes/chromium.ts";
import { bun, deno } from "../runtimes/command-line.ts";
import { workerd } from "../runtimes/workerd.ts";
import { rowsOf, type Table } from "../table.ts";

const CLOCK = {
  inside: "By the runtime's own clock; the AWS SDK in its build for browsers.",
  outside:
    "By a clock outside, since those of workerd stand still while it computes; the AWS SDK in its build for browsers.",
};

const tables: Table[] = [];
for (const measure of [workerd, deno, bun, chromium]) {
  const measured = await measure();
  if (measured === undefined) continue;
  tables.push({
    title: `In ${measured.runtime}`,
    unit: "ms per stream and per request",
    notes: [CLOCK[measured.runtime.startsWith("workerd") ? "outside" : "inside"]],
    columns: ["one frame a chunk", "64 KiB chunks", "1 KiB chunks", "a request"],
    rows: rowsOf(["bedrock-fetch", "@aws-sdk/client-bedrock-runtime"], [...measured.columns]),
  });
}
console.log(JSON.stringify(tables));
