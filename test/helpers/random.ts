/** Random values that a printed seed brings back. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number of 32 bits (the "mulberry32" sequence). */
  uint32(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    return Math.floor((this.uint32() / 2 ** 32) * limit);
  }

  chance(probability: number): boolean {
    return this.uint32() < probability * 2 ** 32;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.uint32());
  }

  /** Small mostly, large at times. */
  size(limit: number): number {
    return this.below(2 ** this.below(Math.log2(limit) + 1));
  }

  /** `bytes` in pieces of sizes around `2 ** n`, with `n` drawn once: many small or a few large. */
  pieces(bytes: Uint8Array): Uint8Array[] {
    const about = 2 ** this.below(18);
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; ) {
      const end = at + (this.chance(0.02) ? 0 : 1 + this.below(2 * about));
      pieces.push(bytes.slice(at, end));
      at = end;
    }
    return pieces;
  }
}

/** The seed that the environment variable SEED names, or a fresh one. */
export const seedOfRun = (): number => Number(process.env.SEED ?? Date.now()) % 2 ** 32;
