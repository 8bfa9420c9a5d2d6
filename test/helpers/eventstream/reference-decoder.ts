import { crc32 } from "node:zlib";
import { HeaderMarshaller } from "@smithy/eventstream-codec";
import { fromUtf8, toUtf8 } from "@smithy/util-utf8";
import type { EventStreamErrorCode, Message } from "bedrock-fetch/eventstream";
import { type PlainMessage, plain } from "./plain.ts";

const headersOf = new HeaderMarshaller(toUtf8, fromUtf8);

/**
 * The format as one reads it in its description: all bytes at once, a copy of every part, Node's
 * CRC, AWS's headers. Slow and plain; what the decoder is held to.
 */
export function referenceDecode(bytes: Uint8Array): {
  readonly messages: readonly PlainMessage[];
  readonly code?: EventStreamErrorCode;
} {
  const messages: PlainMessage[] = [];
  let rest = bytes.slice();
  while (rest.length > 0) {
    const code = readOne();
    if (code !== undefined) return { messages, code };
  }
  return { messages };

  function readOne(): EventStreamErrorCode | undefined {
    if (rest.length < 12) return "TRUNCATED_FRAME";
    const view = new DataView(rest.buffer);
    const total = view.getUint32(0);
    const headersLength = view.getUint32(4);
    if (crc32(rest.slice(0, 8)) !== view.getUint32(8)) return "PRELUDE_CHECKSUM";
    if (total > 2 ** 24) return "FRAME_TOO_LARGE";
    if (headersLength > 2 ** 17) return "HEADERS_TOO_LARGE";
    if (total < headersLength + 16) return "INVALID_LENGTH";
    if (rest.length < total) return "TRUNCATED_FRAME";
    if (crc32(rest.slice(0, total - 4)) !== view.getUint32(total - 4)) return "MESSAGE_CHECKSUM";
    const headers = rest.slice(12, 12 + headersLength);
    const body = rest.slice(12 + headersLength, total - 4);
    rest = rest.slice(total);
    let parsed: Message["headers"];
    try {
      // In a buffer of their own, so that reading beyond them throws.
      parsed = headersOf.parse(new DataView(headers.buffer));
    } catch {
      return "INVALID_HEADERS";
    }
    messages.push(plain({ headers: ownHeaders(parsed), body }));
    return undefined;
  }
}

/** AWS's parser sets the prototype where a header is named `__proto__`. */
function ownHeaders(parsed: Message["headers"]): Message["headers"] {
  const prototype = Object.getPrototypeOf(parsed);
  if (prototype === Object.prototype) return parsed;
  return Object.defineProperty({ ...parsed }, "__proto__", { value: prototype, enumerable: true });
}
