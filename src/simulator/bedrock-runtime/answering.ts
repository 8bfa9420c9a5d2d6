import type { Fault } from "../faults/fault.ts";
import type { Random } from "../random.ts";
import type { Guardrail } from "./guardrail.ts";
import type { OpenEntry } from "./invocation-log.ts";
import type { Answer } from "./models/model.ts";
import type { Pace } from "./pace.ts";

/** All that an invocation has come to by the time that it is answered. */
export interface Answering {
  readonly answer: Answer;
  readonly guardrail: Guardrail | undefined;
  readonly pace: Pace;
  readonly fault: Fault | undefined;
  readonly random: Random;
  /** Aborted when the client leaves. */
  readonly signal: AbortSignal;
  /** The response's headers that both operations have. */
  readonly headers: Headers;
  /** When the request had been read, by `performance.now()`. */
  readonly started: number;
  readonly entry: OpenEntry;
}

/** Milliseconds since `started`: at least one, as no real model is faster. */
export const elapsed = (started: number): number =>
  Math.max(1, Math.round(performance.now() - started));
