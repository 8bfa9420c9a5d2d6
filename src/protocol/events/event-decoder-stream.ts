import { IncompleteStreamError } from "../../errors/stream-errors.ts";
import { type Frames, readUint32 } from "../../eventstream/frame.ts";
import type { FrameSplitter } from "../../eventstream/frame-splitter.ts";

/** Reads the events of one stream, as the operation defines them. */
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
 * Frames to events. The frames of one reading are one chunk, so that promises are spent on readings
 * and not on events. Each chunk in makes one chunk out, which may be empty; a failure comes after the
 * events before it.
 */
export const eventDecoderStream = <Event>(
  reader: EventReader<Event>,
  splitter: FrameSplitter,
): TransformStream<readonly Frames[], Event[]> =>
  new TransformStream(
    new EventDecoder(reader, splitter),
    undefined,
    // A chunk never waits: whoever writes it reads the chunk that it makes.
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
