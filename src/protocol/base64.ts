let values: Int8Array | undefined;

/** For each byte, the six bits that it stands for, or -1. */
function sixBits(): Int8Array {
  if (values === undefined) {
    values = new Int8Array(256).fill(-1);
    // The first six bits of a byte are its first character.
    for (let i = 0; i < 64; i++) values[btoa(String.fromCharCode(i << 2)).charCodeAt(0)] = i;
  }
  return values;
}

/** Whether a byte is a letter, a digit, `+` or `/`. */
export const isBase64 = (byte: number): boolean => sixBits()[byte]! >= 0;

const PADDING = 0x3d;

/**
 * Writes what the base64 in `ascii[start, end)` stands for to `out[at, …)`, in whole groups of
 * three, and returns the number of bytes; -1 when it is not base64.
 *
 * From bytes to bytes, since frames come as bytes: every way through a string takes longer.
 */
export function decodeBase64Bytes(
  ascii: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  at: number,
): number {
  if ((end - start) % 4 !== 0) return -1;
  const v = sixBits();
  let to = at;
  let padding = 0;
  for (let i = start; i < end; i += 4) {
    let third = v[ascii[i + 2]!]!;
    let fourth = v[ascii[i + 3]!]!;
    if (fourth < 0 && i + 4 === end && ascii[i + 3] === PADDING) {
      fourth = 0;
      padding++;
      if (ascii[i + 2] === PADDING) {
        third = 0;
        padding++;
      }
    }
    const bits = (v[ascii[i]!]! << 18) | (v[ascii[i + 1]!]! << 12) | (third << 6) | fourth;
    if (bits < 0) return -1;
    out[to] = bits >> 16;
    out[to + 1] = bits >> 8;
    out[to + 2] = bits;
    to += 3;
  }
  return to - at - padding;
}

/** The bytes that base64 stands for; undefined when it is not base64. */
export function decodeBase64(base64: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (typeof base64 !== "string") return undefined;
  const ascii = new TextEncoder().encode(base64);
  const bytes = new Uint8Array(ascii.length);
  const length = decodeBase64Bytes(ascii, 0, ascii.length, bytes, 0);
  return length < 0 ? undefined : bytes.subarray(0, length);
}

/** How long the base64 of these bytes is. */
export const base64Length = (bytes: Uint8Array): number => 4 * Math.ceil(bytes.length / 3);

/** A multiple of three, so that pieces are padded at the end only; what an argument list can hold. */
const PIECE_BYTES = 3 * 4096;

/** Writes the base64 of `bytes` to `out[at, …)`; returns where it ends. */
export function encodeBase64(bytes: Uint8Array, out: Uint8Array, at: number): number {
  const encoder = new TextEncoder();
  let to = at;
  for (let i = 0; i < bytes.length; i += PIECE_BYTES) {
    const piece = bytes.subarray(i, i + PIECE_BYTES) as unknown as number[];
    const ascii = btoa(String.fromCharCode.apply(null, piece));
    to += encoder.encodeInto(ascii, out.subarray(to)).written;
  }
  return to;
}
