import type { Fault } from "../faults/fault.ts";
import { damaged, type Frame } from "../faults/fault-frames.ts";
import { pullStream } from "../http/pull-stream.ts";
import { wait } from "../http/wait.ts";
import { type Answering, elapsed } from "./answering.ts";
import { recordSent } from "./invocation-log.ts";
import { sentFrames } from "./sent-frames.ts";

/** Faults of a stream that can befall a body of JSON, too: its halves count as two frames. */
const ofAnyBody: ReadonlySet<Fault["fault"]> = /* @__PURE__ */ new Set([
  "cut",
  "delay",
  "drip",
  "flip",
  "reset",
  "stall",
]);

/** The answer of InvokeModel. */
export async function wholeResponse(answering: Answering): Promise<Response> {
  const { answer, guardrail, pace, fault, signal, headers, entry } = answering;
  const { inputTokens, outputTokens } = answer;
  const perToken = pace.tokensPerSecond === undefined ? 0 : 1000 / pace.tokensPerSecond;
  const delay = (pace.firstTokenMs ?? 0) + (outputTokens ?? 0) * perToken;
  if (delay > 0) await wait(delay, signal);

  headers.set("Content-Type", "application/json");
  headers.set("x-amzn-bedrock-input-token-count", `${inputTokens}`);
  if (outputTokens !== undefined) {
    headers.set("x-amzn-bedrock-output-token-count", `${outputTokens}`);
  }
  if (answer.tellsCache) {
    headers.set("x-amzn-bedrock-cache-read-input-token-count", "0");
    headers.set("x-amzn-bedrock-cache-write-input-token-count", "0");
  }
  headers.set("x-amzn-bedrock-invocation-latency", `${elapsed(answering.started)}`);

  const document = JSON.stringify({
    ...answer.whole,
    ...guardrail?.trace(),
    ...guardrail?.action(),
  });
  const body = new TextEncoder().encode(document);
  if (fault && ofAnyBody.has(fault.fault)) {
    const stream = pullStream(signal, (signal) =>
      sentFrames(damaged(halves(body, document), fault, signal), signal, entry),
    );
    return new Response(stream, { headers });
  }
  headers.set("Content-Length", `${body.length}`);
  recordSent(entry, document, body.length);
  entry.outcome = "complete";
  return new Response(body, { headers });
}

async function* halves(body: Uint8Array<ArrayBuffer>, document: string): AsyncGenerator<Frame> {
  const middle = body.length >> 1;
  yield { bytes: body.slice(0, middle) };
  yield { bytes: body.slice(middle), document, documentBytes: body.length };
}
