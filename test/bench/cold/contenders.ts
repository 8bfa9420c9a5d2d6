import { join } from "node:path";
import { edgeBundle } from "../../helpers/bundles/edge-bundle.ts";
import type { Client, Contender } from "../contenders/contender.ts";
import { claudeStream, type Stream } from "../input.ts";

// What an isolate is sent, and what it is asked for.

/** The answer that each contender reads. */
export const STREAM: Stream = claudeStream(300);

/** How many answers an isolate reads. */
export const ANSWERS = 20;

export interface Cold {
  /** As in the other tables. */
  readonly name: string;
  /** The one file that an edge is sent, with the exports of {@link ContenderModule}. */
  readonly bundle: string;
  /** What `stream()` counts in {@link STREAM}. */
  readonly count: number;
  readonly isClient: boolean;
}

/** What a contender's file exports. */
export interface ContenderModule {
  contender(fetch: typeof globalThis.fetch, endpoint?: string): Contender;
  readText(client: Client): Promise<string>;
}

/** What an isolate made of its answers. */
export interface Outcome {
  /** What each `stream()` counted. */
  readonly counts: readonly number[];
  /** What the model said in one more answer; empty for a floor. */
  readonly text: string;
}

/** The AWS SDK and the AI SDK in their builds for browsers; Anthropic's does not bundle for an edge. */
export const contenders = (): Promise<readonly Cold[]> =>
  Promise.all([
    cold("bedrock-fetch", "bedrock-fetch.ts", "bedrockFetch", STREAM.frames.length),
    cold("@aws-sdk/client-bedrock-runtime", "aws-sdk.ts", "awsSdk", STREAM.frames.length),
    // Its parts are as many by chance: the five around the deltas are of its own making.
    cold("@ai-sdk/amazon-bedrock", "ai-sdk.ts", "aiSdk", STREAM.frames.length),
    cold("floor: bytes dropped", "bytes-dropped.ts", "bytesDropped", STREAM.bytes.length),
    cold(
      "floor: signed, through a TransformStream",
      "bytes-signed-for.ts",
      "bytesSignedFor",
      STREAM.bytes.length,
    ),
  ]);

async function cold(name: string, file: string, make: string, count: number): Promise<Cold> {
  const made = (file: string) => JSON.stringify(join(import.meta.dirname, "../contenders", file));
  const bundle = await edgeBundle(`
    export { ${make} as contender } from ${made(file)};
    export { readText } from ${made("contender.ts")};`);
  return { name, bundle, count, isClient: !name.startsWith("floor") };
}

/** @throws Error if an answer was not read whole: its time would then count for less work. */
export function check({ name, count, isClient }: Cold, { counts, text }: Outcome): void {
  if (counts.length !== ANSWERS || counts.some((counted) => counted !== count)) {
    throw new Error(`${name} counts ${counts} and not ${count} in each of ${ANSWERS} answers`);
  }
  if (isClient && text !== STREAM.text) throw new Error(`${name} reads wrong`);
}

/** CPU ms that an isolate had used by the end of the import, and of each answer. */
export type Times = readonly number[];

export const COLUMNS: readonly string[] = [
  "import",
  "import to first answer",
  "second answer",
  "twentieth answer",
];

/** The sample of each column. */
export const columnsOf = (times: Times): number[] => [
  times[0]!,
  times[1]!,
  times[2]! - times[1]!,
  times[ANSWERS]! - times[ANSWERS - 1]!,
];
