import { Random } from "../helpers/random.ts";
import { fuzzConverseStream } from "./converse-stream.ts";
import { fuzzDecoder } from "./decoder.ts";
import { fuzzResponseStream } from "./response-stream.ts";

type Target = (random: Random) => void | Promise<void>;

const targets: readonly Target[] = [fuzzDecoder, fuzzResponseStream, fuzzConverseStream];

/** Of the processor's time, since others may use it too. No case comes near; one that does is worse than linear. */
const SLOWEST_CASE_MS = 5_000;
const HANGS_AFTER_MS = 60_000;
const PROGRESS_EVERY_SECONDS = 30;

export interface FuzzRun {
  readonly seed: number;
  readonly seconds: number;
  readonly cases: number;
  readonly progress?: (cases: number, elapsedSeconds: number) => void;
}

/** Case `n` draws all it needs from the seed `seed + n`, so that a finding can be had alone. */
export async function fuzz({
  seed,
  seconds,
  cases,
  progress,
}: FuzzRun): Promise<{ cases: number }> {
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  let progressAt = PROGRESS_EVERY_SECONDS;
  let done = 0;
  for (; done < cases && elapsed() < seconds; done++) {
    const caseSeed = (seed + done) % 2 ** 32;
    for (const target of targets) {
      try {
        await inTime(target, new Random(caseSeed));
      } catch (cause) {
        throw new Error(
          `${target.name} found something. Again: npm run fuzz -- --seed ${caseSeed} --cases 1`,
          { cause },
        );
      }
    }
    if (elapsed() >= progressAt) {
      progress?.(done + 1, elapsed());
      progressAt += PROGRESS_EVERY_SECONDS;
    }
  }
  return { cases: done };
}

async function inTime(target: Target, random: Random): Promise<void> {
  const before = process.cpuUsage();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hangs = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("it hangs")), HANGS_AFTER_MS);
  });
  try {
    await Promise.race([target(random), hangs]);
  } finally {
    clearTimeout(timer);
  }
  const { user, system } = process.cpuUsage(before);
  const took = (user + system) / 1000;
  if (took > SLOWEST_CASE_MS) throw new Error(`it took ${Math.round(took)} ms`);
}
