import type { Row, Table } from "../table.ts";
import { median, ratio } from "../turns.ts";
import { outcomes, peersAhead } from "./targets.ts";

export const COMMAND = "npm run bench";
const AWS_SDK = "@aws-sdk/client-bedrock-runtime";
const SUBJECT = "bedrock-fetch";

/** Three significant digits. */
export const figure = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
const times = (value: number): string => `${value.toFixed(2)}×`;

/** Everything: for the folder of results. */
export function fullReport(tables: readonly Table[], circumstances: string): string {
  return `# Benchmarks

${circumstances}

In brackets: how many times what the AWS SDK takes. All are medians over rounds in which each has its turn; ratios are taken round by round.

${[...tables.map(section), targets(tables)].join("\n\n")}
`;
}

/** What a reader of the README wants to know. */
export function summary(tables: readonly Table[], circumstances: string): string {
  const streams = tables.find(({ title }) => title === "A streamed answer");
  const ahead = peersAhead(tables);
  return [
    `<picture>
  <source media="(prefers-color-scheme: dark)" srcset="results/streams-dark.svg">
  <img alt="CPU time for a streamed answer, by client and size of chunks" src="results/streams-light.svg">
</picture>`,
    ...(streams ? [`CPU ms per streamed answer (times the AWS SDK's):\n\n${cells(streams)}`] : []),
    ahead === undefined ? "No peer needs less anywhere." : `Better than this client: ${ahead}.`,
    `${circumstances} All figures: [results](results/README.md).`,
  ].join("\n\n");
}

function section(table: Table): string {
  return [
    `## ${table.title}`,
    `In ${table.unit}.`,
    cells(table),
    ...comparison(table),
    ...(table.notes ?? []),
  ].join("\n\n");
}

function cells({ columns, rows }: Table): string {
  const aws = rows.find(({ name }) => name === AWS_SDK);
  return markdownTable(
    ["", ...columns],
    rows.map((row) => [
      row.name === SUBJECT ? `**${row.name}**` : row.name,
      ...row.cells.map((samples, i) => cell(samples, aws === row ? undefined : aws?.cells[i])),
    ]),
  );
}

function cell(samples: readonly number[], others: readonly number[] | undefined): string {
  if (samples.length === 0) return "–";
  const value = figure(median(samples));
  return others === undefined || others.length === 0
    ? value
    : `${value} (${times(ratio(samples, others))})`;
}

/** The subject in multiples of each floor, where there are any. */
function comparison({ columns, rows }: Table): string[] {
  const subject = rows.find(({ name }) => name === SUBJECT);
  const floors = rows.filter(({ name }) => name.startsWith("floor"));
  if (subject === undefined || floors.length === 0) return [];
  const multiples = (floor: Row) =>
    floor.cells.map((samples, i) =>
      samples.length === 0 || subject.cells[i]!.length === 0
        ? "–"
        : times(ratio(subject.cells[i]!, samples)),
    );
  return [
    markdownTable(
      [`${SUBJECT} in multiples of`, ...columns],
      floors.map((floor) => [floor.name.replace("floor: ", ""), ...multiples(floor)]),
    ),
  ];
}

function targets(tables: readonly Table[]): string {
  const rows = outcomes(tables).map(({ what, measured, target }) => [
    what,
    figure(measured),
    `≤ ${target}`,
    measured <= target ? "met" : "missed",
  ]);
  const ahead = peersAhead(tables);
  return [
    "## Targets",
    markdownTable(["", "measured", "target", ""], rows),
    ahead === undefined ? "No peer needs less anywhere." : `Peers that need less: ${ahead}.`,
  ].join("\n\n");
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const align = head.map((_, i) => (i === 0 ? "---" : "--:"));
  return [line(head), line(align), ...rows.map(line)].join("\n");
}
