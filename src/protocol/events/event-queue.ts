import { BedrockFetchError } from "../../errors/bedrock-fetch-error.ts";
import type { ResponseMetadata } from "../../errors/response-metadata.ts";
import { BedrockRuntimeServiceException } from "../../errors/service-exceptions.ts";
import type { Frames } from "../../eventstream/frame.ts";
import { FrameSplitter } from "../../eventstream/frame-splitter.ts";
import type { ByteSource } from "../byte-source.ts";
import { type EventReader, eventDecoderStream } from "./event-decoder-stream.ts";

/** What an iterator returns. */
export type Next<Event> = IteratorResult<Event, undefined>;

export const END: Next<never> = { done: true, value: undefined };

/**
 * The events of a body, one at a time: bytes are read when an event is asked for and none is at
 * hand. Besides the events of one reading it holds one unfinished frame.
 */
export class EventQueue<Event> {
  readonly #source: ByteSource;
  readonly #$metadata: ResponseMetadata;
  readonly #splitter = new FrameSplitter();
  readonly #toDecoder: WritableStreamDefaultWriter<readonly Frames[]>;
  readonly #fromDecoder: ReadableStreamDefaultReader<readonly Event[]>;

  /** The events at hand, from `#at` on. */
  #events: readonly Event[] = [];
  #at = 0;
  /** How many were handed out before these. */
  #delivered = 0;
  /** How many callers wait for an event: those who ask meanwhile queue up after them. */
  #waiting = 0;
  /** The reading that is under way, or the last one, whose result is that of every later call. */
  #reading: Promise<boolean> | undefined;
  /** What is wrong with the stream: reported once the events before it have been handed out. */
  #failure: unknown;
  #isCanceled = false;

  constructor(source: ByteSource, reader: EventReader<Event>, $metadata: ResponseMetadata) {
    this.#source = source;
    this.#$metadata = $metadata;
    const decoder = eventDecoderStream(reader, this.#splitter);
    this.#toDecoder = decoder.writable.getWriter();
    this.#fromDecoder = decoder.readable.getReader();
    // The calls below report these failures.
    for (const { closed } of [this.#toDecoder, this.#fromDecoder]) closed.catch(() => {});
  }

  /** The next event, without a promise when it is at hand and nobody waits for another. */
  next(): Next<Event> | Promise<Next<Event>> {
    if (this.#waiting === 0 && this.#at < this.#events.length) return this.#take();
    this.#waiting++;
    return this.refill().then(
      (more) => {
        this.#waiting--;
        if (!more) return END;
        return this.#at < this.#events.length ? this.#take() : this.next();
      },
      (error) => {
        this.#waiting--;
        if (error instanceof BedrockFetchError || error instanceof BedrockRuntimeServiceException) {
          Object.assign(error, { eventsDelivered: this.#delivered + this.#at });
        }
        throw error;
      },
    );
  }

  /** Reads until events are at hand or the answer has ended; resolves to which. */
  refill(): Promise<boolean> {
    if (this.#at < this.#events.length) return Promise.resolve(true);
    this.#reading ??= this.#read();
    return this.#reading;
  }

  /** Drops what is at hand and closes the connection. */
  cancel(): void {
    this.#isCanceled = true;
    this.#events = [];
    this.#reading = Promise.resolve(false);
    this.#source.cancel();
  }

  #take(): Next<Event> {
    const value = this.#events[this.#at++]!;
    if (this.#at === this.#events.length) {
      this.#delivered += this.#at;
      this.#at = 0;
      // Whoever waits for the next ones does not hold these.
      this.#events = [];
    }
    return { done: false, value };
  }

  async #read(): Promise<boolean> {
    for (;;) {
      if (this.#isCanceled) return false;
      if (this.#failure !== undefined) throw this.#failed();
      const frames: Frames[] = [];
      try {
        const more = await this.#source.readUntil((piece) => {
          this.#splitter.push(piece, frames);
          return frames.length > 0;
        });
        if (!more) {
          this.#splitter.end();
          await this.#toDecoder.close();
          return false;
        }
      } catch (error) {
        this.#failure = error;
      }
      const events = frames.length > 0 ? await this.#decode(frames) : [];
      if (events.length > 0 && !this.#isCanceled) {
        this.#events = events;
        this.#reading = undefined;
        return true;
      }
    }
  }

  /** Passes frames through the decoder: one chunk in, one chunk out; a failure rejects the write. */
  async #decode(frames: readonly Frames[]): Promise<readonly Event[]> {
    const events = this.#fromDecoder.read();
    try {
      await this.#toDecoder.write(frames);
    } catch (error) {
      // Whatever else failed came after these frames.
      this.#failure = error;
    }
    return (await events).value ?? [];
  }

  #failed(): unknown {
    const failure = this.#failure;
    if (failure instanceof BedrockFetchError && failure.$metadata === undefined) {
      Object.assign(failure, { $metadata: this.#$metadata });
    }
    this.#source.cancel();
    return failure;
  }
}
