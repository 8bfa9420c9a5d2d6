import { bytesOf, concat, frame, stringHeader } from "../helpers/eventstream/frames.ts";
import { Random } from "../helpers/random.ts";

// What the clients are given to read: made up, but as Bedrock's frames are. That it is so is
// checked against recordings of the service, in input.test.ts.

const headers = (type: string): Uint8Array =>
  concat(
    stringHeader(":event-type", type),
    stringHeader(":content-type", "application/json"),
    stringHeader(":message-type", "event"),
  );

const PADDING = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const WORDS =
  "a the of and to in is that for it on as with was at by an be this are from or which one had".split(
    " ",
  );

export interface Stream {
  /** One a document. */
  readonly frames: readonly Uint8Array[];
  readonly bytes: Uint8Array;
  /** What the model says, for the clients to be compared with. */
  readonly text: string;
}

/** A Claude answer in so many deltas, each a frame. The same at every call. */
export function claudeStream(deltas: number): Stream {
  const random = new Random(deltas);
  return streamOf(textsOf(deltas, random), random);
}

/** The same texts as ConverseStream has them. */
export function converseStream(deltas: number): Stream {
  const random = new Random(deltas);
  const texts = textsOf(deltas, random);
  const usage = { inputTokens: 392, outputTokens: deltas, totalTokens: 392 + deltas };
  const events: readonly (readonly [type: string, members: object])[] = [
    ["messageStart", { role: "assistant" }],
    ...texts.map(
      (text) => ["contentBlockDelta", { contentBlockIndex: 0, delta: { text } }] as const,
    ),
    ["contentBlockStop", { contentBlockIndex: 0 }],
    ["messageStop", { stopReason: "end_turn" }],
    ["metadata", { metrics: { latencyMs: 4450 }, usage }],
  ];
  const frames = events.map(([type, members]) =>
    frame(
      headers(type),
      bytesOf(JSON.stringify({ ...members, p: PADDING.slice(0, 2 + random.below(60)) })),
    ),
  );
  return { frames, bytes: concat(...frames), text: texts.join("") };
}

const textsOf = (deltas: number, random: Random): string[] =>
  Array.from({ length: deltas }, () =>
    Array.from({ length: 1 + random.below(9) }, () => ` ${random.pick(WORDS)}`).join(""),
  );

/** A Claude answer in one delta, whose frame is so many bytes. */
export function claudeStreamOfOneFrame(length: number): Stream {
  const random = new Random(length);
  // Base64 takes four bytes for three; the rest of document and frame takes about 300.
  const text = "lorem ipsum ".repeat(((length - 300) / 4) * (3 / 12));
  return streamOf([text], random);
}

function streamOf(texts: readonly string[], random: Random): Stream {
  const outputTokens = texts.length;
  const documents: readonly object[] = [
    {
      type: "message_start",
      message: {
        id: "msg_bdrk_01AbCdEfGhIjKlMnOpQrStUv",
        type: "message",
        role: "assistant",
        model: "claude-3-5-sonnet-20240620",
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: 392, output_tokens: 2 },
      },
    },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    ...texts.map((text) => ({
      type: "content_block_delta",
      index: 0,
      delta: { type: "text_delta", text },
    })),
    { type: "content_block_stop", index: 0 },
    {
      type: "message_delta",
      delta: { stop_reason: "end_turn", stop_sequence: null },
      usage: { output_tokens: outputTokens },
    },
    {
      type: "message_stop",
      "amazon-bedrock-invocationMetrics": {
        inputTokenCount: 392,
        outputTokenCount: outputTokens,
        invocationLatency: 4450,
        firstByteLatency: 884,
      },
    },
  ];
  const frames = documents.map((document) => chunkFrame(document, 2 + random.below(60)));
  return { frames, bytes: concat(...frames), text: texts.join("") };
}

function chunkFrame(document: object, padding: number): Uint8Array {
  const bytes = Buffer.from(JSON.stringify(document)).toString("base64");
  return frame(headers("chunk"), bytesOf(JSON.stringify({ bytes, p: PADDING.slice(0, padding) })));
}

/** The bytes in pieces of one size, each with memory of its own, as a network delivers them. */
export function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.slice(at, at + size));
  return pieces;
}

/** An answer of `invokeModel`, as the service words it. */
export const ANSWER: string = JSON.stringify({
  id: "msg_bdrk_01SjMAZgb8kNMweVzf3moTbU",
  type: "message",
  role: "assistant",
  model: "claude-3-5-sonnet-20240620",
  content: [{ type: "text", text: claudeStream(40).text }],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: { input_tokens: 12, output_tokens: 160 },
});
