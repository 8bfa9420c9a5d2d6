import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../helpers/built.ts";
import type { Table } from "../table.ts";
import { chart, type Theme } from "./chart.ts";
import { fullReport, summary } from "./markdown.ts";

const START = "<!-- bench:start -->";
const END = "<!-- bench:end -->";
const CHARTED = ["one frame a chunk", "64 KiB chunks", "1 KiB chunks", "7-byte chunks"];

/** Writes the results, and shows them in the README where it has a place for them. */
export function writeResults(
  tables: readonly Table[],
  circumstances: string,
  folder: string = join(root, "test/bench/results"),
  readme: string = join(root, "test/bench/README.md"),
): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "README.md"), fullReport(tables, circumstances));
  const streams = tables.find(({ title }) => title === "A streamed answer");
  if (streams === undefined) throw new Error("There is no chart without the streams");
  for (const theme of ["light", "dark"] satisfies Theme[]) {
    writeFileSync(join(folder, `streams-${theme}.svg`), chart(streams, CHARTED, theme));
  }
  if (!existsSync(readme)) return;
  const text = readFileSync(readme, "utf8");
  writeFileSync(readme, between(text, summary(tables, circumstances)));
}

/** The text with what stands between the markers replaced; unchanged without markers. */
export function between(text: string, content: string): string {
  const start = text.indexOf(START);
  const end = text.indexOf(END, start);
  if (start === -1 || end === -1) return text;
  return `${text.slice(0, start + START.length)}\n${content}\n${text.slice(end)}`;
}
