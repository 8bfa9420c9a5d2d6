const alphabet = /* @__PURE__ */ new TextEncoder().encode(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
);
const PAD = 0x3d;

/** Base64 as ASCII bytes: the event stream wants bytes, so no string is built on the way. */
export function base64(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const encoded = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  let at = 0;
  for (let index = 0; index < bytes.length; index += 3) {
    const second = bytes[index + 1];
    const third = bytes[index + 2];
    const bits = (bytes[index]! << 16) | ((second ?? 0) << 8) | (third ?? 0);
    encoded[at++] = alphabet[bits >>> 18]!;
    encoded[at++] = alphabet[(bits >>> 12) & 63]!;
    encoded[at++] = second === undefined ? PAD : alphabet[(bits >>> 6) & 63]!;
    encoded[at++] = third === undefined ? PAD : alphabet[bits & 63]!;
  }
  return encoded;
}
