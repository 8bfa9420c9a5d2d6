/** The result of a part of the benchmarks: samples by row and column. */
export interface Table {
  readonly title: string;
  /** What a sample is, such as "CPU ms per stream". */
  readonly unit: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** What a reader must know to believe the numbers. */
  readonly notes?: readonly string[];
}

export interface Row {
  readonly name: string;
  /** The samples of each column, one a round; none where a contender cannot take part. */
  readonly cells: readonly (readonly number[])[];
}

/** Joins what was sampled column by column. */
export function rowsOf(names: readonly string[], columns: readonly number[][][]): Row[] {
  return names.map((name, i) => ({ name, cells: columns.map((column) => column[i]!) }));
}
