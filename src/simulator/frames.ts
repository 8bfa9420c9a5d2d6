import { base64 } from "./base64.ts";
import { encodeMessage } from "./event-stream.ts";

const encoder = /* @__PURE__ */ new TextEncoder();

/** The service pads its chunks with a prefix of this, so that frame lengths say less of the text. */
const PADDING = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** A `chunk` event that carries one document of a model, padded by `padding` characters. */
export function chunkFrame(document: Uint8Array, padding: number): Uint8Array<ArrayBuffer> {
  const opening = encoder.encode('{"bytes":"');
  const bytes = base64(document);
  const closing = encoder.encode(`","p":"${PADDING.slice(0, padding)}"}`);
  const payload = new Uint8Array(opening.length + bytes.length + closing.length);
  payload.set(opening);
  payload.set(bytes, opening.length);
  payload.set(closing, opening.length + bytes.length);
  return eventFrame("chunk", payload);
}

/** An event of any type; the service sends its three headers in this order. */
export function eventFrame(type: string, payload: Uint8Array | string): Uint8Array<ArrayBuffer> {
  return encodeMessage(
    [
      [":event-type", type],
      [":content-type", "application/json"],
      [":message-type", "event"],
    ],
    typeof payload === "string" ? encoder.encode(payload) : payload,
  );
}

/** A modelled exception within a stream. `type` is spelt as in the stream: `throttlingException`. */
export function exceptionFrame(type: string, members: object): Uint8Array<ArrayBuffer> {
  return encodeMessage(
    [
      [":exception-type", type],
      [":content-type", "application/json"],
      [":message-type", "exception"],
    ],
    encoder.encode(JSON.stringify(members)),
  );
}

/** A failure that no model names: everything is in the headers, and there is no payload. */
export function errorFrame(code: string, message: string): Uint8Array<ArrayBuffer> {
  return encodeMessage(
    [
      [":error-code", code],
      [":error-message", message],
      [":message-type", "error"],
    ],
    new Uint8Array(0),
  );
}
