import { EventStreamCodec } from "@smithy/eventstream-codec";
import { fromUtf8, toUtf8 } from "@smithy/util-utf8";

export interface DecodedFrame {
  readonly headers: readonly (readonly [string, unknown])[];
  readonly payload: string;
  /** What `bytes` holds, for a chunk. */
  readonly document: string;
}

/** Decodes a whole body by AWS's own codec, which checks both checksums of every frame. */
export function decodeFrames(body: Uint8Array): DecodedFrame[] {
  const codec = new EventStreamCodec(toUtf8, fromUtf8);
  const frames: DecodedFrame[] = [];
  for (let at = 0; at < body.length; ) {
    const length = new DataView(body.buffer, body.byteOffset + at).getUint32(0);
    const message = codec.decode(body.subarray(at, at + length));
    const payload = toUtf8(message.body);
    frames.push({
      headers: Object.entries(message.headers).map(([name, { value }]) => [name, value]),
      payload,
      document: payload.startsWith('{"bytes"')
        ? Buffer.from(JSON.parse(payload).bytes, "base64").toString()
        : "",
    });
    at += length;
  }
  return frames;
}
