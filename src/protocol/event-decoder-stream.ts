import { IncompleteStreamError } from "../errors/stream-errors.ts";
import { type Frames, readUint32 } from "../eventstream/frame.ts";
import type { FrameSplitter } from "../eventstream/frame-splitter.ts";

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
export const eventDecoderStream = <Event>(
  reader: EventReader<Event>,
  splitter: FrameSplitter,
): TransformStream<readonly Frames[], Event[]> =>
  new TransformStream(
    new EventDecoder(reader, splitter),
    undefined,
    // Each chunk in is taken at once: it is written only where the one that it makes is read.
    { highWaterMark: 1 },
  );

class EventDecoder<Event> implements Transformer<readonly Frames[], Event[]> {
  readonly #reader: EventReader<Event>;
  readonly #splitter: FrameSplitter;
  #last: Event | undefined;

  constructor(reader: EventReader<Event>, splitter: FrameSplitter) {
    this.#reader = reader;
    this.#splitter = splitter;
  }

  transform(runs: readonly Frames[], controller: TransformStreamDefaultController<Event[]>): void {
    const events: Event[] = [];
    try {
      for (const frames of runs) {
        for (let start = 0, end = 0; start < frames.length; start = end) {
          end = start + readUint32(frames, start);
          const event = this.#reader.read(frames, start, end);
          if (event !== undefined) events.push(event);
        }
      }
    } finally {
      this.#last = events.at(-1) ?? this.#last;
      controller.enqueue(events);
    }
  }

  flush(): void {
    const isEmpty = this.#last === undefined;
    if (isEmpty || !this.#reader.isWhole(this.#last!)) {
      const code = isEmpty ? "EMPTY_STREAM" : "INCOMPLETE_STREAM";
      throw new IncompleteStreamError(code, this.#splitter.received());
    }
  }
}
