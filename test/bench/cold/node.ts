import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { edgeBundle } from "../../helpers/bundles/edge-bundle.ts";
import { ANSWERS, type Cold, check, type Outcome, STREAM, type Times } from "./contenders.ts";

/** What a process is told to do. */
export interface Order {
  /** The URL of a contender's file. */
  readonly bundle: string;
  /** Where answers are asked for; undefined for a fetch that answers from memory. */
  readonly endpoint: string | undefined;
  /** Those of the answer, base64. */
  readonly frames: readonly string[];
  readonly answers: number;
  readonly isClient: boolean;
}

export interface NodeOutcome extends Outcome {
  readonly times: Times;
}

/** Contenders in processes of Node's. */
export interface NodeProcesses {
  /** Runs a contender in a fresh process. */
  sample(cold: Cold, endpoint: string | undefined): Times;
  close(): void;
}

export async function nodeProcesses(): Promise<NodeProcesses> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const program = join(folder, "program.mjs");
  writeFileSync(
    program,
    await edgeBundle(`
      import { run } from ${JSON.stringify(join(import.meta.dirname, "node-program.ts"))};
      console.log(JSON.stringify(await run(JSON.parse(process.argv[2]))));
      process.exit();`),
  );
  const frames = STREAM.frames.map((frame) => Buffer.from(frame).toString("base64"));
  return {
    sample(cold, endpoint) {
      const file = join(folder, `${cold.name.replace(/\W+/g, "-")}.mjs`);
      writeFileSync(file, cold.bundle);
      const { isClient } = cold;
      const bundle = pathToFileURL(file).href;
      const order: Order = { bundle, endpoint, frames, answers: ANSWERS, isClient };
      const args = [program, JSON.stringify(order)];
      const outcome: NodeOutcome = JSON.parse(
        execFileSync(process.execPath, args, { encoding: "utf8" }),
      );
      check(cold, outcome);
      return outcome.times;
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}
