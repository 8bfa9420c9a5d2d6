import { chunkFrame } from "../eventstream/frames.ts";
import { damaged, type Frame } from "../faults/fault-frames.ts";
import { pullStream } from "../http/pull-stream.ts";
import { ServiceError } from "../service-error.ts";
import { type Answering, elapsed } from "./answering.ts";
import type { StreamedDocument } from "./models/model.ts";
import { createPacer } from "./pace.ts";
import { sentFrames } from "./sent-frames.ts";

const MIN_PADDING = 2;
const MAX_PADDING = 60;

const encoder = /* @__PURE__ */ new TextEncoder();

/** The answer of InvokeModelWithResponseStream. */
export function streamResponse(answering: Answering): Response {
  const { answer, pace, fault, signal, headers, entry } = answering;
  const documents = answer.documents?.();
  if (!documents) {
    throw new ServiceError("ValidationException", "The model is unsupported for streaming.");
  }
  headers.set("Content-Type", "application/vnd.amazon.eventstream");
  headers.set("X-Amzn-Bedrock-Content-Type", "application/json");
  const stream = pullStream(signal, (signal) => {
    // Of what is left before anything was read, not even the making has begun.
    signal.addEventListener("abort", () => {
      if (entry.outcome === "open") entry.outcome = "canceled";
    });
    const frames = answerFrames(documents, answering, createPacer(pace, signal));
    return sentFrames(fault ? damaged(frames, fault, signal) : frames, signal, entry);
  });
  return new Response(stream, { headers });
}

async function* answerFrames(
  documents: Iterable<StreamedDocument>,
  { answer, guardrail, random, started }: Answering,
  pacer: (tokens: number) => Promise<void>,
): AsyncGenerator<Frame> {
  let firstByteLatency: number | undefined;
  for (const { item, last } of withLast(documents)) {
    await pacer(item.tokens);
    firstByteLatency ??= elapsed(started);
    const metrics = {
      inputTokenCount: answer.inputTokens,
      outputTokenCount: answer.outputTokens,
      invocationLatency: elapsed(started),
      firstByteLatency,
      ...(answer.tellsCache && { cacheReadInputTokenCount: 0, cacheWriteInputTokenCount: 0 }),
    };
    const document = JSON.stringify({
      ...item.document,
      ...(last && guardrail?.trace()),
      ...guardrail?.action(),
      // An answer that a guardrail stopped ends without them.
      ...(last && !guardrail?.intervened && { "amazon-bedrock-invocationMetrics": metrics }),
    });
    const bytes = encoder.encode(document);
    const padding = MIN_PADDING + Math.floor(random() * (MAX_PADDING - MIN_PADDING + 1));
    yield { bytes: chunkFrame(bytes, padding), document, documentBytes: bytes.length };
  }
}

function* withLast(
  documents: Iterable<StreamedDocument>,
): Iterable<{ item: StreamedDocument; last: boolean }> {
  let held: StreamedDocument | undefined;
  for (const item of documents) {
    if (held) yield { item: held, last: false };
    held = item;
  }
  if (held) yield { item: held, last: true };
}
