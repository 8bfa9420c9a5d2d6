/** Whole frames, one after the other, their checksums and the shape of their headers verified. */
export type Frames = Uint8Array;

/** Total length, headers length, and the CRC of these two. */
export const PRELUDE_LENGTH = 12;
/** The CRC of everything before it, at the end of a frame. */
export const CHECKSUM_LENGTH = 4;

export function readUint32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
  );
}

/** Where the payload of the frame at `start` starts: directly after its headers. */
export function payloadStart(frames: Frames, start: number): number {
  return start + PRELUDE_LENGTH + readUint32(frames, start + 4);
}
