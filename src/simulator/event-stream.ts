import { crc32 } from "./crc32.ts";

/** A header of an event stream message. The simulator, like the service, sends strings alone. */
export type StringHeader = readonly [name: string, value: string];

const PRELUDE = 12;
const STRING = 7;

const encoder = /* @__PURE__ */ new TextEncoder();

/**
 * One message of `application/vnd.amazon.eventstream`: lengths and their checksum, headers,
 * payload, and the checksum of it all.
 */
export function encodeMessage(
  headers: readonly StringHeader[],
  payload: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const pairs = headers.map(
    ([name, value]) => [encoder.encode(name), encoder.encode(value)] as const,
  );
  const headersLength = pairs.reduce(
    (sum, [name, value]) => sum + 4 + name.length + value.length,
    0,
  );
  const message = new Uint8Array(PRELUDE + headersLength + payload.length + 4);
  const view = new DataView(message.buffer);

  let at = PRELUDE;
  for (const [name, value] of pairs) {
    view.setUint8(at, name.length);
    message.set(name, at + 1);
    at += 1 + name.length;
    view.setUint8(at, STRING);
    view.setUint16(at + 1, value.length);
    message.set(value, at + 3);
    at += 3 + value.length;
  }
  message.set(payload, at);

  view.setUint32(0, message.length);
  view.setUint32(4, headersLength);
  seal(message);
  return message;
}

/** Computes both checksums anew, so that a message with altered bytes is wrong in those alone. */
export function seal(message: Uint8Array): void {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  view.setUint32(8, crc32(message, 0, 8));
  view.setUint32(message.length - 4, crc32(message, 0, message.length - 4));
}
