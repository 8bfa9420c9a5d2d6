import { join } from "node:path";
import { edgeBundle } from "../../helpers/bundles/edge-bundle.ts";
import { ANSWER, claudeStream } from "../input.ts";
import { quick } from "../parts/part.ts";
import type { Turns } from "../turns.ts";
import type { Input } from "./portable.ts";

/** What a runtime makes of the works. */
export interface Measured {
  /** Name and version. */
  readonly runtime: string;
  /** Samples in ms, by column, client and round. */
  readonly columns: readonly number[][][];
}

/** Undefined, with a printed reason, where the runtime is not there. */
export type Measure = () => Promise<Measured | undefined>;

export const effort: Turns = quick
  ? { warmUpMs: 0, turnMs: 0, rounds: 1 }
  : { warmUpMs: 250, turnMs: 50, rounds: 9 };

const portable = JSON.stringify(join(import.meta.dirname, "portable.ts"));
const { frames, text } = claudeStream(1000);
const input: Input = {
  frames: frames.map((frame) => Buffer.from(frame).toString("base64")),
  text,
  answer: ANSWER,
};

/** A module with the clients in it, the AWS SDK in its build for browsers. */
export const bundle = (code: string): Promise<string> =>
  edgeBundle(`
    import { measure, works } from ${portable};
    const input = ${JSON.stringify(input)};
    ${code}`);

/** A program that measures itself and prints the outcome. */
export const program = (): Promise<string> =>
  bundle(`console.log(JSON.stringify(await measure(input, ${JSON.stringify(effort)})));`);
