import { eventStreamForm } from "../../faults/event-stream-form.ts";
import { damaged, type Frame } from "../../faults/fault-frames.ts";
import type { StreamForm } from "../../faults/stream-form.ts";
import { pullStream } from "../../http/pull-stream.ts";
import type { Random } from "../../random.ts";
import type { Exchange } from "./exchange.ts";
import { createPacer } from "./pace.ts";
import { sentFrames } from "./sent-frames.ts";

const MIN_PADDING = 2;
const MAX_PADDING = 60;

/** How many characters pad a frame, so that its length says less of its text. */
export const randomPadding = (random: Random): number =>
  MIN_PADDING + Math.floor(random() * (MAX_PADDING - MIN_PADDING + 1));

/** An answer in frames, which are made one at a time as they are read. */
export function streamResponse(
  { pace, fault, signal, headers, entry }: Exchange,
  frames: (pacer: (tokens: number) => Promise<void>) => AsyncIterable<Frame>,
  form: StreamForm = eventStreamForm,
): Response {
  headers.set("Content-Type", form.contentType);
  entry.status = 200;
  const stream = pullStream(signal, (signal) => {
    // Of what is left before anything was read, not even the making has begun.
    signal.addEventListener("abort", () => entry.end("canceled"));
    const made = frames(createPacer(pace, signal));
    return sentFrames(fault ? damaged(made, fault, signal, form) : made, signal, entry);
  });
  return new Response(stream, { headers });
}
