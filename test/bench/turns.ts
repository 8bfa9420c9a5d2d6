/** Something that is done again and again. */
export interface Task {
  readonly name: string;
  /** Does it this often, and returns how long that took, in ms. */
  turn(runs: number): Promise<number>;
}

export interface Turns {
  /** What each task takes before it counts, in ms. */
  readonly warmUpMs: number;
  /** What one turn takes at least, in ms. */
  readonly turnMs: number;
  readonly rounds: number;
}

/** In ms, from whenever. */
export type Clock = () => number;

/** A task of this process. */
export function task(
  name: string,
  run: () => Promise<unknown>,
  clock: Clock,
  collectGarbage: () => void = () => {},
): Task {
  return {
    name,
    async turn(runs) {
      // What one task leaves must not be the next one's to clear away.
      collectGarbage();
      const began = clock();
      for (let left = runs; left > 0; left--) await run();
      return clock() - began;
    },
  };
}

/**
 * What one run of each task takes, in ms: a sample for each round. In a round each task has its
 * turn, so that whatever else the machine does falls on all of them, and samples of the same round
 * can be compared.
 */
export async function inTurns(
  tasks: readonly Task[],
  { warmUpMs, turnMs, rounds }: Turns,
): Promise<number[][]> {
  const runs: number[] = [];
  for (const { turn } of tasks) {
    let took = 0;
    let each = 0;
    let more = 1;
    do {
      const ms = await turn(more);
      took += ms;
      each = Math.max(ms / more, 1e-3);
      more *= 2;
    } while (took < warmUpMs);
    runs.push(Math.max(1, Math.round(turnMs / each)));
  }
  const samples = tasks.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { turn }] of tasks.entries()) {
      samples[i]!.push((await turn(runs[i]!)) / runs[i]!);
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
