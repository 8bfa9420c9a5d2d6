/**
 * What happens in an answer, the same for all model families.
 *
 * Later releases may add types: a `switch` on `type` should ignore unknown ones. `document`
 * is the model's own document that an event was read from, unchanged.
 */
export type AnswerEvent =
  | TextEvent
  | ReasoningEvent
  | ToolCallStartEvent
  | ToolCallDeltaEvent
  | ToolCallStopEvent
  | StopEvent
  | UsageEvent
  | LatencyEvent
  | GuardrailEvent
  | OtherEvent;

interface FromDocument {
  readonly document: unknown;
}

interface OfChoice extends FromDocument {
  /** Which of several alternatives this belongs to: 0 for the first, and for the only one. */
  readonly choice: number;
}

/** Some text, never empty. */
export interface TextEvent extends OfChoice {
  readonly type: "text";
  readonly text: string;
}

/** Some of the model's reasoning, never empty. */
export interface ReasoningEvent extends OfChoice {
  readonly type: "reasoning";
  readonly text: string;
}

interface OfToolCall extends OfChoice {
  /** 0 for the first tool call of the answer, counting on. */
  readonly index: number;
  /** What a tool result has to name; undefined in families without ids, such as Command R. */
  readonly id: string | undefined;
  readonly name: string;
}

/** The model begins to call a tool. */
export interface ToolCallStartEvent extends OfToolCall {
  readonly type: "toolCallStart";
}

/** Some of a tool call's arguments. */
export interface ToolCallDeltaEvent extends OfToolCall {
  readonly type: "toolCallDelta";
  /** The JSON that is new, never empty. */
  readonly delta: string;
  /** The JSON so far. */
  readonly arguments: string;
}

/** A tool call is complete. */
export interface ToolCallStopEvent extends OfToolCall {
  readonly type: "toolCallStop";
  /** The JSON as the model wrote it. */
  readonly arguments: string;
  /** `arguments` parsed, `{}` if empty. Undefined if it is not JSON, as when it was cut. */
  readonly input: unknown;
}

/** A choice has ended. */
export interface StopEvent extends OfChoice {
  readonly type: "stop";
  /** In the words of the model's family: `"end_turn"`, `"stop"`, `"COMPLETE"`, `"max_tokens"`, … */
  readonly reason: string;
}

/**
 * Tokens as far as this document counts them. A count in a later event replaces an earlier one; the
 * last are the service's own.
 */
export interface UsageEvent extends FromDocument {
  readonly type: "usage";
  readonly usage: Usage;
}

/** Counts of tokens. */
export interface Usage {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly cacheReadInputTokens?: number | undefined;
  readonly cacheWriteInputTokens?: number | undefined;
}

/** How long the service took. */
export interface LatencyEvent extends FromDocument {
  readonly type: "latency";
  /** Until the answer was complete, in ms. */
  readonly invocationLatency: number;
  /** Until the answer's first byte, in ms. */
  readonly firstByteLatency: number | undefined;
}

/** What a guardrail did. */
export interface GuardrailEvent extends FromDocument {
  readonly type: "guardrail";
  /** `"NONE"` or `"INTERVENED"`; undefined in a document that has only a trace. */
  readonly action: string | undefined;
  /** The assessments, if the request asked for a trace. */
  readonly trace: unknown;
}

/** A document without any of the above: an empty delta, a block's end, an unknown shape. */
export interface OtherEvent extends FromDocument {
  readonly type: "other";
}
