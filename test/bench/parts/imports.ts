import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, root } from "../../helpers/built.ts";
import { CONTENTS, type Content } from "../../helpers/bundles/contents.ts";
import { edgeBundle } from "../../helpers/bundles/edge-bundle.ts";
import type { Table } from "../table.ts";
import { quick } from "./part.ts";

const ROUNDS = quick ? 1 : 11;

const builtUrl = pathToFileURL(join(root, "dist/index.js")).href;
const installed = (name: string) => import.meta.resolve(name);
const folder = mkdtempSync(join(tmpdir(), "bench-"));

async function bundled(content: Content): Promise<string> {
  const file = join(folder, `${content}.mjs`);
  writeFileSync(file, await edgeBundle(CONTENTS[content].code));
  return pathToFileURL(file).href;
}

/** In a process of its own: what Node computes for an import, in ms, itself not included. */
function importMs(url: string): number {
  const script = `
    const before = process.cpuUsage();
    await import(${JSON.stringify(url)});
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);
    process.exit();`;
  return Number(execFileSync(process.execPath, ["--input-type=module", "-e", script]));
}

await build();
const rows: readonly { name: string; urls: readonly (string | undefined)[] }[] = [
  { name: "bedrock-fetch", urls: [builtUrl, await bundled("client")] },
  {
    name: "@aws-sdk/client-bedrock-runtime",
    urls: [installed("@aws-sdk/client-bedrock-runtime"), await bundled("awsSdk")],
  },
  { name: "@anthropic-ai/bedrock-sdk", urls: [installed("@anthropic-ai/bedrock-sdk"), undefined] },
  {
    name: "@ai-sdk/amazon-bedrock",
    urls: [installed("@ai-sdk/amazon-bedrock/anthropic"), await bundled("aiSdk")],
  },
  {
    name: "floor: bedrock-fetch's dependencies",
    urls: [undefined, await bundled("dependencies")],
  },
  { name: "floor: an empty module", urls: ["data:text/javascript,", "data:text/javascript,"] },
];

const samples = rows.map(({ urls }) => urls.map((): number[] => []));
for (let round = 0; round < ROUNDS; round++) {
  for (const [i, { urls }] of rows.entries()) {
    for (const [j, url] of urls.entries()) if (url) samples[i]![j]!.push(importMs(url));
  }
}
rmSync(folder, { recursive: true });

const table: Table = {
  title: "Import",
  unit: "CPU ms in Node",
  columns: ["as installed", "bundled for an edge"],
  rows: rows.map(({ name }, i) => ({ name, cells: samples[i]! })),
  notes: ["Anthropic's SDK does not bundle without Node's built-in modules."],
};
console.log(JSON.stringify([table]));
