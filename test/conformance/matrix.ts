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

/** The text between the README's markers. */
export const matrixIn = (readme: string): string =>
  readme.slice(readme.indexOf(START) + START.length, readme.indexOf(END)).trim();

/** The README with the matrix between its markers. */
export const withMatrix = (readme: string, matrix: string): string =>
  readme.slice(0, readme.indexOf(START) + START.length) +
  `\n${matrix}\n` +
  readme.slice(readme.indexOf(END));

const cellsOf = (line: string): string[] =>
  line
    .split("|")
    .slice(1, -1)
    .map((it) => it.trim());

const versionless = (runtime: string): string => runtime.replace(/ \d[\d.-]*/, "");

/**
 * Where a written matrix is not what ran. A runtime of another version than the written one may
 * leave out other tests than that did; every other number is the same.
 */
export const differences = (written: string, rows: readonly Row[]): string[] => {
  const lines = written.split("\n").filter((line) => line.startsWith("|"));
  const [, ...groups] = cellsOf(lines[0] ?? "");
  const table = lines.slice(2).map(cellsOf);
  return rows.flatMap(({ runtime, report }) => {
    const isNode = runtime.startsWith("Node");
    const same = table.find(([name]) => name === runtime);
    const cells =
      same ?? table.find(([name = ""]) => !isNode && versionless(name) === versionless(runtime));
    if (!cells) return [`no ${runtime}`];
    const unknown = groupsOf(rows).filter((group) => !groups.includes(group));
    const wrong = groups.filter((group, i) => {
      const results = report.filter((it) => it.group === group);
      const column = table.map((line) => Number(/\d+/.exec(line[i + 1] ?? "")?.[0] ?? 0));
      const was = column[table.indexOf(cells)]!;
      const is = results.filter(({ outcome }) => outcome === "passed").length;
      const leftOut = results.filter(({ outcome }) => outcome === "left out").length;
      return same ? is !== was : is > Math.max(...column) || was > is + leftOut;
    });
    return [...unknown, ...wrong].map((group) => `${runtime}: ${group}`);
  });
};
