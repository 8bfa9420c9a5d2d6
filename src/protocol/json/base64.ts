let values: Int8Array | undefined;

/** For each byte, the six bits that it encodes, or -1. */
function sixBits(): Int8Array {
  if (values === undefined) {
    values = new Int8Array(256).fill(-1);
    for (let i = 0; i < 64; i++) values[letter(i)] = i;
  }
  return values;
}

/** The character for six bits. */
const letter = (bits: number): number => btoa(String.fromCharCode(bits << 2)).charCodeAt(0);

/** Whether a byte is a letter, a digit, `+` or `/`. */
export const isBase64 = (byte: number): boolean => sixBits()[byte]! >= 0;

const PADDING = 0x3d;

/**
 * Writes the bytes that the base64 in `ascii[start, end)` encodes to `out[at, …)`, in whole groups
 * of three, and returns their number; -1 when it is not base64.
 *
 * It reads bytes, since frames are bytes: converting them to a string first takes longer.
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

/** The bytes that base64 encodes; undefined when it is not base64. */
export function decodeBase64(base64: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (typeof base64 !== "string") return undefined;
  const ascii = new TextEncoder().encode(base64);
  const bytes = new Uint8Array(ascii.length);
  const length = decodeBase64Bytes(ascii, 0, ascii.length, bytes, 0);
  return length < 0 ? undefined : bytes.subarray(0, length);
}

/** How long the base64 of these bytes is. */
export const base64Length = (bytes: Uint8Array): number => 4 * Math.ceil(bytes.length / 3);

/**
 * Writes the base64 of `bytes` to `out[at, …)`; returns where it ends.
 *
 * It writes bytes: the strings of `btoa` would take as much memory as the request.
 */
export function encodeBase64(bytes: Uint8Array, out: Uint8Array, at: number): number {
  const letters = Uint8Array.from({ length: 64 }, (_, bits) => letter(bits));
  let to = at;
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
    out[to] = letters[bits >> 18]!;
    out[to + 1] = letters[(bits >> 12) & 63]!;
    out[to + 2] = letters[(bits >> 6) & 63]!;
    out[to + 3] = letters[bits & 63]!;
    to += 4;
  }
  out.fill(PADDING, at + Math.ceil((4 * bytes.length) / 3), to);
  return to;
}
