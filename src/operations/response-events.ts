import { BedrockFetchError } from "../errors/bedrock-fetch-error.ts";
import type { ResponseMetadata } from "../errors/response-metadata.ts";
import { BedrockRuntimeServiceException } from "../errors/service-exceptions.ts";
import type { ByteSource } from "./byte-source.ts";
import { eventBatches } from "./event-batches.ts";
import type { ResponseStreamEvent } from "./response-stream-decoder.ts";

/** What an iterator gives. */
export type Next = IteratorResult<ResponseStreamEvent, undefined>;

export const END: Next = { done: true, value: undefined };

/** The events of a body, one at a time: read when they are asked for and none is at hand. */
export interface ResponseEvents {
  /** The next event, at once when it is at hand and nobody asked before. */
  next(): Next | Promise<Next>;
  /** Reads until events are at hand or the answer has ended; says which. */
  refill(): Promise<boolean>;
  /** Drops what is at hand and closes the connection. */
  cancel(): void;
  /** Called when nothing more comes. Set while an iterator takes the events. */
  onEnd: (() => void) | undefined;
}

export function responseEvents(bytes: ByteSource, $metadata: ResponseMetadata): ResponseEvents {
  const read = eventBatches(bytes, $metadata);
  let batch: readonly ResponseStreamEvent[] = [];
  let at = 0;
  /** Of the batches before. */
  let delivered = 0;
  let waiting = 0;
  let refilling: Promise<boolean> | undefined;
  let canceled = false;

  const take = (): Next => ({ done: false, value: batch[at++]! });

  const refilled = (more: boolean): Next | Promise<Next> => {
    waiting--;
    if (!more) return END;
    return at < batch.length ? take() : events.next();
  };

  const failed = (error: unknown): never => {
    waiting--;
    if (error instanceof BedrockFetchError || error instanceof BedrockRuntimeServiceException) {
      error.eventsDelivered = delivered + at;
    }
    throw error;
  };

  async function readBatch(): Promise<boolean> {
    try {
      const events = canceled ? undefined : await read();
      refilling = undefined;
      if (events !== undefined && !canceled) {
        delivered += at;
        at = 0;
        batch = events;
        return true;
      }
    } catch (error) {
      if (!canceled) {
        if (error instanceof BedrockFetchError) error.$metadata ??= $metadata;
        bytes.cancel();
        events.onEnd?.();
        throw error;
      }
    }
    events.onEnd?.();
    return false;
  }

  const events: ResponseEvents = {
    onEnd: undefined,

    next() {
      if (waiting === 0 && at < batch.length) return take();
      waiting++;
      return events.refill().then(refilled, failed);
    },

    refill() {
      if (at < batch.length) return Promise.resolve(true);
      // Kept when it fails, so that the failure is the answer to every later call.
      refilling ??= readBatch();
      return refilling;
    },

    cancel() {
      canceled = true;
      batch = [];
      bytes.cancel();
      events.onEnd?.();
    },
  };
  return events;
}
