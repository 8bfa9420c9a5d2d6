/// <reference lib="esnext.disposable" preserve="true" />
import { END, type Next, type ResponseEvents } from "./response-events.ts";
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
    iterate(stream, events, options?.preventCancel);
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
 * Iterates over the events themselves: one at hand costs one promise, where in some engines a
 * reader of the stream costs microseconds.
 */
function iterate(
  stream: ReadableStream<ResponseStreamEvent>,
  events: ResponseEvents,
  preventCancel = false,
): AsyncIteratorObject<ResponseStreamEvent, undefined> {
  const lock = stream.getReader();
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    events.onEnd = undefined;
    lock.releaseLock();
  };
  const leave = async (value?: unknown): Promise<Next> => {
    if (!ended && !preventCancel) events.cancel();
    end();
    return { done: true, value: value as undefined };
  };
  events.onEnd = end;
  return {
    next: () => Promise.resolve(ended ? END : events.next()),
    return: leave,
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await leave();
    },
  };
}
