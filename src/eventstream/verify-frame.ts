import { EventStreamError } from "../errors/event-stream-error.ts";
import type { Received } from "../errors/received.ts";
import { crc32 } from "./crc32.ts";
import { CHECKSUM_LENGTH, PRELUDE_LENGTH, payloadStart, readUint32 } from "./frame.ts";
import { headerEnd } from "./headers.ts";

/** Called only when something is wrong, since every frame passes here. */
interface Arrivals {
  received(): Received;
}

const MAX_FRAME_LENGTH = 16 * 1024 * 1024;
const MAX_HEADERS_LENGTH = 128 * 1024;

/**
 * The total length that the prelude at `start` declares, after its CRC and limits are checked: before
 * that, nothing may be allocated by it.
 */
export function frameLength(bytes: Uint8Array, start: number, arrivals: Arrivals): number {
  if (crc32(bytes, start, start + 8) !== readUint32(bytes, start + 8)) {
    throw new EventStreamError(
      "PRELUDE_CHECKSUM",
      "A frame's prelude does not match its checksum: these bytes are corrupt or not an event stream",
      arrivals.received(),
    );
  }
  const total = readUint32(bytes, start);
  const headers = readUint32(bytes, start + 4);
  if (total > MAX_FRAME_LENGTH) {
    throw new EventStreamError(
      "FRAME_TOO_LARGE",
      `A frame declares ${total} bytes; at most ${MAX_FRAME_LENGTH} are accepted`,
      arrivals.received(),
    );
  }
  if (headers > MAX_HEADERS_LENGTH) {
    throw new EventStreamError(
      "HEADERS_TOO_LARGE",
      `A frame declares ${headers} bytes of headers; at most ${MAX_HEADERS_LENGTH} are accepted`,
      arrivals.received(),
    );
  }
  if (PRELUDE_LENGTH + headers + CHECKSUM_LENGTH > total) {
    throw new EventStreamError(
      "INVALID_LENGTH",
      `A frame declares ${total} bytes in all but ${headers} bytes of headers`,
      arrivals.received(),
    );
  }
  return total;
}

/**
 * Checks a frame's checksum, and that its headers end where the prelude says: otherwise a reader would
 * continue into the payload, and into whatever follows the frame in memory.
 */
export function verifyFrame(
  bytes: Uint8Array,
  start: number,
  end: number,
  arrivals: Arrivals,
): void {
  const checksum = end - CHECKSUM_LENGTH;
  // It continues the prelude's CRC, which has been verified.
  const prelude = readUint32(bytes, start + 8);
  if (crc32(bytes, start + 8, checksum, prelude) !== readUint32(bytes, checksum)) {
    throw new EventStreamError(
      "MESSAGE_CHECKSUM",
      `A frame of ${end - start} bytes does not match its checksum: it was altered on the way`,
      arrivals.received(),
    );
  }
  const payload = payloadStart(bytes, start);
  let at = start + PRELUDE_LENGTH;
  while (at < payload) at = headerEnd(bytes, at);
  if (at !== payload) {
    throw new EventStreamError(
      "INVALID_HEADERS",
      `A frame of ${end - start} bytes has headers that are not of the format`,
      arrivals.received(),
    );
  }
}
