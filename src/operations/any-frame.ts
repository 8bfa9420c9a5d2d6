import type { ResponseMetadata } from "../errors/response-metadata.ts";
import { InvalidEventError } from "../errors/stream-errors.ts";
import { CHECKSUM_LENGTH, type Frames, payloadStart } from "../eventstream/frame.ts";
import { stringHeaders } from "../eventstream/headers.ts";
import { decodeBase64 } from "./base64.ts";
import { parseJson } from "./parse-json.ts";
import { exceptionFromMessage } from "./service-exception.ts";

/**
 * The bytes of the chunk in the verified frame `frames[start, end)`; undefined when it is an event
 * of another type, or has none.
 *
 * @throws the service's exception, if it is one; InvalidEventError for what makes no sense
 */
export function readAnyFrame(
  frames: Frames,
  start: number,
  end: number,
  $metadata: ResponseMetadata,
): Uint8Array<ArrayBuffer> | undefined {
  const headers = stringHeaders(frames, start);
  const payload = frames.subarray(payloadStart(frames, start), end - CHECKSUM_LENGTH);
  switch (headers.get(":message-type")) {
    case "event":
      return headers.get(":event-type") === "chunk" ? chunkBytes(payload) : undefined;
    case "exception":
    case "error":
      throw exceptionFromMessage(headers, payload, $metadata);
    default:
      throw new InvalidEventError("A frame is no event, exception or error");
  }
}

function chunkBytes(payload: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const chunk = parseJson(payload);
  if (typeof chunk !== "object" || chunk === null) {
    throw new InvalidEventError(`A chunk's ${payload.length} bytes are no JSON object`);
  }
  const { bytes: base64 } = chunk as { bytes?: unknown };
  if (base64 === undefined || base64 === null) return undefined;
  const ascii = new TextEncoder().encode(String(base64));
  const bytes = new Uint8Array(ascii.length);
  const length = decodeBase64(ascii, 0, ascii.length, bytes, 0);
  if (typeof base64 !== "string" || length < 0) {
    throw new InvalidEventError("A chunk's bytes are not base64");
  }
  return bytes.subarray(0, length);
}
