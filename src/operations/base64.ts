let values: Int8Array | undefined;

/** For each byte, the six bits that it stands for, or -1. */
function sixBits(): Int8Array {
  if (values === undefined) {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    values = new Int8Array(256).fill(-1);
    for (let i = 0; i < 64; i++) values[alphabet.charCodeAt(i)] = i;
  }
  return values;
}

/** Whether a byte is a letter, a digit, `+` or `/`. */
export const isBase64 = (byte: number): boolean => sixBits()[byte]! >= 0;

const PADDING = 0x3d;

/**
 * Writes what the base64 in `ascii[start, end)` stands for to `out[at, …)`, and gives the number
 * of bytes; -1 when it is not base64.
 *
 * From bytes to bytes, since frames come as bytes: through a string and `atob` it takes more than
 * ten times as long.
 */
export function decodeBase64(
  ascii: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  at: number,
): number {
  if ((end - start) % 4 !== 0) return -1;
  const v = sixBits();
  let padding = 0;
  if (end > start && ascii[end - 1] === PADDING) padding = ascii[end - 2] === PADDING ? 2 : 1;
  const whole = padding === 0 ? end : end - 4;
  // Once negative, the union of all values stays so: one test at the end finds any wrong byte.
  let all = 0;
  let to = at;
  for (let i = start; i < whole; i += 4) {
    const bits =
      (v[ascii[i]!]! << 18) |
      (v[ascii[i + 1]!]! << 12) |
      (v[ascii[i + 2]!]! << 6) |
      v[ascii[i + 3]!]!;
    all |= bits;
    out[to] = bits >> 16;
    out[to + 1] = bits >> 8;
    out[to + 2] = bits;
    to += 3;
  }
  if (padding > 0) {
    const third = padding === 1 ? v[ascii[end - 2]!]! : 0;
    const bits = (v[ascii[end - 4]!]! << 18) | (v[ascii[end - 3]!]! << 12) | (third << 6);
    all |= bits;
    out[to++] = bits >> 16;
    if (padding === 1) out[to++] = bits >> 8;
  }
  return all < 0 ? -1 : to - at;
}
