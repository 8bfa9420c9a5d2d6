import { utf8 } from "../utf8.ts";
import { crc32 } from "./crc32.ts";

/** A header of an event stream message. The simulator, like the service, sends strings alone. */
export type StringHeader = readonly [name: string, value: string];

const PRELUDE = 12;
const CHECKSUM = 4;
const STRING = 7;

/** Headers as they stand in a message; encoded once where many messages have the same. */
export function encodeHeaders(headers: readonly StringHeader[]): Uint8Array {
  const bytes: number[] = [];
  for (const [name, value] of headers) {
    const [nameBytes, valueBytes] = [utf8(name), utf8(value)];
    bytes.push(nameBytes.length, ...nameBytes, STRING);
    bytes.push(valueBytes.length >> 8, valueBytes.length & 0xff, ...valueBytes);
  }
  return Uint8Array.from(bytes);
}

/**
 * One message of `application/vnd.amazon.eventstream`: lengths and their checksum, headers,
 * payload, and the checksum of it all.
 */
export function encodeMessage(headers: Uint8Array, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(PRELUDE + headers.length + payload.length + CHECKSUM);
  message.set(headers, PRELUDE);
  message.set(payload, PRELUDE + headers.length);
  const view = new DataView(message.buffer);
  view.setUint32(0, message.length);
  view.setUint32(4, headers.length);
  seal(message);
  return message;
}

/** Recomputes both checksums, so that a message with altered bytes is wrong in those alone. */
export function seal(message: Uint8Array): void {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  view.setUint32(8, crc32(message, 0, 8));
  view.setUint32(message.length - CHECKSUM, crc32(message, 0, message.length - CHECKSUM));
}
