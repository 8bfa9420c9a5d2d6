import { crc32 } from "node:zlib";

// Frames written straight from the format's description, with Node's CRC: neither the library
// nor the codec has a hand in what the tests feed to them.

const utf8 = new TextEncoder();

export const bytesOf = (text: string): Uint8Array => utf8.encode(text);

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** Twelve bytes with a good checksum, whatever they declare. */
export function prelude(totalLength: number, headersLength: number): Uint8Array {
  const lengths = concat(uint32(totalLength), uint32(headersLength));
  return concat(lengths, uint32(crc32(lengths)));
}

/** A header of `type`; a string's and a byte array's length is put before `value`. */
export function header(
  name: string | Uint8Array,
  type: number,
  value: Uint8Array = new Uint8Array(0),
) {
  const nameBytes = typeof name === "string" ? bytesOf(name) : name;
  const length = type === 6 || type === 7 ? [value.length >> 8, value.length & 255] : [];
  return concat(Uint8Array.of(nameBytes.length), nameBytes, Uint8Array.of(type, ...length), value);
}

export const stringHeader = (name: string, value: string): Uint8Array =>
  header(name, 7, bytesOf(value));

/** A frame whose checksums hold. `declaredHeaders` may lie about where the headers end. */
export function frame(
  headers: Uint8Array,
  payload: Uint8Array = new Uint8Array(0),
  declaredHeaders: number = headers.length,
): Uint8Array {
  const body = concat(
    prelude(16 + headers.length + payload.length, declaredHeaders),
    headers,
    payload,
  );
  return concat(body, uint32(crc32(body)));
}

export const textFrame = (text: string): Uint8Array => frame(new Uint8Array(0), bytesOf(text));

/** `frame` with one bit turned, counted from the start. */
export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice();
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}

/** The pieces between the cuts, which may be out of order, repeated or beyond the end. */
export function cutAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length];
  places.sort((a, b) => a - b);
  return places.map((end, i) => bytes.slice(i === 0 ? 0 : places[i - 1], end));
}
