import { readdirSync } from "node:fs";
import { EventStreamCodec } from "@smithy/eventstream-codec";
import { fromUtf8, toUtf8 } from "@smithy/util-utf8";
import { haveShared, sharedJson, sharedPath } from "../helpers/shared.ts";

interface Recording {
  request: { path: string };
  response: { status: number; bodyBase64: string };
}

/** A recorded answer: the file that it is in, and its documents as bytes (one for a whole answer). */
export interface RecordedAnswer {
  file: string;
  documents: Uint8Array<ArrayBuffer>[];
}

const codec = new EventStreamCodec(toUtf8, fromUtf8);

function chunksOf(stream: Uint8Array): Uint8Array<ArrayBuffer>[] {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < stream.length; ) {
    const length = new DataView(stream.buffer, stream.byteOffset + at).getUint32(0);
    const message = codec.decode(stream.subarray(at, at + length));
    chunks.push(new Uint8Array(Buffer.from(JSON.parse(toUtf8(message.body)).bytes, "base64")));
    at += length;
  }
  return chunks;
}

function recorded(prefix: string, read: (body: Uint8Array) => Uint8Array<ArrayBuffer>[]) {
  if (!haveShared) return [];
  return readdirSync(sharedPath("recordings"))
    .filter((file) => file.startsWith(prefix))
    .map((file): RecordedAnswer => {
      const { response } = sharedJson<Recording>(`recordings/${file}`);
      return { file, documents: read(new Uint8Array(Buffer.from(response.bodyBase64, "base64"))) };
    });
}

export const recordedStreams: RecordedAnswer[] = recorded("stream-200-", chunksOf);
export const recordedAnswers: RecordedAnswer[] = recorded("invoke-200-", (body) => [
  new Uint8Array(body),
]);

export const parse = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString());
