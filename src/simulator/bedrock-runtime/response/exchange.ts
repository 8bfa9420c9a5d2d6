import type { Fault } from "../../faults/fault.ts";
import type { OpenEntry } from "../invocation-log.ts";
import type { OperationCall } from "../operation.ts";
import type { Pace } from "./pace.ts";

/** What an answer needs to know of its request to be sent. */
export interface Exchange {
  readonly pace: Pace;
  readonly fault: Fault | undefined;
  /** Aborted when the client leaves. */
  readonly signal: AbortSignal;
  readonly headers: Headers;
  /** When the request had been read, by `performance.now()`. */
  readonly started: number;
  readonly entry: OpenEntry;
}

export const exchangeOf = ({ request, pace, fault, entry }: OperationCall): Exchange => ({
  pace,
  fault,
  signal: request.signal,
  headers: new Headers(),
  started: performance.now(),
  entry,
});

/** Milliseconds since `started`: at least one, as no real model is faster. */
export const elapsed = (started: number): number =>
  Math.max(1, Math.round(performance.now() - started));
