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
  | ServerToolCallEvent
  | ServerToolResultEvent
  | RefusalEvent
  | CitationEvent
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
  /** Counts the tool calls of the answer, from 0. */
  readonly index: number;
  /** The id that the tool result must have; undefined in families without ids, such as Command R. */
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

/** The service has called one of its own tools; the caller does not run it. */
export interface ServerToolCallEvent extends OfChoice {
  readonly type: "serverToolCall";
  /** The id that its result has. */
  readonly id: string | undefined;
  readonly name: string;
  /** The JSON as the model wrote it. */
  readonly arguments: string;
  /** `arguments` parsed, `{}` if empty. Undefined if it is not JSON, as when it was cut. */
  readonly input: unknown;
}

/** What one of the service's own tools returned. */
export interface ServerToolResultEvent extends OfChoice {
  readonly type: "serverToolResult";
  /** The id of the call that this is the result of. */
  readonly id: string | undefined;
  /** In the form of the model's family, such as a list of search results. */
  readonly content: unknown;
  /** `"success"` or `"error"`, where the answer says so. */
  readonly status: string | undefined;
}

/** Some of the text in which an OpenAI-shaped model refuses to answer, never empty. */
export interface RefusalEvent extends OfChoice {
  readonly type: "refusal";
  readonly text: string;
}

/** A source of what the model said. */
export interface CitationEvent extends OfChoice {
  readonly type: "citation";
  /** In the form of the model's family. */
  readonly citation: object;
}

/** A choice has ended. */
export interface StopEvent extends OfChoice {
  readonly type: "stop";
  /** In the words of the model's family: `"end_turn"`, `"stop"`, `"COMPLETE"`, `"max_tokens"`, … */
  readonly reason: string;
  /** What Claude adds to some reasons, such as why it refused; otherwise undefined. */
  readonly details: unknown;
}

/**
 * Tokens as far as this document counts them. A count in a later event replaces an earlier one; the
 * last counts are the service's own.
 */
export interface UsageEvent extends FromDocument {
  readonly type: "usage";
  readonly usage: Usage;
}

/** Counts of tokens. */
export interface Usage {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  /** Those of `outputTokens` that were spent on reasoning. */
  readonly reasoningTokens?: number | undefined;
  readonly cacheReadInputTokens?: number | undefined;
  readonly cacheWriteInputTokens?: number | undefined;
  /** Those of `cacheWriteInputTokens` that are kept for 5 minutes. */
  readonly cacheWrite5mInputTokens?: number | undefined;
  /** Those of `cacheWriteInputTokens` that are kept for an hour. */
  readonly cacheWrite1hInputTokens?: number | undefined;
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
