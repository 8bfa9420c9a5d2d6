import type { Received } from "../errors/received.ts";
import { IncompleteStreamError } from "../errors/stream-errors.ts";
import { type Frames, readUint32 } from "../eventstream/frame.ts";

/** Reads the events of one stream: what an operation knows of them. */
export interface EventReader<Event> {
  /**
   * The event in the verified frame `frames[start, end)`; undefined for one to be skipped.
   *
   * @throws the service's exception, or InvalidEventError
   */
  read(frames: Frames, start: number, end: number): Event | undefined;
  /** Whether the answer may end on the last event; asked when there was one. */
  isWhole(last: Event): boolean;
}

/**
 * Frames to events, those of one reading as one chunk, so that a promise is spent on each reading
 * and not on each event. Each chunk in makes one chunk out, empty or not, and a failure comes after
 * the events before it.
 */
export function eventDecoderStream<Event>(
  reader: EventReader<Event>,
  received: () => Received,
): TransformStream<readonly Frames[], Event[]> {
  let last: Event | undefined;
  return new TransformStream(
    {
      transform(runs, controller) {
        const events: Event[] = [];
        try {
          for (const frames of runs) {
            for (let start = 0, end = 0; start < frames.length; start = end) {
              end = start + readUint32(frames, start);
              const event = reader.read(frames, start, end);
              if (event !== undefined) events.push(event);
            }
          }
        } finally {
          last = events.at(-1) ?? last;
          controller.enqueue(events);
        }
      },
      flush() {
        if (last === undefined) throw new IncompleteStreamError("EMPTY_STREAM", received());
        if (!reader.isWhole(last)) {
          throw new IncompleteStreamError("INCOMPLETE_STREAM", received());
        }
      },
    },
    undefined,
    // Each chunk in is taken at once: it is written only where the one that it makes is read.
    { highWaterMark: 1 },
  );
}
