import { BedrockFetchError } from "../errors/bedrock-fetch-error.ts";
import type { ResponseMetadata } from "../errors/response-metadata.ts";
import { BedrockRuntimeServiceException } from "../errors/service-exceptions.ts";
import type { Frame } from "../eventstream/frame.ts";
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
 * The events of a body, read when they are asked for: nothing is read ahead, and what is held is
 * the events of one piece of the network's and one unfinished frame.
 */
export class ResponseEvents {
  /** Called when nothing more comes. Set while an iterator takes the events. */
  onEnd: (() => void) | undefined;
  readonly #bytes: ByteSource;
  readonly #$metadata: ResponseMetadata;
  readonly #splitter: FrameSplitter = new FrameSplitter();
  readonly #decoder: WritableStreamDefaultWriter<readonly Frame[]>;
  readonly #decoded: ReadableStreamDefaultReader<EventBatch>;
  #batch: readonly ResponseStreamEvent[] = [];
  /** Met behind the batch. */
  #failure: unknown;
  #at = 0;
  /** Of the batches before. */
  #delivered = 0;
  #waiting = 0;
  #refilling: Promise<boolean> | undefined;
  #cancelled = false;

  #frames: readonly Frame[] = [];
  readonly #hasFrames = (piece: Uint8Array): boolean => {
    this.#splitter.push(piece);
    this.#frames = this.#splitter.take();
    return this.#frames.length > 0;
  };

  readonly #refilled = (more: boolean): Next | Promise<Next> => {
    this.#waiting--;
    if (!more) return END;
    return this.#at < this.#batch.length ? this.#take() : this.next();
  };

  readonly #failed = (error: unknown): never => {
    this.#waiting--;
    if (error instanceof BedrockFetchError || error instanceof BedrockRuntimeServiceException) {
      error.eventsDelivered = this.#delivered;
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

  /** The next event, at once when it is at hand. */
  next(): Next | Promise<Next> {
    // Those who asked before are answered before.
    if (this.#waiting === 0 && this.#at < this.#batch.length) return this.#take();
    this.#waiting++;
    return this.refill().then(this.#refilled, this.#failed);
  }

  /** Reads until events are at hand or the answer has ended; says which. */
  refill(): Promise<boolean> {
    if (this.#at < this.#batch.length) return Promise.resolve(true);
    // Kept when it fails, so that the failure is the answer to every later call.
    this.#refilling ??= this.#refill();
    return this.#refilling;
  }

  /** Drops what is at hand and closes the connection. */
  cancel(): void {
    this.#cancelled = true;
    this.#batch = [];
    this.#bytes.cancel();
    this.onEnd?.();
  }

  #take(): Next {
    return { done: false, value: this.#batch[this.#at++]! };
  }

  async #refill(): Promise<boolean> {
    try {
      this.#delivered += this.#at;
      this.#at = 0;
      this.#batch = [];
      await this.#decodeNext();
      this.#refilling = undefined;
      if (this.#batch.length > 0) return true;
      this.onEnd?.();
      return false;
    } catch (error) {
      if (error instanceof BedrockFetchError) error.$metadata ??= this.#$metadata;
      this.#bytes.cancel();
      this.onEnd?.();
      throw error;
    }
  }

  /** Decodes the next frames that have events, reading until there are some. */
  async #decodeNext(): Promise<void> {
    while (this.#batch.length === 0 && !this.#cancelled) {
      if (this.#failure !== undefined) throw this.#failure;
      this.#frames = this.#splitter.take();
      if (this.#frames.length > 0 || (await this.#bytes.readUntil(this.#hasFrames))) {
        this.#decoder.write(this.#frames);
      } else {
        if (this.#cancelled) return;
        this.#splitter.end();
        this.#decoder.close().catch(ignore);
      }
      const { done, value } = await this.#decoded.read();
      if (done || this.#cancelled) return;
      this.#batch = value.events;
      this.#failure = value.failure;
    }
  }
}
