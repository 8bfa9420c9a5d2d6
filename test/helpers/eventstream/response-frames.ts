import { bytesOf, concat, frame, stringHeader } from "./frames.ts";

// The frames of a response stream, as the service writes them.

const json = (value: unknown) => bytesOf(JSON.stringify(value));

export const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString("base64");

export function eventFrame(type: string, payload: Uint8Array, ...more: Uint8Array[]): Uint8Array {
  return frame(
    concat(
      stringHeader(":event-type", type),
      stringHeader(":content-type", "application/json"),
      stringHeader(":message-type", "event"),
      ...more,
    ),
    payload,
  );
}

/** A chunk with this document. */
export const chunkFrame = (document: unknown, padding = "abcd"): Uint8Array =>
  eventFrame("chunk", json({ bytes: base64(JSON.stringify(document)), p: padding }));

export const exceptionFrame = (type: string, payload: unknown): Uint8Array =>
  frame(
    concat(
      stringHeader(":exception-type", type),
      stringHeader(":content-type", "application/json"),
      stringHeader(":message-type", "exception"),
    ),
    typeof payload === "string" ? bytesOf(payload) : json(payload),
  );

export const errorFrame = (code: string, message: string): Uint8Array =>
  frame(
    concat(
      stringHeader(":error-code", code),
      stringHeader(":error-message", message),
      stringHeader(":message-type", "error"),
    ),
  );

/** A whole answer of Claude's, in three documents. */
export const ANSWER = [
  { type: "message_start" },
  { type: "content_block_delta", delta: { text: "hi" } },
  { type: "message_stop" },
] as const;
export const answerFrames = (): Uint8Array[] => ANSWER.map((document) => chunkFrame(document));
