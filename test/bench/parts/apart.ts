import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Task } from "../turns.ts";
import { quick } from "./part.ts";

/** What a process is told to do. */
export interface Order {
  /** A column of {@link STREAMS}, {@link CONVERSATIONS} or {@link REQUESTS}. */
  readonly work: string;
  readonly runs: number;
}

/** A contender in a process of its own. */
export interface Apart {
  readonly name: string;
  task(work: string): Task;
  close(): void;
}

/**
 * Starts a contender in a process of its own, as programs have one client: what the others leave in
 * the heap and in compiled code is not its to pay for.
 */
export async function apart(contender: string): Promise<Apart> {
  const program = join(import.meta.dirname, "apart-process.ts");
  const child = fork(program, [contender, ...(quick ? ["--quick"] : [])], {
    // While the others have their turns, Node would use the leisure to collect all garbage, and with
    // it throw away what the compiler has learned.
    execArgv: [...process.execArgv, "--no-memory-reducer"],
  });
  const failed = once(child, "exit").then(([code]) => {
    throw new Error(`${contender}: its process ended with ${code}`);
  });
  failed.catch(() => {});
  const answer = async <T>(): Promise<T> =>
    (await Promise.race([once(child, "message"), failed]))[0];

  const name = await answer<string>();
  return {
    name,
    task: (work) => ({
      name,
      turn(runs) {
        child.send({ work, runs } satisfies Order);
        return answer<number>();
      },
    }),
    close: () => child.disconnect(),
  };
}

/** All of them, for as long as it takes. */
export async function withApart<T>(
  contenders: readonly string[],
  use: (apart: readonly Apart[]) => Promise<T>,
): Promise<T> {
  const started: Apart[] = [];
  for (const contender of contenders) started.push(await apart(contender));
  try {
    return await use(started);
  } finally {
    for (const { close } of started) close();
  }
}
