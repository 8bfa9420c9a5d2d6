import type { Table } from "../table.ts";
import { median, ratio } from "../turns.ts";

interface Target {
  readonly table: string | RegExp;
  readonly column: string | RegExp;
  /** The row that bedrock-fetch is compared with; itself where there is none. */
  readonly against?: string;
  readonly atMost: number;
}

const SUBJECT = "bedrock-fetch";
const AWS_SDK = "@aws-sdk/client-bedrock-runtime";

const CONVERSE = "A streamed answer of Converse";

const TARGETS: readonly Target[] = [
  { table: "A streamed answer", column: "64 KiB chunks", against: AWS_SDK, atMost: 0.13 },
  { table: "A streamed answer", column: "1 KiB chunks", against: AWS_SDK, atMost: 0.13 },
  { table: "A streamed answer", column: "one frame a chunk", against: AWS_SDK, atMost: 0.19 },
  { table: "A streamed answer", column: "7-byte chunks", against: AWS_SDK, atMost: 0.7 },
  {
    table: "A streamed answer",
    column: "64 KiB chunks",
    against: "floor: frames walked",
    atMost: 2.5,
  },
  { table: CONVERSE, column: "one event a chunk", against: AWS_SDK, atMost: 0.25 },
  { table: CONVERSE, column: "chunks of 64 KiB", against: AWS_SDK, atMost: 0.25 },
  { table: "A request", column: "one at a time", against: AWS_SDK, atMost: 0.98 },
  { table: "A request", column: "100 at a time", against: AWS_SDK, atMost: 0.98 },
  { table: /^In workerd/, column: "a request", against: AWS_SDK, atMost: 1 },
  { table: "The first text of an answer", column: "while 100 streams run", atMost: 1 },
  { table: "Import", column: "as installed", against: AWS_SDK, atMost: 0.13 },
  { table: "Import", column: "bundled for an edge", against: AWS_SDK, atMost: 0.5 },
  { table: "A cold start", column: "import to first answer", against: AWS_SDK, atMost: 0.3 },
  {
    table: "A cold start, over HTTP",
    column: "import to first answer",
    against: AWS_SDK,
    atMost: 0.3,
  },
  {
    table: "A cold start, in workerd",
    column: "import to first answer",
    against: AWS_SDK,
    atMost: 0.3,
  },
  { table: "An idle stream", column: /that wait$/, atMost: 11 },
];

export interface Outcome {
  readonly what: string;
  readonly measured: number;
  readonly target: number;
}

/** What was measured of that for which there is a target. */
export function outcomes(tables: readonly Table[]): Outcome[] {
  return TARGETS.flatMap(({ table: title, column: of, against, atMost }) => {
    const table = tables.find((table) => matches(title, table.title));
    if (table === undefined) return [];
    const column = table.columns.find((column) => matches(of, column));
    if (column === undefined) throw new Error(`${table.title} has no ${of}`);
    const subject = samplesOf(table, SUBJECT, column);
    const measured =
      against === undefined ? median(subject) : ratio(subject, samplesOf(table, against, column));
    const unit = against === undefined ? table.unit : `of ${against.replace("floor: ", "")}`;
    return [{ what: `${table.title}, ${column}: ${unit}`, measured, target: atMost }];
  });
}

const matches = (wanted: string | RegExp, title: string): boolean =>
  typeof wanted === "string" ? title === wanted : wanted.test(title);

function samplesOf(table: Table, row: string, column: string): readonly number[] {
  const cells = table.rows.find(({ name }) => name === row)?.cells;
  const samples = cells?.[table.columns.indexOf(column)];
  if (samples === undefined) throw new Error(`${table.title} has no ${row}, ${column}`);
  return samples;
}

/** Where peers need less than bedrock-fetch, in words; undefined where none does. */
export function peersAhead(tables: readonly Table[]): string | undefined {
  const ahead = new Map<string, string[]>();
  for (const table of tables) {
    for (const { name, cells } of table.rows) {
      if (name.startsWith("floor") || name.startsWith(SUBJECT)) continue;
      for (const [i, column] of table.columns.entries()) {
        const samples = cells[i]!;
        if (samples.length === 0 || ratio(samplesOf(table, SUBJECT, column), samples) <= 1)
          continue;
        ahead.set(name, [...(ahead.get(name) ?? []), `“${table.title}, ${column}”`]);
      }
    }
  }
  const peers = [...ahead].map(([name, places]) => `${name} at ${places.join(" and ")}`);
  return peers.length === 0 ? undefined : peers.join("; ");
}
