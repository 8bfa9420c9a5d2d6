import type { Report } from "./context.ts";

/** What ran where: a row a runtime. */
export interface Row {
  /** Such as `"Chromium 156"`. */
  runtime: string;
  report: Report;
}

const START = "<!-- runtimes:start -->";
const END = "<!-- runtimes:end -->";

/** How many tests of each group passed in each runtime, as a Markdown table. */
export const toMarkdown = (rows: readonly Row[]): string => {
  const groups = [...new Set(rows.flatMap(({ report }) => report.map(({ group }) => group)))];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(["", ...groups]),
    line(["---", ...groups.map(() => "--:")]),
    ...rows.map(({ runtime, report }) =>
      line([runtime, ...groups.map((group) => cell(report.filter((it) => it.group === group)))]),
    ),
  ].join("\n");
};

const cell = (report: Report): string => {
  const passed = report.filter(({ outcome }) => outcome === "passed").length;
  const failed = report.filter(({ outcome }) => outcome === "failed").length;
  if (failed > 0) return `${failed} failed`;
  return passed === 0 ? "–" : `✓ ${passed}`;
};

/** The text between the README's markers; undefined where it has none. */
export const matrixIn = (readme: string): string | undefined => {
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  return start < 0 || end < start ? undefined : readme.slice(start + START.length, end).trim();
};

/** The README with the matrix between its markers. */
export const withMatrix = (readme: string, matrix: string): string =>
  readme.slice(0, readme.indexOf(START) + START.length) +
  `\n${matrix}\n` +
  readme.slice(readme.indexOf(END));
