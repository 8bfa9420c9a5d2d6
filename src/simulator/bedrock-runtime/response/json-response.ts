import { eventStreamForm } from "../../faults/event-stream-form.ts";
import type { Fault } from "../../faults/fault.ts";
import { damaged, type Frame } from "../../faults/fault-frames.ts";
import { pullStream } from "../../http/pull-stream.ts";
import { wait } from "../../http/wait.ts";
import { utf8 } from "../../utf8.ts";
import { recordSent } from "../invocation-log.ts";
import type { Exchange } from "./exchange.ts";
import { sentFrames } from "./sent-frames.ts";

/** Faults of a stream that apply to a body of JSON, too: its halves count as two frames. */
const OF_ANY_BODY: ReadonlySet<Fault["fault"]> = /* @__PURE__ */ new Set([
  "cut",
  "delay",
  "drip",
  "flip",
  "reset",
  "stall",
]);

/** Waits as long as a model takes to write `tokens` tokens at the simulator's pace. */
export async function written({ pace, signal }: Exchange, tokens: number): Promise<void> {
  const perToken = pace.tokensPerSecond === undefined ? 0 : 1000 / pace.tokensPerSecond;
  const delay = (pace.firstTokenMs ?? 0) + tokens * perToken;
  if (delay > 0) await wait(delay, signal);
}

/** A whole answer. */
export function jsonResponse(
  answer: object,
  { fault, signal, headers, entry }: Exchange,
): Response {
  const document = JSON.stringify(answer);
  const body = utf8(document);
  headers.set("Content-Type", "application/json");
  entry.status = 200;
  if (fault && OF_ANY_BODY.has(fault.fault)) {
    const stream = pullStream(signal, (signal) =>
      sentFrames(damaged(halves(body, document), fault, signal, eventStreamForm), signal, entry),
    );
    return new Response(stream, { headers });
  }
  headers.set("Content-Length", `${body.length}`);
  recordSent(entry, document, body.length);
  entry.leaves();
  entry.end("complete");
  return new Response(body, { headers });
}

async function* halves(body: Uint8Array<ArrayBuffer>, document: string): AsyncGenerator<Frame> {
  const middle = body.length >> 1;
  yield { bytes: body.slice(0, middle) };
  yield { bytes: body.slice(middle), document, documentBytes: body.length };
}
