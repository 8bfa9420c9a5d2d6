/// <reference lib="esnext.disposable" preserve="true" />
import { BedrockFetchError } from "../errors/bedrock-fetch-error.ts";
import type { ResponseMetadata } from "../errors/response-metadata.ts";
import { BedrockRuntimeServiceException } from "../errors/service-exceptions.ts";
import type { ByteSource } from "./byte-source.ts";
import type { ResponseStreamEvent } from "./response-events.ts";

/**
 * The events of an answer, as a standard `ReadableStream` that can be iterated in every runtime,
 * those whose streams cannot among them.
 *
 * Leaving the loop, `return()`, `cancel()`, an abort, an error and the end of a `using` block each
 * close the connection at once.
 */
export interface ResponseStream
  extends ReadableStream<ResponseStreamEvent>,
    AsyncDisposable,
    Disposable {
  values(options?: { preventCancel?: boolean }): ReadableStreamAsyncIterator<ResponseStreamEvent>;
  [Symbol.asyncIterator](options?: {
    preventCancel?: boolean;
  }): ReadableStreamAsyncIterator<ResponseStreamEvent>;
}

/** Makes the stream of events from batches of them, of which the first has been read already. */
export function responseStream(
  bytes: ByteSource,
  batches: ReadableStreamDefaultReader<readonly ResponseStreamEvent[]>,
  first: readonly ResponseStreamEvent[],
  $metadata: ResponseMetadata,
): ResponseStream {
  const queue = new EventQueue(bytes, batches, first, $metadata);
  const stream = new ReadableStream<ResponseStreamEvent>(
    {
      async pull(controller) {
        const event = queue.take() ?? (await queue.wait());
        if (event === undefined) controller.close();
        else controller.enqueue(event);
      },
      cancel() {
        queue.cancel();
      },
    },
    { highWaterMark: 0 },
  );
  const values: ResponseStream["values"] = (options) =>
    new EventIterator(stream, queue, options?.preventCancel ?? false);
  const members: PropertyDescriptorMap = {
    values: { value: values },
    [Symbol.asyncIterator]: { value: values },
  };
  // Runtimes without explicit resource management have neither symbol.
  if (Symbol.dispose) members[Symbol.dispose] = { value: () => queue.cancel() };
  if (Symbol.asyncDispose) members[Symbol.asyncDispose] = { value: async () => queue.cancel() };
  return Object.defineProperties(stream, members) as ResponseStream;
}

/** What has been decoded and not yet been delivered; counts what has. */
class EventQueue {
  readonly #bytes: ByteSource;
  readonly #batches: ReadableStreamDefaultReader<readonly ResponseStreamEvent[]>;
  readonly #$metadata: ResponseMetadata;
  #batch: readonly ResponseStreamEvent[];
  #at = 0;
  #delivered = 0;

  constructor(
    bytes: ByteSource,
    batches: ReadableStreamDefaultReader<readonly ResponseStreamEvent[]>,
    first: readonly ResponseStreamEvent[],
    $metadata: ResponseMetadata,
  ) {
    this.#bytes = bytes;
    this.#batches = batches;
    this.#batch = first;
    this.#$metadata = $metadata;
  }

  /** An event that is at hand. */
  take(): ResponseStreamEvent | undefined {
    const event = this.#batch[this.#at];
    if (event !== undefined) {
      this.#at++;
      this.#delivered++;
    }
    return event;
  }

  /** The first event of the next batch; undefined at the end. */
  async wait(): Promise<ResponseStreamEvent | undefined> {
    try {
      const { done, value } = await this.#batches.read();
      if (done) return undefined;
      this.#batch = value;
      this.#at = 0;
      return this.take();
    } catch (error) {
      if (error instanceof BedrockFetchError) error.$metadata ??= this.#$metadata;
      if (error instanceof BedrockFetchError || error instanceof BedrockRuntimeServiceException) {
        error.eventsDelivered = this.#delivered;
      }
      throw error;
    }
  }

  cancel(): void {
    this.#batch = [];
    this.#batches.cancel().catch(() => {});
    this.#bytes.cancel();
  }
}

/**
 * Iterates over the queue itself: an event at hand costs one promise, where a reader of the stream
 * and an async generator cost several each.
 */
class EventIterator implements ReadableStreamAsyncIterator<ResponseStreamEvent> {
  readonly #lock: ReadableStreamDefaultReader<ResponseStreamEvent>;
  readonly #queue: EventQueue;
  readonly #preventCancel: boolean;
  #ended = false;
  #waiting: Promise<unknown> | undefined;

  constructor(
    stream: ReadableStream<ResponseStreamEvent>,
    queue: EventQueue,
    preventCancel: boolean,
  ) {
    this.#lock = stream.getReader();
    this.#queue = queue;
    this.#preventCancel = preventCancel;
  }

  next(): Promise<IteratorResult<ResponseStreamEvent, undefined>> {
    if (this.#waiting === undefined && !this.#ended) {
      const value = this.#queue.take();
      if (value !== undefined) return Promise.resolve({ done: false, value });
    }
    // A call that does not wait for the one before it is answered after it.
    const step = () => this.#step();
    const result = this.#waiting === undefined ? step() : this.#waiting.then(step, step);
    const settled = () => {
      if (this.#waiting === result) this.#waiting = undefined;
    };
    this.#waiting = result;
    result.then(settled, settled);
    return result;
  }

  async return(value?: unknown): Promise<IteratorResult<ResponseStreamEvent, undefined>> {
    if (!this.#ended) {
      this.#end();
      if (!this.#preventCancel) this.#queue.cancel();
    }
    return { done: true, value: value as undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async #step(): Promise<IteratorResult<ResponseStreamEvent, undefined>> {
    if (this.#ended) return { done: true, value: undefined };
    try {
      const value = this.#queue.take() ?? (await this.#queue.wait());
      if (value !== undefined) return { done: false, value };
    } catch (error) {
      this.#end();
      throw error;
    }
    this.#end();
    return { done: true, value: undefined };
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#lock.releaseLock();
  }
}
