import { readdirSync } from "node:fs";
import { decodeFrames } from "./eventstream/decode-frames.ts";
import { haveShared, sharedJson, sharedPath } from "./shared.ts";

/** A recorded exchange with the real service. */
export interface Recording {
  /** Its file's, without `.json`: operation, status, model. */
  readonly name: string;
  readonly request: { readonly method: string; readonly path: string; readonly body: string };
  readonly response: {
    readonly status: number;
    readonly headers: { readonly [name: string]: string };
    readonly bodyBase64: string;
  };
}

/** All in a folder of the reference data; empty where that is not at hand. */
export const recordingsIn = (
  folder: "recordings" | "recordings-2026" | "recordings-converse",
): readonly Recording[] =>
  haveShared
    ? readdirSync(sharedPath(folder)).map((file) => ({
        name: file.replace(/\.json$/, ""),
        ...sharedJson<Omit<Recording, "name">>(`${folder}/${file}`),
      }))
    : [];

/** The 70 of InvokeModel and its stream over eight families of models. */
export const recordings: readonly Recording[] = recordingsIn("recordings");

export const recordedBody = ({ response }: Recording): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(response.bodyBase64, "base64"));

/** A recorded answer: the name of its recording, and its documents as bytes. */
export interface RecordedAnswer {
  readonly name: string;
  readonly documents: Uint8Array<ArrayBuffer>[];
}

/** Those of InvokeModelWithResponseStream, each chunk a document. */
export const recordedStreams: readonly RecordedAnswer[] = recordings
  .filter(({ name }) => name.startsWith("stream-200-"))
  .map((recording) => ({
    name: recording.name,
    documents: decodeFrames(recordedBody(recording)).map(
      ({ document }) => new Uint8Array(Buffer.from(document)),
    ),
  }));

/** Those of InvokeModel, each of one document. */
export const recordedAnswers: readonly RecordedAnswer[] = recordings
  .filter(({ name }) => name.startsWith("invoke-200-"))
  .map((recording) => ({ name: recording.name, documents: [recordedBody(recording)] }));
