import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../helpers/built.ts";

const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** The cells of the first row that starts with this name. */
const cells = (markdown: string, name: string): string[] =>
  markdown
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.replaceAll("*", "").trim()))
    .find((row) => row[1] === name)!
    .slice(2);

describe("README's CPU of a streamed answer", () => {
  const results = read("test/bench/results/README.md");
  const msOf = (name: string): number => Number.parseFloat(cells(results, name)[0]!);

  it.each([
    "bedrock-fetch",
    "@aws-sdk/client-bedrock-runtime",
    "@anthropic-ai/bedrock-sdk",
    "@ai-sdk/amazon-bedrock",
  ])("is as the benchmark's results have it, in multiples of this client's: %s", (name) => {
    const multiple = Math.round(msOf(name) / msOf("bedrock-fetch"));
    expect(cells(read("README.md"), name)[1]).toBe(`${multiple}×`);
  });
});
