import type { Report } from "./context.ts";

/** What ran where: a row a runtime. */
export interface Row {
  /** Such as `"Chromium 156"`. */
  runtime: string;
  report: Report;
}

const START = "<!-- runtimes:start -->";
const END = "<!-- runtimes:end -->";

const groupsOf = (rows: readonly Row[]): string[] => [
  ...new Set(rows.flatMap(({ report }) => report.map(({ group }) => group))),
];

/** How many tests of each group passed in each runtime, as a Markdown table, and why some did not. */
export const toMarkdown = (rows: readonly Row[]): string =>
  [toTable(rows), ...toNotes(rows)].join("\n\n");

const toTable = (rows: readonly Row[]): string => {
  const groups = groupsOf(rows);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(["", ...groups]),
    line(["---", ...groups.map(() => "--:")]),
    ...rows.map(({ runtime, report }) =>
      line([runtime, ...groups.map((group) => cell(report.filter((it) => it.group === group)))]),
    ),
  ].join("\n");
};

/** Why a group has no number where its tests were left out. */
const toNotes = (rows: readonly Row[]): string[] =>
  groupsOf(rows).flatMap((group) => {
    const without = rows.flatMap(({ runtime, report }) => {
      const results = report.filter((result) => result.group === group);
      const allLeftOut = results.every(({ outcome }) => outcome === "left out");
      return allLeftOut && results[0] ? [{ runtime, reason: results[0].reason }] : [];
    });
    if (without.length === 0) return [];
    const names = without.map(({ runtime }) => runtime.replace(/ \d\S*/, ""));
    return [`No ${group} in ${names.join(" and ")}: ${without[0]?.reason}.`];
  });

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
