import { BedrockFetchError } from "../errors/bedrock-fetch-error.ts";
import type { ResponseMetadata } from "../errors/response-metadata.ts";
import { BedrockRuntimeServiceException } from "../errors/service-exceptions.ts";
import type { ByteSource } from "./byte-source.ts";
import { eventBatches, type ReadEvents } from "./event-batches.ts";
import type { ResponseStreamEvent } from "./response-stream-decoder.ts";

type Next = IteratorResult<ResponseStreamEvent, undefined>;

export const END: Next = { done: true, value: undefined };

/** The events of a body, one at a time: read when they are asked for and none is at hand. */
export class ResponseEvents {
  /** Called when nothing more comes. Set while an iterator takes the events. */
  onEnd: (() => void) | undefined;
  readonly #bytes: ByteSource;
  readonly #$metadata: ResponseMetadata;
  readonly #read: ReadEvents;
  #batch: readonly ResponseStreamEvent[] = [];
  #at = 0;
  /** Of the batches before. */
  #delivered = 0;
  #waiting = 0;
  #refilling: Promise<boolean> | undefined;
  #cancelled = false;

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
    this.#read = eventBatches(bytes, $metadata);
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
    this.#batch = [];
    this.#bytes.cancel();
    this.onEnd?.();
  }

  get #isAtHand(): boolean {
    return this.#at < this.#batch.length;
  }

  #take(): Next {
    return { done: false, value: this.#batch[this.#at++]! };
  }

  async #refill(): Promise<boolean> {
    try {
      const events = this.#cancelled ? undefined : await this.#read();
      this.#refilling = undefined;
      if (events !== undefined && !this.#cancelled) {
        this.#delivered += this.#at;
        this.#at = 0;
        this.#batch = events;
        return true;
      }
    } catch (error) {
      if (!this.#cancelled) {
        if (error instanceof BedrockFetchError) error.$metadata ??= this.#$metadata;
        this.#bytes.cancel();
        this.onEnd?.();
        throw error;
      }
    }
    this.onEnd?.();
    return false;
  }
}
