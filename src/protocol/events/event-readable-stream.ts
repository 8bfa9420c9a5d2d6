/// <reference lib="esnext.disposable" preserve="true" />
import { UnexpectedResponseError } from "../../errors/unexpected-response-error.ts";
import { readUpTo } from "../byte-source.ts";
import { excerpt } from "../excerpt.ts";
import type { OperationResponse } from "../operation-response.ts";
import type { EventReader } from "./event-decoder-stream.ts";
import { END, EventQueue, type Next } from "./event-queue.ts";

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
 * The events of a response. Resolves when the first has arrived: until then a failure can be retried.
 *
 * @throws UnexpectedResponseError `NOT_AN_EVENT_STREAM`
 * @throws what reading the first event throws
 */
export async function eventReadableStream<Event>(
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
  const events = new EventQueue(source, reader, $metadata);
  await events.refill();
  return new EventStream(events);
}

// Runtimes without explicit resource management have neither symbol.
const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol();
const asyncDispose: typeof Symbol.asyncDispose = Symbol.asyncDispose ?? Symbol();

/** Where there is no ReadableStream, importing this must not fail: no call gets as far as here. */
class EventStream<Event>
  extends (globalThis.ReadableStream ?? Object)<Event>
  implements EventReadableStream<Event>
{
  readonly #events: EventQueue<Event>;
  /** Whether the lock of the stream is an iterator's. */
  #isIterated = false;

  constructor(events: EventQueue<Event>) {
    super(
      { pull: (controller) => this.#pull(controller), cancel: () => events.cancel() },
      { highWaterMark: 0 },
    );
    this.#events = events;
  }

  override values(options?: { preventCancel?: boolean }): AsyncIteratorObject<Event, undefined> {
    const lock = this.getReader();
    this.#isIterated = true;
    return new EventIterator(this.#events, options?.preventCancel ?? false, () => {
      this.#isIterated = false;
      lock.releaseLock();
    });
  }

  override [Symbol.asyncIterator](options?: {
    preventCancel?: boolean;
  }): AsyncIteratorObject<Event, undefined> {
    return this.values(options);
  }

  [dispose](): void {
    this.#events.cancel();
  }

  async [asyncDispose](): Promise<void> {
    this.#events.cancel();
  }

  async #pull(controller: ReadableStreamDefaultController<Event>): Promise<void> {
    // `next` below reports its failure.
    await this.#events.refill().catch(() => {});
    // If the reader left meanwhile, the events stay for the next one.
    if (!this.locked || this.#isIterated) return;
    const { done, value } = await this.#events.next();
    if (done) controller.close();
    else controller.enqueue(value);
  }
}

/** Bypasses the stream's queue: an event at hand costs a single promise. */
class EventIterator<Event> implements AsyncIteratorObject<Event, undefined> {
  readonly #events: EventQueue<Event>;
  readonly #preventCancel: boolean;
  /** Undefined once it has ended. */
  #release: (() => void) | undefined;

  constructor(events: EventQueue<Event>, preventCancel: boolean, release: () => void) {
    this.#events = events;
    this.#preventCancel = preventCancel;
    this.#release = release;
  }

  next(): Promise<Next<Event>> {
    const next = this.#release ? this.#events.next() : END;
    if (!(next instanceof Promise)) return Promise.resolve(next);
    return next.then(
      (result) => {
        if (result.done) this.#end();
        return result;
      },
      (error) => {
        this.#end();
        throw error;
      },
    );
  }

  async return(value?: unknown): Promise<Next<Event>> {
    if (this.#release && !this.#preventCancel) this.#events.cancel();
    this.#end();
    return { done: true, value: value as undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [asyncDispose](): Promise<void> {
    await this.return();
  }

  #end(): void {
    this.#release?.();
    this.#release = undefined;
  }
}
