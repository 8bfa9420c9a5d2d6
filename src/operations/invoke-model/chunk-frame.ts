import {
  CHECKSUM_LENGTH,
  type Frames,
  PRELUDE_LENGTH,
  payloadStart,
} from "../../eventstream/frame.ts";
import { eventHead } from "../../protocol/events/event-message.ts";
import { decodeBase64Bytes, isBase64 } from "../../protocol/json/base64.ts";

const PAYLOAD_HEAD = '{"bytes":"';
const PADDING_HEAD = '","p":"';
const QUOTE = 0x22;
const BRACE = 0x7d;

let head: Uint8Array | undefined;

/**
 * Writes the bytes of the chunk in `frames[start, end)` to `out[at, …)` and returns their number,
 * for the one shape of frame that makes up real traffic, read in place; -1 for any other.
 */
export function readChunkFrame(
  frames: Frames,
  start: number,
  end: number,
  out: Uint8Array,
  at: number,
): number {
  head ??= new TextEncoder().encode(eventHead("chunk") + PAYLOAD_HEAD);
  const headStart = start + PRELUDE_LENGTH;
  const bytesStart = headStart + head.length;
  let bytesEnd = end - CHECKSUM_LENGTH - 2;
  if (
    bytesEnd < bytesStart ||
    frames[bytesEnd] !== QUOTE ||
    frames[bytesEnd + 1] !== BRACE ||
    payloadStart(frames, start) !== bytesStart - PAYLOAD_HEAD.length
  ) {
    return -1;
  }
  for (let i = 0; i < head.length; i++) if (frames[headStart + i] !== head[i]) return -1;
  // From the end, since of the two only the padding is short. The head's last quote ends it.
  let before = bytesEnd - 1;
  while (isBase64(frames[before]!)) before--;
  if (before >= bytesStart && frames[before] === QUOTE) {
    bytesEnd = before + 1 - PADDING_HEAD.length;
    if (bytesEnd < bytesStart) return -1;
    for (let i = 0; i < PADDING_HEAD.length; i++) {
      if (frames[bytesEnd + i] !== PADDING_HEAD.charCodeAt(i)) return -1;
    }
  }
  return decodeBase64Bytes(frames, bytesStart, bytesEnd, out, at);
}
