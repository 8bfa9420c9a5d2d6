import { HeaderMarshaller } from "@smithy/eventstream-codec";
import { fromUtf8, toUtf8 } from "@smithy/util-utf8";
import { CHECKSUM_LENGTH, type Frames, PRELUDE_LENGTH, payloadStart } from "./frame.ts";

/** A 64-bit integer header, as its eight bytes; `valueOf()` returns it as a number. */
export interface Int64 {
  readonly bytes: Uint8Array;
  valueOf(): number;
}

/** The value of a header, by its type on the wire. */
export type HeaderValue =
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "byte"; readonly value: number }
  | { readonly type: "short"; readonly value: number }
  | { readonly type: "integer"; readonly value: number }
  | { readonly type: "long"; readonly value: Int64 }
  | { readonly type: "binary"; readonly value: Uint8Array }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "timestamp"; readonly value: Date }
  | { readonly type: "uuid"; readonly value: string };

/** One message of an AWS event stream. */
export interface Message {
  /** By name. It has no prototype: names come from the wire, and `__proto__` is a name like any other. */
  readonly headers: { readonly [name: string]: HeaderValue };
  /** The payload, a view of the bytes that arrived. Copy it to keep it without the rest. */
  readonly body: Uint8Array;
}

let codec: HeaderMarshaller | undefined;

/**
 * Decodes a verified frame with AWS's own codec: only with its decoder of headers, since the rest of
 * the codec would verify the frame again.
 */
export function decodeMessage(frames: Frames, start: number, end: number): Message {
  codec ??= new HeaderMarshaller(toUtf8, fromUtf8);
  const headers = start + PRELUDE_LENGTH;
  const payload = payloadStart(frames, start);
  const view = new DataView(frames.buffer, frames.byteOffset + headers, payload - headers);
  return {
    headers: withoutPrototype(codec.parse(view)),
    body: frames.subarray(payload, end - CHECKSUM_LENGTH),
  };
}

/** The codec assigns headers to a plain object, on which `__proto__` sets the prototype instead. */
function withoutPrototype(headers: object): Message["headers"] {
  const own = Object.assign(Object.create(null), headers);
  const prototype: unknown = Object.getPrototypeOf(headers);
  if (prototype !== Object.prototype)
    Object.defineProperty(own, "__proto__", { value: prototype, enumerable: true });
  return own;
}
