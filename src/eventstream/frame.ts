import type { Received } from "../errors/received.ts";
import { crc32 } from "./crc32.ts";
import { EventStreamError } from "./errors.ts";

/** Who knows what has arrived: asked when something is wrong, since every frame passes here. */
export interface Arrived {
  readonly received: Received;
}

/** The bytes of one frame, its checksums and the shape of its headers verified. */
export type Frame = Uint8Array;

/** Total length, headers length, and the CRC of these two. */
export const PRELUDE_LENGTH = 12;
const CHECKSUM_LENGTH = 4;
const MAX_FRAME_LENGTH = 16 * 1024 * 1024;
const MAX_HEADERS_LENGTH = 128 * 1024;

/** By a header's type, how long its value is; `SAYS_ITSELF` in the two bytes it starts with. */
const SAYS_ITSELF = -1;
const VALUE_LENGTHS: readonly number[] = [0, 0, 1, 2, 4, 8, SAYS_ITSELF, SAYS_ITSELF, 8, 16];

export function readUint32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
  );
}

/**
 * The total length that the prelude at `start` declares, once its CRC and its limits hold: until
 * then nothing may be allocated by it.
 */
export function frameLength(bytes: Uint8Array, start: number, arrived: Arrived): number {
  if (crc32(bytes, start, start + 8) !== readUint32(bytes, start + 8)) {
    throw new EventStreamError(
      "PRELUDE_CHECKSUM",
      "A frame's prelude does not match its checksum: these bytes are corrupt or not an event stream",
      arrived.received,
    );
  }
  const total = readUint32(bytes, start);
  const headers = readUint32(bytes, start + 4);
  if (total > MAX_FRAME_LENGTH) {
    throw new EventStreamError(
      "FRAME_TOO_LARGE",
      `A frame declares ${total} bytes; at most ${MAX_FRAME_LENGTH} are accepted`,
      arrived.received,
    );
  }
  if (headers > MAX_HEADERS_LENGTH) {
    throw new EventStreamError(
      "HEADERS_TOO_LARGE",
      `A frame declares ${headers} bytes of headers; at most ${MAX_HEADERS_LENGTH} are accepted`,
      arrived.received,
    );
  }
  if (PRELUDE_LENGTH + headers + CHECKSUM_LENGTH > total) {
    throw new EventStreamError(
      "INVALID_LENGTH",
      `A frame declares ${total} bytes in all but ${headers} bytes of headers`,
      arrived.received,
    );
  }
  return total;
}

export function verifyMessageChecksum(frame: Frame, arrived: Arrived): void {
  const end = frame.length - CHECKSUM_LENGTH;
  if (crc32(frame, 0, end) !== readUint32(frame, end)) {
    throw new EventStreamError(
      "MESSAGE_CHECKSUM",
      `A frame of ${frame.length} bytes does not match its checksum: it was altered on the way`,
      arrived.received,
    );
  }
}

/**
 * Holds the headers to the room that the prelude gives them. The codec does not: it would read on
 * through the payload, and through whatever lies behind the frame in memory.
 */
export function verifyHeaders(frame: Frame, arrived: Arrived): void {
  const end = payloadStart(frame);
  let at = PRELUDE_LENGTH;
  while (at < end) {
    const type = at + 1 + frame[at]!;
    let length = VALUE_LENGTHS[frame[type]!];
    if (length === undefined) break;
    if (length === SAYS_ITSELF) length = 2 + ((frame[type + 1]! << 8) | frame[type + 2]!);
    at = type + 1 + length;
  }
  if (at !== end) {
    throw new EventStreamError(
      "INVALID_HEADERS",
      `A frame of ${frame.length} bytes has headers that are not of the format`,
      arrived.received,
    );
  }
}

/** Where a verified frame's payload starts: right behind its headers. */
export function payloadStart(frame: Frame): number {
  return PRELUDE_LENGTH + readUint32(frame, 4);
}

/** Where a verified frame's payload ends: right before the checksum. */
export function payloadEnd(frame: Frame): number {
  return frame.length - CHECKSUM_LENGTH;
}
