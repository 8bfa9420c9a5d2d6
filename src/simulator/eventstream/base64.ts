const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const PAD = 0x3d;

/** The two characters of every 12 bits: half the look-ups of one character at a time. */
const pairs = /* @__PURE__ */ Uint8Array.from({ length: 4096 * 2 }, (_, at) =>
  ALPHABET.charCodeAt(at & 1 ? (at >> 1) & 63 : at >> 7),
);

/** Base64 as ASCII bytes: the event stream wants bytes, so no string is built on the way. */
export function base64(bytes: Uint8Array): Uint8Array {
  const encoded = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  let at = 0;
  for (let index = 0; index < bytes.length; index += 3) {
    // Past the end there is undefined, which shifts as 0.
    const bits = (bytes[index]! << 16) | (bytes[index + 1]! << 8) | bytes[index + 2]!;
    const high = (bits >>> 12) << 1;
    const low = (bits & 4095) << 1;
    encoded[at++] = pairs[high]!;
    encoded[at++] = pairs[high + 1]!;
    encoded[at++] = pairs[low]!;
    encoded[at++] = pairs[low + 1]!;
  }
  encoded.fill(PAD, encoded.length - ((3 - (bytes.length % 3)) % 3));
  return encoded;
}
