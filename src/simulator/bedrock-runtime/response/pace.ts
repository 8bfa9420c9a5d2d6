import { wait } from "../../http/wait.ts";

/** How fast a simulated model writes. Without it, as fast as its reader reads. */
export interface Pace {
  /** Milliseconds until the first token. Default 0. */
  readonly firstTokenMs?: number | undefined;
  /** Default: no limit. */
  readonly tokensPerSecond?: number | undefined;
}

/** Keeps to a timetable, so that the small errors of many short timers do not add up. */
export function createPacer(pace: Pace, signal: AbortSignal): (tokens: number) => Promise<void> {
  let due = performance.now() + (pace.firstTokenMs ?? 0);
  const perToken = pace.tokensPerSecond === undefined ? 0 : 1000 / pace.tokensPerSecond;
  return async (tokens) => {
    const left = due - performance.now();
    // Timers are of a millisecond: less is caught up with later.
    if (left >= 1) await wait(left, signal);
    due += tokens * perToken;
  };
}
