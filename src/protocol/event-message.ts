import type { ResponseMetadata } from "../errors/response-metadata.ts";
import type { ServiceExceptions } from "../errors/service-exceptions.ts";
import { InvalidEventError } from "../errors/stream-errors.ts";
import { CHECKSUM_LENGTH, type Frames, payloadStart } from "../eventstream/frame.ts";
import { stringHeaders } from "../eventstream/headers.ts";
import { parseJson } from "./json.ts";
import { exceptionFromMessage } from "./service-exception.ts";

/** An event as it is on the wire: its type, and its payload as a JSON object. */
export interface EventMessage {
  readonly type: string | undefined;
  readonly payload: { readonly [member: string]: unknown };
}

/**
 * The event in the verified frame `frames[start, end)`, read header by header; undefined when its
 * type is not one of `types`, since the service may add some.
 *
 * @throws the service's exception, if the frame holds one
 * @throws InvalidEventError for a frame that makes no sense
 */
export function readEventMessage(
  frames: Frames,
  start: number,
  end: number,
  types: (type: string | undefined) => boolean,
  $metadata: ResponseMetadata,
  exceptions: ServiceExceptions | undefined,
): EventMessage | undefined {
  const headers = stringHeaders(frames, start);
  const bytes = frames.subarray(payloadStart(frames, start), end - CHECKSUM_LENGTH);
  switch (headers.get(":message-type")) {
    case "event": {
      const type = headers.get(":event-type");
      if (!types(type)) return undefined;
      const payload = parseJson(bytes);
      if (typeof payload !== "object" || payload === null) {
        throw new InvalidEventError(`A ${type}'s ${bytes.length} bytes are not a JSON object`);
      }
      return { type, payload: payload as EventMessage["payload"] };
    }
    case "exception":
    case "error":
      throw exceptionFromMessage(headers, bytes, $metadata, exceptions);
    default:
      throw new InvalidEventError(
        "A frame has an unknown :message-type; expected event, exception or error",
      );
  }
}
