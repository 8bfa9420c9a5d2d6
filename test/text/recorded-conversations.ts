import { readdirSync } from "node:fs";
import { EventStreamCodec } from "@smithy/eventstream-codec";
import { fromUtf8, toUtf8 } from "@smithy/util-utf8";
import type { Answer, AnswerChunk } from "bedrock-fetch/text";
import { haveShared, sharedJson, sharedPath } from "../shared.ts";

interface Exchange {
  request: { path: string; body: unknown };
  response: { status: number; bodyBase64: string };
}

/** A recorded answer of InvokeModel or Converse, whole or streamed. */
export interface Recorded {
  file: string;
  streamed: boolean;
  converse: boolean;
  /** The messages of its request, if that had some. */
  messages: unknown[] | undefined;
  /** What it says, document by document. */
  documents: Record<string, unknown>[];
  /** What the client returned for it, each time anew. */
  answer(): Answer;
}

const codec = new EventStreamCodec(toUtf8, fromUtf8);

function eventsIn(stream: Uint8Array): AnswerChunk[] {
  const events: AnswerChunk[] = [];
  for (let at = 0; at < stream.length; ) {
    const length = new DataView(stream.buffer, stream.byteOffset + at).getUint32(0);
    const { headers, body } = codec.decode(stream.subarray(at, at + length));
    const { p: _, ...payload } = JSON.parse(toUtf8(body));
    const type = String(headers[":event-type"]?.value);
    const bytes = type === "chunk" && new Uint8Array(Buffer.from(payload.bytes, "base64"));
    events.push(bytes ? { chunk: { bytes } } : { [type]: payload });
    at += length;
  }
  return events;
}

const json = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString());

function read(path: string): Recorded[] {
  const { request, response } = sharedJson<Exchange>(path);
  if (response.status !== 200) return [];
  const bytes = new Uint8Array(Buffer.from(response.bodyBase64, "base64"));
  const body = typeof request.body === "string" ? JSON.parse(request.body || "null") : request.body;
  const messages = (body as { messages?: unknown[] } | null)?.messages;
  const converse = path.includes("/converse-");
  const about = { file: path, converse, messages };
  if (!/\/(converse-)?stream-200/.test(path)) {
    const document = json(bytes);
    const answer = () => (converse ? document : { body: bytes });
    return [{ ...about, streamed: false, documents: [document], answer }];
  }
  const events = eventsIn(bytes);
  const documents = events.map((event) => (event.chunk?.bytes ? json(event.chunk.bytes) : event));
  const stream = () =>
    new ReadableStream<AnswerChunk>({
      start(controller) {
        for (const event of events) controller.enqueue(event);
        controller.close();
      },
    });
  const answer = () => (converse ? { stream: stream() } : { body: stream() });
  return [{ ...about, streamed: true, documents, answer }];
}

/** A recording of a stream that is not one: its file is broken, and every reader refuses it. */
const broken = /stream-200-unknown-bbe5aeb7/;

/** All answers of all recordings, errors aside. */
export const recorded: Recorded[] = haveShared
  ? ["recordings", "recordings-2026", "recordings-converse"].flatMap((folder) =>
      readdirSync(sharedPath(folder))
        .filter((file) => !broken.test(file))
        .flatMap((file) => read(`${folder}/${file}`)),
    )
  : [];
