import type { Turns } from "../turns.ts";

/** Whether this is the smoke test: everything runs, and no number means anything. */
export const quick: boolean = process.argv.includes("--quick");

export const turns = (full: Turns): Turns => (quick ? { warmUpMs: 0, turnMs: 0, rounds: 1 } : full);

/** What this process has computed in all its threads, in ms. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** All of it. Needs `--expose-gc`. */
export function collectGarbage(): void {
  globalThis.gc!();
}

/**
 * What is young of it: between turns no more is collected, since a full collection throws away what
 * the compiler has learned, and every client then takes up to twice the time.
 */
export function collectYoung(): void {
  globalThis.gc!({ type: "minor" });
}

export const KiB = 1024;
export const MiB: number = 1024 * KiB;

/** In bytes. */
export const LARGE_FRAME: number = quick ? MiB / 4 : 8 * MiB;

/** How many streams there are at once. */
export const COUNT: number = quick ? 100 : 10_000;
/** How many of them are left waiting: fewer, since what each takes is the same. */
export const IDLE: number = quick ? 100 : 2000;
