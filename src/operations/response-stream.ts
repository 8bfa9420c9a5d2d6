/// <reference lib="esnext.disposable" preserve="true" />
import { END, type ResponseEvents } from "./response-events.ts";
import type { ResponseStreamEvent } from "./response-stream-decoder.ts";

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
  values(options?: {
    preventCancel?: boolean;
  }): AsyncIteratorObject<ResponseStreamEvent, undefined>;
  [Symbol.asyncIterator](options?: {
    preventCancel?: boolean;
  }): AsyncIteratorObject<ResponseStreamEvent, undefined>;
}

/** The events as a stream. */
export function responseStream(events: ResponseEvents): ResponseStream {
  const stream = new ReadableStream<ResponseStreamEvent>(
    {
      async pull(controller) {
        // What it fails with is told by the call below.
        await events.refill().catch(() => {});
        // A reader that left while it waited leaves what came to whoever asks next.
        if (!stream.locked || events.onEnd !== undefined) return;
        const { done, value } = await events.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel() {
        events.cancel();
      },
    },
    { highWaterMark: 0 },
  );
  const values: ResponseStream["values"] = (options) =>
    new EventIterator(stream, events, options?.preventCancel ?? false);
  const members: PropertyDescriptorMap = {
    values: { value: values },
    [Symbol.asyncIterator]: { value: values },
  };
  // Runtimes without explicit resource management have neither symbol.
  if (Symbol.dispose) members[Symbol.dispose] = { value: () => events.cancel() };
  if (Symbol.asyncDispose) members[Symbol.asyncDispose] = { value: async () => events.cancel() };
  return Object.defineProperties(stream, members) as ResponseStream;
}

/**
 * Iterates over the events themselves: one at hand costs one promise, where a reader of the stream
 * and an async generator cost several each.
 */
class EventIterator implements AsyncIteratorObject<ResponseStreamEvent, undefined> {
  readonly #lock: ReadableStreamDefaultReader<ResponseStreamEvent>;
  readonly #events: ResponseEvents;
  readonly #preventCancel: boolean;
  #ended = false;

  constructor(
    stream: ReadableStream<ResponseStreamEvent>,
    events: ResponseEvents,
    preventCancel: boolean,
  ) {
    this.#lock = stream.getReader();
    this.#events = events;
    events.onEnd = () => this.#end();
    this.#preventCancel = preventCancel;
  }

  next(): Promise<IteratorResult<ResponseStreamEvent, undefined>> {
    return Promise.resolve(this.#ended ? END : this.#events.next());
  }

  async return(value?: unknown): Promise<IteratorResult<ResponseStreamEvent, undefined>> {
    if (!this.#ended && !this.#preventCancel) this.#events.cancel();
    this.#end();
    return { done: true, value: value as undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#events.onEnd = undefined;
    this.#lock.releaseLock();
  }
}
