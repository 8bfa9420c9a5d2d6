import { BedrockFetchError } from "../errors/bedrock-fetch-error.ts";
import type { ResponseMetadata } from "../errors/response-metadata.ts";
import { BedrockRuntimeServiceException } from "../errors/service-exceptions.ts";
import type { Frames } from "../eventstream/frame.ts";
import { FrameSplitter } from "../eventstream/frame-splitter.ts";
import type { ByteSource } from "./byte-source.ts";
import {
  type EventBatch,
  ResponseStreamDecoder,
  type ResponseStreamEvent,
} from "./response-stream-decoder.ts";

type Next = IteratorResult<ResponseStreamEvent, undefined>;

export const END: Next = { done: true, value: undefined };

const ignore = (): void => {};

/**
 * The events of a body, read when they are asked for. What is held is the events of what was at hand
 * then, one piece of the network's behind it, and one unfinished frame.
 */
export class ResponseEvents {
  /** Called when nothing more comes. Set while an iterator takes the events. */
  onEnd: (() => void) | undefined;
  readonly #bytes: ByteSource;
  readonly #$metadata: ResponseMetadata;
  readonly #splitter: FrameSplitter = new FrameSplitter();
  readonly #decoder: WritableStreamDefaultWriter<readonly Frames[]>;
  readonly #decoded: ReadableStreamDefaultReader<EventBatch>;
  #batch: EventBatch = { events: [], failure: undefined };
  #at = 0;
  /** Of the batches before. */
  #delivered = 0;
  #waiting = 0;
  #refilling: Promise<boolean> | undefined;
  #cancelled = false;

  #whole: Frames[] = [];
  readonly #hasWhole = (piece: Uint8Array): boolean => {
    this.#whole.push(...this.#splitter.push(piece));
    return this.#whole.length > 0 || this.#splitter.failure !== undefined;
  };

  readonly #refilled = (more: boolean): Next | Promise<Next> => {
    this.#waiting--;
    if (!more) return END;
    return this.#isAtHand ? this.#take() : this.next();
  };

  readonly #failed = (error: unknown): never => {
    this.#waiting--;
    if (error instanceof BedrockFetchError || error instanceof BedrockRuntimeServiceException) {
      error.eventsDelivered = this.#delivered + this.#at;
    }
    throw error;
  };

  constructor(bytes: ByteSource, $metadata: ResponseMetadata) {
    this.#bytes = bytes;
    this.#$metadata = $metadata;
    const decoder = new ResponseStreamDecoder(this.#splitter, $metadata);
    this.#decoder = decoder.writable.getWriter();
    this.#decoder.closed.catch(ignore);
    this.#decoded = decoder.readable.getReader();
  }

  /** The next event, at once when it is at hand and nobody asked before. */
  next(): Next | Promise<Next> {
    if (this.#waiting === 0 && this.#isAtHand) return this.#take();
    this.#waiting++;
    return this.refill().then(this.#refilled, this.#failed);
  }

  /** Reads until events are at hand or the answer has ended; says which. */
  refill(): Promise<boolean> {
    if (this.#isAtHand) return Promise.resolve(true);
    // Kept when it fails, so that the failure is the answer to every later call.
    this.#refilling ??= this.#refill();
    return this.#refilling;
  }

  /** Drops what is at hand and closes the connection. */
  cancel(): void {
    this.#cancelled = true;
    this.#batch = { events: [], failure: undefined };
    this.#bytes.cancel();
    this.onEnd?.();
  }

  get #isAtHand(): boolean {
    return this.#at < this.#batch.events.length;
  }

  #take(): Next {
    return { done: false, value: this.#batch.events[this.#at++]! };
  }

  async #refill(): Promise<boolean> {
    try {
      while (!this.#isAtHand && !this.#cancelled) {
        if (this.#batch.failure !== undefined) throw this.#batch.failure;
        this.#whole = [];
        const more = await this.#bytes.readUntil(this.#hasWhole);
        if (this.#cancelled) break;
        if (!more) this.#splitter.end();
        // Asked for first: what then comes need not be queued.
        const decoded = this.#decoded.read();
        if (more) this.#decoder.write(this.#whole);
        else this.#decoder.close().catch(ignore);
        const { done, value } = await decoded;
        if (done || this.#cancelled) break;
        this.#delivered += this.#at;
        this.#at = 0;
        this.#batch = value;
      }
      this.#refilling = undefined;
      if (!this.#isAtHand) this.onEnd?.();
      return this.#isAtHand;
    } catch (error) {
      if (error instanceof BedrockFetchError) error.$metadata ??= this.#$metadata;
      this.#bytes.cancel();
      this.onEnd?.();
      throw error;
    }
  }
}
