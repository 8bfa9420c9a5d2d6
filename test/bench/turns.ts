/** Something that is done again and again. */
export interface Task {
  readonly name: string;
  run(): Promise<unknown>;
}

export interface Turns {
  /** How long each task is run before it counts, in ms. */
  readonly warmUpMs: number;
  /** How long one turn takes at least, in ms. */
  readonly turnMs: number;
  readonly rounds: number;
}

/** In ms, from whenever. */
export type Clock = () => number;

/**
 * What one run of each task takes, in ms: a sample for each round. In a round each task has its
 * turn, so that whatever else the machine does falls on all of them, and samples of the same round
 * can be compared.
 */
export async function inTurns(
  tasks: readonly Task[],
  { warmUpMs, turnMs, rounds }: Turns,
  clock: Clock,
  collectGarbage: () => void = () => {},
): Promise<number[][]> {
  const runs: number[] = [];
  for (const { run } of tasks) {
    let done = 0;
    const began = clock();
    do {
      await run();
      done++;
    } while (clock() - began < warmUpMs);
    // The first runs were slow: later ones take about half of the average.
    const each = Math.max((clock() - began) / done, 1e-3) / 2;
    runs.push(Math.max(1, Math.round(turnMs / each)));
  }
  const samples = tasks.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { run }] of tasks.entries()) {
      // What one task leaves behind is not to be the next one's to clear away.
      collectGarbage();
      const began = clock();
      for (let left = runs[i]!; left > 0; left--) await run();
      samples[i]!.push((clock() - began) / runs[i]!);
    }
  }
  return samples;
}

export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The median of the ratios, round by round. */
export function ratio(samples: readonly number[], others: readonly number[]): number {
  return median(samples.map((sample, i) => sample / others[i]!));
}
