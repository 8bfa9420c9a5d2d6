import { type Frame, PRELUDE_LENGTH, payloadEnd, payloadStart } from "../eventstream/frame.ts";
import { decodeBase64 } from "./base64.ts";

/**
 * The headers of a chunk, as every frame of real traffic has them: `:event-type` `chunk`,
 * `:content-type` `application/json`, `:message-type` `event`, each name and value behind its
 * length, each value a string (type 7).
 */
const CHUNK_HEADERS =
  "\x0b:event-type\x07\0\x05chunk\x0d:content-type\x07\0\x10application/json\x0d:message-type\x07\0\x05event";
const PAYLOAD_HEAD = '{"bytes":"';
const PADDING_HEAD = '","p":"';
const QUOTE = 0x22;
const BRACE = 0x7d;

/**
 * Writes the bytes of a chunk to `out[at, …)` and gives their number, for the one shape of frame
 * that makes up real traffic, read where it lies; -1 for any other, which is the codec's. Decoding
 * the headers of each frame and its payload as JSON takes about nine times as long.
 */
export function readChunkFrame(frame: Frame, out: Uint8Array, at: number): number {
  const payload = PRELUDE_LENGTH + CHUNK_HEADERS.length;
  if (payloadStart(frame) !== payload) return -1;
  if (!matches(frame, PRELUDE_LENGTH, CHUNK_HEADERS)) return -1;
  if (!matches(frame, payload, PAYLOAD_HEAD)) return -1;

  const start = payload + PAYLOAD_HEAD.length;
  const last = payloadEnd(frame) - 1;
  if (frame[last] !== BRACE || frame[last - 1] !== QUOTE) return -1;
  const end = frame.indexOf(QUOTE, start);
  if (end !== last - 1 && !isPadding(frame, end, last - 1)) return -1;
  return decodeBase64(frame, start, end, out, at);
}

/** Whether `frame[start, end)` is `","p":"` and letters or digits. */
function isPadding(frame: Frame, start: number, end: number): boolean {
  if (!matches(frame, start, PADDING_HEAD)) return false;
  for (let i = start + PADDING_HEAD.length; i < end; i++) {
    const byte = frame[i]!;
    const letter = byte | 0x20;
    if (!((byte >= 0x30 && byte <= 0x39) || (letter >= 0x61 && letter <= 0x7a))) return false;
  }
  return true;
}

function matches(frame: Frame, at: number, ascii: string): boolean {
  for (let i = 0; i < ascii.length; i++) {
    if (frame[at + i] !== ascii.charCodeAt(i)) return false;
  }
  return true;
}
