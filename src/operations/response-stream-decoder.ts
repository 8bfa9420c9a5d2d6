import type { ResponseMetadata } from "../errors/response-metadata.ts";
import { IncompleteStreamError, InvalidEventError } from "../errors/stream-errors.ts";
import type { Arrived, Frame } from "../eventstream/frame.ts";
import { decodeMessage, type Message, stringHeader } from "../eventstream/message.ts";
import { endsAnswer } from "../text/ending.ts";
import { decodeBase64 } from "./base64.ts";
import { readChunkFrame } from "./chunk-frame.ts";
import { exceptionFromMessage } from "./service-exception.ts";

/**
 * One event of a stream. The service may add kinds beside `chunk`; those that this client does not
 * know are skipped.
 */
export interface ResponseStreamEvent {
  readonly chunk: {
    /**
     * One JSON document of the model's own format, as UTF-8. Several events may be views of one
     * buffer: `slice()` them before you transfer it elsewhere.
     */
    readonly bytes: Uint8Array<ArrayBuffer>;
  };
}

/** The events of some frames, and what is wrong with the frame behind them, if anything is. */
export interface EventBatch {
  readonly events: readonly ResponseStreamEvent[];
  readonly failure?: unknown;
}

const POOL_BYTES = 4096;

/**
 * Frames to events. Those of one batch go on as one chunk, so that a promise is spent on each batch
 * and not on each event; a failure goes with them, since it would discard them if it were thrown.
 */
export class ResponseStreamDecoder extends TransformStream<readonly Frame[], EventBatch> {
  constructor(arrived: Arrived, $metadata: ResponseMetadata) {
    let last: ResponseStreamEvent | undefined;
    // Events share buffers: one of its own for each would take a fifth of the time.
    let pool = new Uint8Array(0);
    let free = 0;

    function readEvent(frame: Frame): ResponseStreamEvent | undefined {
      if (free + frame.length > pool.length) {
        pool = new Uint8Array(Math.max(POOL_BYTES, frame.length));
        free = 0;
      }
      const length = readChunkFrame(frame, pool, free);
      if (length < 0) return readMessage(decodeMessage(frame), $metadata);
      free += length;
      return { chunk: { bytes: pool.subarray(free - length, free) } };
    }

    super(
      {
        transform(frames, controller) {
          const events: ResponseStreamEvent[] = [];
          try {
            for (const frame of frames) {
              const event = readEvent(frame);
              if (event !== undefined) events.push(event);
            }
            controller.enqueue({ events });
          } catch (failure) {
            controller.enqueue({ events, failure });
          }
          last = events.at(-1) ?? last;
        },
        flush() {
          if (last === undefined) throw new IncompleteStreamError("EMPTY_STREAM", arrived.received);
          if (endsAnswer(parseJson(last.chunk.bytes)) === false) {
            throw new IncompleteStreamError("INCOMPLETE_STREAM", arrived.received);
          }
        },
      },
      undefined,
      // Written to only when a batch is asked for, it always has room for that one.
      { highWaterMark: 1 },
    );
  }
}

/** Any message, by way of the codec; undefined for an event without a document. */
function readMessage(
  message: Message,
  $metadata: ResponseMetadata,
): ResponseStreamEvent | undefined {
  switch (stringHeader(message, ":message-type")) {
    case "event":
      return stringHeader(message, ":event-type") === "chunk" ? readChunk(message) : undefined;
    case "exception":
    case "error":
      throw exceptionFromMessage(message, $metadata);
    default:
      throw new InvalidEventError("A frame is no event, exception or error");
  }
}

function readChunk({ body }: Message): ResponseStreamEvent | undefined {
  const payload = parseJson(body);
  if (typeof payload !== "object" || payload === null) {
    throw new InvalidEventError(`A chunk's ${body.length} bytes are no JSON object`);
  }
  const { bytes: base64 } = payload as { bytes?: unknown };
  if (base64 === undefined || base64 === null) return undefined;
  const ascii = new TextEncoder().encode(String(base64));
  const bytes = new Uint8Array(ascii.length);
  const length = decodeBase64(ascii, 0, ascii.length, bytes, 0);
  if (typeof base64 !== "string" || length < 0) {
    throw new InvalidEventError("A chunk's bytes are not base64");
  }
  return { chunk: { bytes: bytes.subarray(0, length) } };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
