import type { Frame } from "../../faults/fault-frames.ts";
import { type OpenEntry, recordSent } from "../invocation-log.ts";

/** The bytes of `frames`. Notes in the log what leaves, and how it ended. */
export async function* sentFrames(
  frames: AsyncIterable<Frame>,
  signal: AbortSignal,
  entry: OpenEntry,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  let intact = true;
  let ended = false;
  try {
    for await (const { bytes, document, documentBytes, damaged } of frames) {
      if (damaged) intact = false;
      // Before the bytes leave: a reader that has them finds them in the log.
      if (intact && document !== undefined) recordSent(entry, document, documentBytes ?? 0);
      if (bytes.length === 0) continue;
      entry.leaves();
      yield bytes;
    }
    ended = true;
  } catch (error) {
    ended = !signal.aborted;
    intact = false;
    throw error;
  } finally {
    if (!ended) entry.end("canceled");
    else entry.end(intact ? "complete" : "failed");
  }
}
