import type { Answer, AnswerChunk } from "bedrock-fetch/text";
import { decodeFrames } from "../helpers/eventstream/decode-frames.ts";
import { type Recording, recordedBody, recordingsIn } from "../helpers/recordings.ts";

/** A recorded answer of InvokeModel or Converse, whole or streamed. */
export interface Recorded {
  name: string;
  streamed: boolean;
  converse: boolean;
  /** The messages of its request, if that had some. */
  messages: unknown[] | undefined;
  /** What it says, document by document. */
  documents: Record<string, unknown>[];
  /** What the client returned for it, each time anew. */
  answer(): Answer;
}

const eventsIn = (stream: Uint8Array): AnswerChunk[] =>
  decodeFrames(stream).map(({ headers, payload }) => {
    const { p: _, ...members } = JSON.parse(payload);
    const type = String(new Map(headers).get(":event-type"));
    if (type !== "chunk") return { [type]: members };
    return { chunk: { bytes: new Uint8Array(Buffer.from(members.bytes, "base64")) } };
  });

const json = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString());

function read(recording: Recording): Recorded[] {
  const { name, request, response } = recording;
  if (response.status !== 200) return [];
  const bytes = recordedBody(recording);
  const messages: unknown[] | undefined = JSON.parse(request.body || "null")?.messages;
  const converse = name.startsWith("converse-");
  const about = { name, converse, messages };
  if (!/^(converse-)?stream-200/.test(name)) {
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
export const recorded: Recorded[] = (
  ["recordings", "recordings-2026", "recordings-converse"] as const
).flatMap((folder) =>
  recordingsIn(folder)
    .filter(({ name }) => !broken.test(name))
    .flatMap(read),
);
