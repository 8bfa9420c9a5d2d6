import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { build, fromSource } from "../helpers/built.ts";
import { whyNot } from "./cold/workerd.ts";
import { chart } from "./report/chart.ts";
import { fullReport, summary } from "./report/markdown.ts";
import { outcomes, peersAhead } from "./report/targets.ts";
import { between, writeResults } from "./report/write.ts";
import type { Table } from "./table.ts";
import { inTurns, median, ratio, task } from "./turns.ts";

const root = join(import.meta.dirname, "../..");
const AWS = "@aws-sdk/client-bedrock-runtime";

const streams: Table = {
  title: "A streamed answer",
  unit: "CPU ms per stream",
  columns: ["one frame a chunk", "64 KiB chunks", "1 KiB chunks", "7-byte chunks"],
  rows: [
    { name: "bedrock-fetch", cells: [[2, 2, 9], [1], [2], [30]] },
    { name: AWS, cells: [[10, 10, 45], [8], [20], [20]] },
    { name: "floor: frames walked", cells: [[1, 1, 1], [0.5], [1], [15]] },
  ],
};

describe("npm run bench", () => {
  it("runs every part, with every client reading what it should", {
    timeout: 300_000,
  }, async () => {
    await build();
    const printed = execFileSync(
      process.execPath,
      [fromSource, join(import.meta.dirname, "bench.ts"), "--quick"],
      { encoding: "utf8", cwd: root },
    );
    for (const client of [AWS, "@anthropic-ai/bedrock-sdk", "@ai-sdk/amazon-bedrock"]) {
      expect(printed).toContain(`| ${client} |`);
    }
    const titles = [...printed.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    expect(titles.filter((title) => !title!.startsWith("In "))).toEqual([
      "A streamed answer",
      "A streamed answer of Converse",
      "A request",
      "The first text of an answer",
      "Import",
      "A cold start",
      "A cold start, over HTTP",
      ...(whyNot() === undefined ? ["A cold start, in workerd"] : []),
      "Many streams at once",
      "Peak memory",
      "An idle stream",
      "Long streams",
      "Concurrent streams",
      "Targets",
    ]);
    for (const runtime of ["workerd", "Deno", "Bun"])
      expect(printed).toContain(`## In ${runtime} `);
    expect(printed).not.toContain("NaN");
    expect(printed).toContain("by `npm run bench -- --quick`");
  });

  it.each(["--fast", "stream"])("does not know %s, and says so", (argument) => {
    const run = () =>
      execFileSync(process.execPath, [join(import.meta.dirname, "bench.ts"), argument], {
        stdio: "pipe",
      });
    expect(run).toThrow(`No such part or option: ${argument}`);
  });
});

describe("turns", () => {
  it("go round, with the garbage collected before each", async () => {
    const log: string[] = [];
    let now = 0;
    const timed = (name: string, ms: number) =>
      task(
        name,
        async () => {
          log.push(name);
          now += ms;
        },
        () => now,
        () => log.push("gc"),
      );
    const samples = await inTurns([timed("a", 10), timed("b", 4)], {
      warmUpMs: 20,
      turnMs: 10,
      rounds: 2,
    });
    expect(samples).toEqual([
      [10, 10],
      [4, 4],
    ]);
    const round = ["gc", "a", "gc", "b", "b", "b"];
    const warmUp = ["gc", "a", "gc", "a", "a"];
    const longer = ["gc", "b", "gc", "b", "b", "gc", "b", "b", "b", "b"];
    expect(log).toEqual([...warmUp, ...longer, ...round, ...round]);
  });

  it("are summed up by medians", () => {
    expect(median([5, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 100])).toBe(3);
    expect(ratio([2, 2, 9], [10, 10, 45])).toBe(0.2);
  });
});

describe("the report", () => {
  it("has medians, ratios round by round, and multiples of the floors", () => {
    const report = fullReport([streams], "Measured here.");
    expect(report).toContain("| **bedrock-fetch** | 2.00 (0.20×) | 1.00 (0.13×) |");
    expect(report).toContain("| frames walked | 2.00× | 2.00× | 2.00× | 2.00× |");
  });

  it("says which targets are met and where a peer is better", () => {
    expect(outcomes([streams]).map(({ measured, target }) => [measured, target])).toEqual([
      [0.125, 0.13],
      [0.1, 0.13],
      [0.2, 0.19],
      [1.5, 0.7],
      [2, 2.5],
    ]);
    expect(peersAhead([streams])).toBe(`${AWS} at “A streamed answer, 7-byte chunks”`);
    expect(summary([streams], "")).toContain("Better than this client: @aws-sdk");
  });

  it("draws bars as long as their values, in both themes", () => {
    const drawn = chart(streams, ["64 KiB chunks"], "light");
    const widths = [...drawn.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => +width!);
    expect(widths).toHaveLength(2);
    expect(widths[0]! / widths[1]!).toBeCloseTo(1 / 8, 2);
    expect(drawn).not.toBe(chart(streams, ["64 KiB chunks"], "dark"));
    expect(drawn).not.toMatch(/undefined|NaN/);
  });

  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is written to its folder and between the README's markers", () => {
    const readme = join(folder, "README.md");
    writeFileSync(readme, "before\n<!-- bench:start -->\nold\n<!-- bench:end -->\nafter\n");
    const results = join(folder, "results");
    writeResults([streams], "Measured here.", results, readme);
    const text = readFileSync(readme, "utf8");
    expect(text).toMatch(
      /^before\n<!-- bench:start -->\n<picture>[\s\S]*<!-- bench:end -->\nafter\n$/,
    );
    expect(text).not.toContain("old");
    for (const [, image] of text.matchAll(/(?:src|srcset)="test\/bench\/results\/([^"]+)"/g)) {
      expect(readFileSync(join(results, image!), "utf8")).toMatch(/^<svg /);
    }
    expect(readFileSync(join(results, "README.md"), "utf8")).toContain("## A streamed answer");
  });

  it("leaves a README without markers as it is", () => {
    expect(between("no markers", "figures")).toBe("no markers");
  });
});
