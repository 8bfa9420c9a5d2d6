import { InvalidEventError } from "../../errors/stream-errors.ts";
import { CHECKSUM_LENGTH, type Frames, payloadStart } from "../../eventstream/frame.ts";
import { stringHeaders } from "../../eventstream/headers.ts";
import { parseJson } from "../json/json.ts";
import {
  type ExceptionContext,
  exceptionFromMessage,
  exceptionName,
} from "../service-exception.ts";

/** The payload of an event, a JSON object. */
export type EventPayload = { readonly [member: string]: unknown };

/**
 * How an event of this type begins after its prelude, as in all real traffic: the headers
 * `:event-type`, `:content-type` and `:message-type`, each name and value after its length, each
 * value a string (type 7).
 */
export const eventHead = (type: string): string =>
  `\x0b:event-type\x07\0${String.fromCharCode(type.length)}${type}\x0d:content-type\x07\0\x10application/json\x0d:message-type\x07\0\x05event`;

/** The payload of the frame `frames[start, end)`. */
export const payloadOf = (frames: Frames, start: number, end: number): Uint8Array =>
  frames.subarray(payloadStart(frames, start), end - CHECKSUM_LENGTH);

/** @throws InvalidEventError for a payload that is not a JSON object */
export function parsePayload(type: string, json: string | Uint8Array): EventPayload {
  const payload = parseJson(json);
  if (typeof payload !== "object" || payload === null) {
    throw new InvalidEventError(`The payload of a ${type} is not a JSON object`);
  }
  return payload as EventPayload;
}

/**
 * The type of the event in the verified frame `frames[start, end)`, read header by header: a type
 * that is not known is to be skipped, since the service may add some.
 *
 * @throws the service's exception, if the frame holds one
 * @throws InvalidEventError for a frame without a known type
 */
export function eventType(
  frames: Frames,
  start: number,
  end: number,
  context: ExceptionContext,
): string {
  const headers = stringHeaders(frames, start);
  const type = headers.get(":event-type");
  switch (headers.get(":message-type")) {
    case "event":
      if (type === undefined) throw new InvalidEventError("An event has no :event-type");
      // An event with an exception's name is the exception.
      if (!Object.hasOwn(context.exceptions, exceptionName(type))) return type;
      headers.set(":exception-type", type);
      break;
    case "exception":
    case "error":
      break;
    default:
      throw new InvalidEventError(
        "A frame has an unknown :message-type; expected event, exception or error",
      );
  }
  throw exceptionFromMessage(headers, payloadOf(frames, start, end), context);
}
