import { utf8 } from "../utf8.ts";
import { base64 } from "./base64.ts";
import { encodeHeaders, encodeMessage } from "./message.ts";

/** An event's three headers, in the service's order. */
const eventHeaders = (type: string): Uint8Array =>
  encodeHeaders([
    [":event-type", type],
    [":content-type", "application/json"],
    [":message-type", "event"],
  ]);

/** The service pads its events with a prefix of this, so that frame lengths say less of the text. */
const PADDING = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

const chunkParts = () => ({
  headers: eventHeaders("chunk"),
  opening: utf8('{"bytes":"'),
  middle: utf8('","p":"'),
  padding: utf8(PADDING),
  closing: utf8('"}'),
});
let encodedParts: ReturnType<typeof chunkParts> | undefined;

/** A `chunk` event that carries one document of a model, padded by that many characters. */
export function chunkFrame(document: Uint8Array, padded: number): Uint8Array<ArrayBuffer> {
  encodedParts ??= chunkParts();
  const { headers, opening, middle, padding, closing } = encodedParts;
  const parts = [opening, base64(document), middle, padding.subarray(0, padded), closing];
  const payload = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    payload.set(part, at);
    at += part.length;
  }
  return encodeMessage(headers, payload);
}

/** A member of an event stream as JSON, with padding beside its own members, in order of their names. */
export function withPadding(member: object, padded: number): string {
  const entries = Object.entries(member);
  const before = entries.filter(([name]) => name < "p");
  const after = entries.filter(([name]) => name > "p");
  const p = PADDING.slice(0, padded);
  return JSON.stringify(Object.fromEntries([...before, ["p", p], ...after]));
}

/** An event of any type with any payload. */
export const eventFrame = (type: string, payload: string): Uint8Array<ArrayBuffer> =>
  encodeMessage(eventHeaders(type), utf8(payload));

/** A modeled exception within a stream. `type` is spelled as in the stream: `throttlingException`. */
export function exceptionFrame(type: string, members: object): Uint8Array<ArrayBuffer> {
  return encodeMessage(
    encodeHeaders([
      [":exception-type", type],
      [":content-type", "application/json"],
      [":message-type", "exception"],
    ]),
    utf8(JSON.stringify(members)),
  );
}

/** A failure that no model names: everything is in the headers, and there is no payload. */
export function errorFrame(code: string, message: string): Uint8Array<ArrayBuffer> {
  return encodeMessage(
    encodeHeaders([
      [":error-code", code],
      [":error-message", message],
      [":message-type", "error"],
    ]),
    new Uint8Array(0),
  );
}
