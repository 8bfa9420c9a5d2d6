/// <reference lib="esnext.disposable" preserve="true" />
import { UnexpectedResponseError } from "../errors/unexpected-response-error.ts";
import { readUpTo } from "./byte-source.ts";
import type { EventReader } from "./event-decoder-stream.ts";
import { excerpt } from "./excerpt.ts";
import type { OperationResponse } from "./response.ts";
import { END, type Next, ResponseEvents } from "./response-events.ts";

/**
 * The events of an answer, as a standard `ReadableStream` that can be iterated in every runtime,
 * including those whose streams cannot.
 *
 * Leaving the loop, `return()`, `cancel()`, an abort, an error and the end of a `using` block each
 * close the connection at once.
 */
export interface EventReadableStream<Event>
  extends ReadableStream<Event>,
    AsyncDisposable,
    Disposable {
  values(options?: { preventCancel?: boolean }): AsyncIteratorObject<Event, undefined>;
  [Symbol.asyncIterator](options?: {
    preventCancel?: boolean;
  }): AsyncIteratorObject<Event, undefined>;
}

const EVENT_STREAM = "application/vnd.amazon.eventstream";
const EXCERPT_BYTES = 1000;

/**
 * The events of a response, once the first one is here: until then a failure can still be retried.
 *
 * @throws UnexpectedResponseError `NOT_AN_EVENT_STREAM`
 * @throws what reading the first event throws
 */
export async function responseStream<Event>(
  { headers, source, $metadata }: OperationResponse,
  reader: EventReader<Event>,
): Promise<EventReadableStream<Event>> {
  const type = headers.get("content-type");
  if (type?.split(";")[0]?.trim().toLowerCase() !== EVENT_STREAM) {
    const body = await readUpTo(EXCERPT_BYTES, source);
    throw new UnexpectedResponseError(
      "NOT_AN_EVENT_STREAM",
      `Expected ${EVENT_STREAM} and received ${type ?? "no content type"}; check the endpoint. The body ${body.length > 0 ? `starts: ${excerpt(body)}` : "is empty"}`,
    );
  }
  const events = new ResponseEvents(source, reader, $metadata);
  await events.refill();
  return readableStream(events);
}

function readableStream<Event>(events: ResponseEvents<Event>): EventReadableStream<Event> {
  /** Whether an iterator takes the events, for which it holds the lock of the stream. */
  let isIterated = false;
  const stream = new ReadableStream<Event>(
    {
      async pull(controller) {
        // What it fails with is reported by the call below.
        await events.refill().catch(() => {});
        // A reader that left while it waited leaves what came to whoever asks next.
        if (!stream.locked || isIterated) return;
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
  const values: EventReadableStream<Event>["values"] = (options) => {
    const lock = stream.getReader();
    isIterated = true;
    return iterate(events, options?.preventCancel ?? false, () => {
      isIterated = false;
      lock.releaseLock();
    });
  };
  const members: PropertyDescriptorMap = {
    values: { value: values },
    [Symbol.asyncIterator]: { value: values },
  };
  // Runtimes without explicit resource management have neither symbol.
  if (Symbol.dispose) members[Symbol.dispose] = { value: () => events.cancel() };
  if (Symbol.asyncDispose) members[Symbol.asyncDispose] = { value: async () => events.cancel() };
  return Object.defineProperties(stream, members) as EventReadableStream<Event>;
}

/** Takes the events themselves: one at hand costs one promise and not a turn of the stream's queue. */
function iterate<Event>(
  events: ResponseEvents<Event>,
  preventCancel: boolean,
  release: () => void,
): AsyncIteratorObject<Event, undefined> {
  let ended = false;
  const end = (): void => {
    if (!ended) release();
    ended = true;
  };
  const leave = async (value?: unknown): Promise<Next<Event>> => {
    if (!ended && !preventCancel) events.cancel();
    end();
    return { done: true, value: value as undefined };
  };
  return {
    next() {
      const next = ended ? END : events.next();
      if (!(next instanceof Promise)) return Promise.resolve(next);
      return next.then(
        (result) => {
          if (result.done) end();
          return result;
        },
        (error) => {
          end();
          throw error;
        },
      );
    },
    return: leave,
    [Symbol.asyncIterator]() {
      return this;
    },
    // Runtimes without explicit resource management do not have the symbol.
    ...(Symbol.asyncDispose && {
      async [Symbol.asyncDispose]() {
        await leave();
      },
    }),
  } as AsyncIteratorObject<Event, undefined>;
}
