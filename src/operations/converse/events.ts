// Generated from the service model by `npm run generate`: edit test/service-model instead.
import type { ResponseMetadata } from "../../errors/response-metadata.ts";
import type { EventReadableStream } from "../../protocol/events/event-readable-stream.ts";
import type { JsonValue, OneOf, Open } from "../../protocol/types.ts";
import type { CitationLocation } from "../messages/citations.ts";
import type { ErrorBlock, ImageSource } from "../messages/media.ts";
import type { PerformanceConfiguration, ServiceTier } from "./input.ts";
import type { ConverseOutput, ConverseTrace, TokenUsage } from "./output.ts";

/**
 * The answer of `converseStream`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html#API_runtime_ConverseStream_ResponseSyntax
 */
export interface ConverseStreamOutput {
  /** The events, as they come. `metadata` is the last one. */
  readonly stream: EventReadableStream<ConverseStreamEvent>;
  /** The HTTP exchange: its status, its id, its attempts. */
  readonly $metadata: ResponseMetadata;
}

/** An event of a streamed answer. Kinds that this client does not know are skipped. */
export type ConverseStreamEvent = OneOf<ConverseStreamEventMembers>;

/** The members of {@link ConverseStreamEvent}, of which a value has exactly one. */
export interface ConverseStreamEventMembers {
  /** The message begins. */
  readonly messageStart: MessageStartEvent;
  /** A block begins whose deltas do not say everything; blocks of text have no such event. */
  readonly contentBlockStart: ContentBlockStartEvent;
  /** The next piece of a block. */
  readonly contentBlockDelta: ContentBlockDeltaEvent;
  /** A block is complete. */
  readonly contentBlockStop: ContentBlockStopEvent;
  /** The message is complete. */
  readonly messageStop: MessageStopEvent;
  /** Tokens and latency. The last event. */
  readonly metadata: ConverseStreamMetadataEvent;
}

/** The beginning of a message. */
export interface MessageStartEvent {
  /** Who speaks: `assistant`. */
  readonly role: Open<"user" | "assistant" | "system">;
}

/** The beginning of a block. */
export interface ContentBlockStartEvent {
  /** What the block is. */
  readonly start: ContentBlockStart;
  /** Which block of the message, from 0. */
  readonly contentBlockIndex: number;
}

/** What a block is, before its deltas. */
export type ContentBlockStart = OneOf<ContentBlockStartMembers>;

/** The members of {@link ContentBlockStart}, of which a value has exactly one. */
export interface ContentBlockStartMembers {
  /** The model asks for a tool to be run. */
  readonly toolUse: ToolUseBlockStart;
  /** The result of a tool that the model's provider ran. */
  readonly toolResult: ToolResultBlockStart;
  /** An image. */
  readonly image: ImageBlockStart;
}

/** A tool that the model wants to be run, before its input. */
export interface ToolUseBlockStart {
  /** What the result refers to. */
  readonly toolUseId: string;
  /** The tool's name. */
  readonly name: string;
  /** `server_tool_use` for a tool that the model's provider runs; otherwise you run it. */
  readonly type?: Open<"server_tool_use"> | undefined;
}

/** A tool's result, before its content. */
export interface ToolResultBlockStart {
  /** The `toolUseId` of the call. */
  readonly toolUseId: string;
  /** The kind of result. */
  readonly type?: string | undefined;
  /** Whether the tool succeeded. */
  readonly status?: Open<"success" | "error"> | undefined;
}

/** An image, before its bytes. */
export interface ImageBlockStart {
  /** How the image is encoded. */
  readonly format: Open<"png" | "jpeg" | "gif" | "webp">;
}

/** The next piece of a block. */
export interface ContentBlockDeltaEvent {
  /** The piece. */
  readonly delta: ContentBlockDelta;
  /** Which block of the message, from 0. */
  readonly contentBlockIndex: number;
}

/** A piece of a block: appended to the pieces before it, it makes the block. */
export type ContentBlockDelta = OneOf<ContentBlockDeltaMembers>;

/** The members of {@link ContentBlockDelta}, of which a value has exactly one. */
export interface ContentBlockDeltaMembers {
  /** Text that follows. */
  readonly text: string;
  /** Input for a tool that follows. */
  readonly toolUse: ToolUseBlockDelta;
  /** Pieces of a tool's result that follow. */
  readonly toolResult: readonly ToolResultBlockDelta[];
  /** Reasoning that follows. */
  readonly reasoningContent: ReasoningContentBlockDelta;
  /** A source of the text so far. */
  readonly citation: CitationsDelta;
  /** A piece of an image. */
  readonly image: ImageBlockDelta;
}

/** A piece of a tool's input. */
export interface ToolUseBlockDelta {
  /** A piece of JSON text, which is whole only when all pieces are joined. */
  readonly input: string;
}

/** A piece of a tool's result. */
export type ToolResultBlockDelta = OneOf<ToolResultBlockDeltaMembers>;

/** The members of {@link ToolResultBlockDelta}, of which a value has exactly one. */
export interface ToolResultBlockDeltaMembers {
  /** Text that follows. */
  readonly text: string;
  /** A JSON value. */
  readonly json: JsonValue;
}

/** A piece of a model's reasoning. */
export type ReasoningContentBlockDelta = OneOf<ReasoningContentBlockDeltaMembers>;

/** The members of {@link ReasoningContentBlockDelta}, of which a value has exactly one. */
export interface ReasoningContentBlockDeltaMembers {
  /** Text that follows. */
  readonly text: string;
  /** Reasoning that only its provider can read. Goes back unchanged. */
  readonly redactedContent: Uint8Array;
  /** Proves to the model that the text is its own. Goes back unchanged. */
  readonly signature: string;
}

/** A source of the text so far. */
export interface CitationsDelta {
  /** The source's title. */
  readonly title?: string | undefined;
  /** Where a cited search result is from. */
  readonly source?: string | undefined;
  /** The cited passage. */
  readonly sourceContent?: readonly CitationSourceContentDelta[] | undefined;
  /** Where in the source the passage is. */
  readonly location?: CitationLocation | undefined;
}

/** A piece of a cited passage. */
export interface CitationSourceContentDelta {
  /** The text. */
  readonly text?: string | undefined;
}

/** A piece of an image. */
export interface ImageBlockDelta {
  /** The bytes that follow. */
  readonly source?: ImageSource | undefined;
  /** Set when the model could not make the image. */
  readonly error?: ErrorBlock | undefined;
}

/** The end of a block. */
export interface ContentBlockStopEvent {
  /** Which block of the message, from 0. */
  readonly contentBlockIndex: number;
}

/** The end of a message. */
export interface MessageStopEvent {
  /** Why the model stopped. */
  readonly stopReason: ConverseOutput["stopReason"];
  /** The members that `additionalModelResponseFieldPaths` asked for. */
  readonly additionalModelResponseFields?: JsonValue | undefined;
}

/** Tokens and latency of a streamed answer. */
export interface ConverseStreamMetadataEvent {
  /** The tokens that were used. */
  readonly usage: TokenUsage;
  /** How long the model took. */
  readonly metrics: ConverseStreamMetrics;
  /** What the guardrail and the prompt router did, if that was asked for. */
  readonly trace?: ConverseStreamTrace | undefined;
  /** The latency that the service used. */
  readonly performanceConfig?: PerformanceConfiguration | undefined;
  /** The tier that the service used. */
  readonly serviceTier?: ServiceTier | undefined;
}

/** How long a streamed answer took. */
export interface ConverseStreamMetrics {
  /** From the request to the end of the stream, as the service measured it, in ms. */
  readonly latencyMs: number;
}

/** What the guardrail and the prompt router did. */
export type ConverseStreamTrace = ConverseTrace;
