/// <reference lib="esnext.disposable" preserve="true" />
import { BedrockFetchError } from "../errors/bedrock-fetch-error.ts";
import type { ResponseMetadata } from "../errors/response-metadata.ts";
import { BedrockRuntimeServiceException } from "../errors/service-exceptions.ts";
import type { ByteSource } from "./byte-source.ts";
import { eventBatches } from "./event-batches.ts";
import type { ResponseStreamEvent } from "./response-stream-decoder.ts";

type Next = IteratorResult<ResponseStreamEvent, undefined>;
type Events = AsyncIteratorObject<ResponseStreamEvent, undefined>;

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
  values(options?: { preventCancel?: boolean }): Events;
  [Symbol.asyncIterator](options?: { preventCancel?: boolean }): Events;
}

/** The events of a body, once the first of them are here. */
export async function responseStream(
  bytes: ByteSource,
  $metadata: ResponseMetadata,
): Promise<ResponseStream> {
  const read = eventBatches(bytes, $metadata);
  let first = await read();
  let eventsDelivered = 0;
  let disposed = false;
  const stream = new ReadableStream<ResponseStreamEvent>(
    {
      async pull(controller) {
        try {
          const events = first ?? (await read());
          first = undefined;
          if (events === undefined) return controller.close();
          for (const event of events) controller.enqueue(event);
          eventsDelivered += events.length;
        } catch (error) {
          bytes.cancel();
          if (disposed) return controller.close();
          if (error instanceof BedrockFetchError) error.$metadata ??= $metadata;
          if (
            error instanceof BedrockFetchError ||
            error instanceof BedrockRuntimeServiceException
          ) {
            error.eventsDelivered = eventsDelivered;
          }
          throw error;
        }
      },
      cancel() {
        bytes.cancel();
      },
    },
    { highWaterMark: 0 },
  );
  const dispose = () => {
    disposed = true;
    bytes.cancel();
  };
  const values: ResponseStream["values"] = (options) => iterate(stream, options?.preventCancel);
  const members: PropertyDescriptorMap = {
    values: { value: values },
    [Symbol.asyncIterator]: { value: values },
  };
  // Runtimes without explicit resource management have neither symbol.
  if (Symbol.dispose) members[Symbol.dispose] = { value: dispose };
  if (Symbol.asyncDispose) members[Symbol.asyncDispose] = { value: async () => dispose() };
  return Object.defineProperties(stream, members) as ResponseStream;
}

/** As the platform's own iterator, where there is one; but `return()` waits for nothing. */
function iterate(stream: ReadableStream<ResponseStreamEvent>, preventCancel = false): Events {
  const reader = stream.getReader();
  let ended = false;
  let asked: Promise<unknown> | undefined;
  const end = () => {
    ended = true;
    reader.releaseLock();
  };
  reader.closed.then(end, end);
  const leave = async (value?: unknown): Promise<Next> => {
    // What was asked for is given before another may ask.
    if (preventCancel) await asked;
    else if (!ended) await reader.cancel();
    end();
    return { done: true, value: value as undefined };
  };
  return {
    next() {
      if (ended) return Promise.resolve({ done: true, value: undefined });
      const read = reader.read() as Promise<Next>;
      asked = read;
      return read;
    },
    return: leave,
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await leave();
    },
  };
}
