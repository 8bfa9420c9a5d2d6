import type { ResponseMetadata } from "../errors/response-metadata.ts";
import { IncompleteStreamError } from "../errors/stream-errors.ts";
import { type Frames, readUint32 } from "../eventstream/frame.ts";
import type { FrameSplitter } from "../eventstream/frame-splitter.ts";
import { endsAnswer } from "../text/shapes/ending.ts";
import { readAnyFrame } from "./any-frame.ts";
import { readChunkFrame } from "./chunk-frame.ts";
import { parseJson } from "./parse-json.ts";

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
    // Events share buffers: with one of its own for each, a stream in large pieces takes twice as
    // long. They grow, so that a stream with few events holds little.
    let pool = new Uint8Array(0);
    let free = 0;

    function readEvents(frames: Frames, events: ResponseStreamEvent[]): void {
      for (let start = 0, end = 0; start < frames.length; start = end) {
        end = start + readUint32(frames, start);
        if (free + end - start > pool.length) {
          pool = new Uint8Array(Math.max(end - start, Math.min(2 * pool.length, POOL_BYTES)));
          free = 0;
        }
        const length = readChunkFrame(frames, start, end, pool, free);
        if (length < 0) {
          const bytes = readAnyFrame(frames, start, end, $metadata);
          if (bytes !== undefined) events.push({ chunk: { bytes } });
        } else {
          events.push({ chunk: { bytes: pool.subarray(free, free + length) } });
          free += length;
        }
      }
    }

    super({
      transform(whole, controller) {
        const events: ResponseStreamEvent[] = [];
        let failure = splitter.failure();
        try {
          for (const frames of whole) readEvents(frames, events);
        } catch (error) {
          failure = error;
        }
        last = events.at(-1) ?? last;
        controller.enqueue({ events, failure });
      },
      flush() {
        const received = splitter.received();
        if (last === undefined) throw new IncompleteStreamError("EMPTY_STREAM", received);
        if (endsAnswer(parseJson(last.chunk.bytes)) === false) {
          throw new IncompleteStreamError("INCOMPLETE_STREAM", received);
        }
      },
    });
  }
}
