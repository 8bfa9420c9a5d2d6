// Generated from the service model by `npm run generate`, in test/service-model: not edited by hand.
import type { ResponseMetadata } from "../../errors/response-metadata.ts";
import type { EventReadableStream } from "../../protocol/response-stream.ts";
import type { JsonValue, OneOf, Open } from "../../protocol/types.ts";
import type { CitationLocation } from "../messages/citations.ts";
import type { ErrorBlock, ImageSource } from "../messages/media.ts";
import type { PerformanceConfiguration, ServiceTier } from "./input.ts";
import type { GuardrailTraceAssessment, PromptRouterTrace, TokenUsage } from "./output.ts";

/**
 * TODO
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html#API_runtime_ConverseStream_ResponseSyntax
 */
export interface ConverseStreamOutput {
  /** TODO */
  readonly stream: EventReadableStream<ConverseStreamEvent>;
  readonly $metadata: ResponseMetadata;
}

/** TODO */
export type ConverseStreamEvent = OneOf<ConverseStreamEventMembers>;

/** The members of a {@link ConverseStreamEvent}, which has one of them. */
export interface ConverseStreamEventMembers {
  /** TODO */
  readonly messageStart: MessageStartEvent;
  /** TODO */
  readonly contentBlockStart: ContentBlockStartEvent;
  /** TODO */
  readonly contentBlockDelta: ContentBlockDeltaEvent;
  /** TODO */
  readonly contentBlockStop: ContentBlockStopEvent;
  /** TODO */
  readonly messageStop: MessageStopEvent;
  /** TODO */
  readonly metadata: ConverseStreamMetadataEvent;
}

/** TODO */
export interface MessageStartEvent {
  /** TODO */
  readonly role: Open<"user" | "assistant" | "system">;
}

/** TODO */
export interface ContentBlockStartEvent {
  /** TODO */
  readonly start: ContentBlockStart;
  /** TODO */
  readonly contentBlockIndex: number;
}

/** TODO */
export type ContentBlockStart = OneOf<ContentBlockStartMembers>;

/** The members of a {@link ContentBlockStart}, which has one of them. */
export interface ContentBlockStartMembers {
  /** TODO */
  readonly toolUse: ToolUseBlockStart;
  /** TODO */
  readonly toolResult: ToolResultBlockStart;
  /** TODO */
  readonly image: ImageBlockStart;
}

/** TODO */
export interface ToolUseBlockStart {
  /** TODO */
  readonly toolUseId: string;
  /** TODO */
  readonly name: string;
  /** TODO */
  readonly type?: Open<"server_tool_use"> | undefined;
}

/** TODO */
export interface ToolResultBlockStart {
  /** TODO */
  readonly toolUseId: string;
  /** TODO */
  readonly type?: string | undefined;
  /** TODO */
  readonly status?: Open<"success" | "error"> | undefined;
}

/** TODO */
export interface ImageBlockStart {
  /** TODO */
  readonly format: Open<"png" | "jpeg" | "gif" | "webp">;
}

/** TODO */
export interface ContentBlockDeltaEvent {
  /** TODO */
  readonly delta: ContentBlockDelta;
  /** TODO */
  readonly contentBlockIndex: number;
}

/** TODO */
export type ContentBlockDelta = OneOf<ContentBlockDeltaMembers>;

/** The members of a {@link ContentBlockDelta}, which has one of them. */
export interface ContentBlockDeltaMembers {
  /** TODO */
  readonly text: string;
  /** TODO */
  readonly toolUse: ToolUseBlockDelta;
  /** TODO */
  readonly toolResult: readonly ToolResultBlockDelta[];
  /** TODO */
  readonly reasoningContent: ReasoningContentBlockDelta;
  /** TODO */
  readonly citation: CitationsDelta;
  /** TODO */
  readonly image: ImageBlockDelta;
}

/** TODO */
export interface ToolUseBlockDelta {
  /** TODO */
  readonly input: string;
}

/** TODO */
export type ToolResultBlockDelta = OneOf<ToolResultBlockDeltaMembers>;

/** The members of a {@link ToolResultBlockDelta}, which has one of them. */
export interface ToolResultBlockDeltaMembers {
  /** TODO */
  readonly text: string;
  /** TODO */
  readonly json: JsonValue;
}

/** TODO */
export type ReasoningContentBlockDelta = OneOf<ReasoningContentBlockDeltaMembers>;

/** The members of a {@link ReasoningContentBlockDelta}, which has one of them. */
export interface ReasoningContentBlockDeltaMembers {
  /** TODO */
  readonly text: string;
  /** TODO */
  readonly redactedContent: Uint8Array;
  /** TODO */
  readonly signature: string;
}

/** TODO */
export interface CitationsDelta {
  /** TODO */
  readonly title?: string | undefined;
  /** TODO */
  readonly source?: string | undefined;
  /** TODO */
  readonly sourceContent?: readonly CitationSourceContentDelta[] | undefined;
  /** TODO */
  readonly location?: CitationLocation | undefined;
}

/** TODO */
export interface CitationSourceContentDelta {
  /** TODO */
  readonly text?: string | undefined;
}

/** TODO */
export interface ImageBlockDelta {
  /** TODO */
  readonly source?: ImageSource | undefined;
  /** TODO */
  readonly error?: ErrorBlock | undefined;
}

/** TODO */
export interface ContentBlockStopEvent {
  /** TODO */
  readonly contentBlockIndex: number;
}

/** TODO */
export interface MessageStopEvent {
  /** TODO */
  readonly stopReason: Open<
    | "end_turn"
    | "tool_use"
    | "max_tokens"
    | "stop_sequence"
    | "guardrail_intervened"
    | "content_filtered"
    | "malformed_model_output"
    | "malformed_tool_use"
    | "model_context_window_exceeded"
  >;
  /** TODO */
  readonly additionalModelResponseFields?: JsonValue | undefined;
}

/** TODO */
export interface ConverseStreamMetadataEvent {
  /** TODO */
  readonly usage: TokenUsage;
  /** TODO */
  readonly metrics: ConverseStreamMetrics;
  /** TODO */
  readonly trace?: ConverseStreamTrace | undefined;
  /** TODO */
  readonly performanceConfig?: PerformanceConfiguration | undefined;
  /** TODO */
  readonly serviceTier?: ServiceTier | undefined;
}

/** TODO */
export interface ConverseStreamMetrics {
  /** TODO */
  readonly latencyMs: number;
}

/** TODO */
export interface ConverseStreamTrace {
  /** TODO */
  readonly guardrail?: GuardrailTraceAssessment | undefined;
  /** TODO */
  readonly promptRouter?: PromptRouterTrace | undefined;
}
