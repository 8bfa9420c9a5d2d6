import { errorFrame, eventFrame, exceptionFrame } from "../eventstream/frames.ts";
import { seal } from "../eventstream/message.ts";
import type { StreamForm } from "./stream-form.ts";

/** Faults of AWS's own event streams. */
export const eventStreamForm: StreamForm = {
  contentType: "application/vnd.amazon.eventstream",
  exception: (name, members) => exceptionFrame(name, members),
  error: errorFrame,
  event: eventFrame,
  bad: (kind, event) => badFrame(kind, event),
  mislabeled: (frame, total, headers) => mislabeled(frame, total, headers),
};

function mislabeled(
  frame: Uint8Array<ArrayBuffer>,
  total: number | undefined,
  headers: number | undefined,
): Uint8Array<ArrayBuffer> {
  const bytes = frame.slice();
  const view = new DataView(bytes.buffer);
  if (headers !== undefined) view.setUint32(4, headers);
  if (total !== undefined || headers === undefined) view.setUint32(0, total ?? 0xffffffff);
  seal(bytes);
  return bytes;
}

const badChunks = {
  "no-bytes": '{"p":"abcd"}',
  "bad-base64": '{"bytes":"!?*","p":"abcd"}',
  "not-json": '{"bytes":',
};

/** ConverseStream has bytes in one place alone. */
const badRedaction =
  '{"contentBlockIndex":0,"delta":{"reasoningContent":{"redactedContent":"!?*"}},"p":"abcd"}';

function badFrame(kind: keyof typeof badChunks, event = "chunk"): Uint8Array<ArrayBuffer> {
  if (event === "chunk") return eventFrame(event, badChunks[kind]);
  if (kind === "bad-base64") return eventFrame("contentBlockDelta", badRedaction);
  return eventFrame(event, kind === "not-json" ? '{"p":' : '{"p":"abcd"}');
}
