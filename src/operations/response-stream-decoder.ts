import type { ResponseMetadata } from "../errors/response-metadata.ts";
import { IncompleteStreamError, InvalidEventError } from "../errors/stream-errors.ts";
import { CHECKSUM_LENGTH, type Frames, payloadStart, readUint32 } from "../eventstream/frame.ts";
import type { FrameSplitter } from "../eventstream/frame-splitter.ts";
import { stringHeaders } from "../eventstream/headers.ts";
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

/** The events of some frames, and what is wrong behind them, if anything is. */
export interface EventBatch {
  readonly events: readonly ResponseStreamEvent[];
  readonly failure: unknown;
}

const POOL_BYTES = 4096;

/**
 * Frames to events. Those of one batch go on as one chunk, so that a promise is spent on each batch
 * and not on each event; a failure goes with them, since it would discard them if it were thrown.
 */
export class ResponseStreamDecoder extends TransformStream<readonly Frames[], EventBatch> {
  constructor(splitter: FrameSplitter, $metadata: ResponseMetadata) {
    let last: ResponseStreamEvent | undefined;
    // Events share buffers: one of its own for each would take a fifth of the time.
    let pool = new Uint8Array(0);
    let free = 0;

    function readEvents(frames: Frames, events: ResponseStreamEvent[]): void {
      const view = new DataView(frames.buffer, frames.byteOffset, frames.length);
      for (let start = 0, end = 0; start < frames.length; start = end) {
        end = start + readUint32(frames, start);
        if (free + end - start > pool.length) {
          pool = new Uint8Array(Math.max(POOL_BYTES, end - start));
          free = 0;
        }
        const length = readChunkFrame(frames, view, start, end, pool, free);
        if (length < 0) {
          const event = readMessage(frames, start, end, $metadata);
          if (event !== undefined) events.push(event);
        } else {
          events.push({ chunk: { bytes: pool.subarray(free, free + length) } });
          free += length;
        }
      }
    }

    super({
      transform(whole, controller) {
        const events: ResponseStreamEvent[] = [];
        let { failure } = splitter;
        try {
          for (const frames of whole) readEvents(frames, events);
        } catch (error) {
          failure = error;
        }
        last = events.at(-1) ?? last;
        controller.enqueue({ events, failure });
      },
      flush() {
        const { received } = splitter;
        if (last === undefined) throw new IncompleteStreamError("EMPTY_STREAM", received);
        if (endsAnswer(parseJson(last.chunk.bytes)) === false) {
          throw new IncompleteStreamError("INCOMPLETE_STREAM", received);
        }
      },
    });
  }
}

/** Any frame; undefined for an event without a document. */
function readMessage(
  frames: Frames,
  start: number,
  end: number,
  $metadata: ResponseMetadata,
): ResponseStreamEvent | undefined {
  const headers = stringHeaders(frames, start);
  const payload = frames.subarray(payloadStart(frames, start), end - CHECKSUM_LENGTH);
  switch (headers.get(":message-type")) {
    case "event":
      return headers.get(":event-type") === "chunk" ? readChunk(payload) : undefined;
    case "exception":
    case "error":
      throw exceptionFromMessage(headers, payload, $metadata);
    default:
      throw new InvalidEventError("A frame is no event, exception or error");
  }
}

function readChunk(payload: Uint8Array): ResponseStreamEvent | undefined {
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
  return { chunk: { bytes: bytes.subarray(0, length) } };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
