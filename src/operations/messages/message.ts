// Generated from the service model by `npm run generate`, in test/service-model: not edited by hand.
import type { JsonValue, OneOf, Open } from "../../protocol/types.ts";
import type { CitationsContentBlock, SearchResultBlock } from "./citations.ts";
import type { AudioBlock, DocumentBlock, ImageBlock, VideoBlock } from "./media.ts";

/** TODO */
export interface Message {
  /** TODO */
  readonly role: Open<"user" | "assistant" | "system">;
  /** TODO */
  readonly content: readonly ContentBlock[];
}

/** TODO */
export type ContentBlock = OneOf<ContentBlockMembers>;

/** The members of a {@link ContentBlock}, which has one of them. */
export interface ContentBlockMembers {
  /** TODO */
  readonly text: string;
  /** TODO */
  readonly image: ImageBlock;
  /** TODO */
  readonly document: DocumentBlock;
  /** TODO */
  readonly video: VideoBlock;
  /** TODO */
  readonly audio: AudioBlock;
  /** TODO */
  readonly toolUse: ToolUseBlock;
  /** TODO */
  readonly toolResult: ToolResultBlock;
  /** TODO */
  readonly guardContent: GuardrailConverseContentBlock;
  /** TODO */
  readonly cachePoint: CachePointBlock;
  /** TODO */
  readonly reasoningContent: ReasoningContentBlock;
  /** TODO */
  readonly citationsContent: CitationsContentBlock;
  /** TODO */
  readonly searchResult: SearchResultBlock;
  /** TODO */
  readonly toolAddition: ToolAdditionBlock;
  /** TODO */
  readonly toolRemoval: ToolRemovalBlock;
}

/** TODO */
export interface ToolUseBlock {
  /** TODO 1 to 64 characters: letters, digits and any of `_.:-`. */
  readonly toolUseId: string;
  /** TODO 1 to 64 characters: letters, digits, `_` and `-`. */
  readonly name: string;
  /** TODO */
  readonly input: JsonValue;
  /** TODO */
  readonly type?: Open<"server_tool_use"> | undefined;
}

/** TODO */
export interface ToolResultBlock {
  /** TODO 1 to 64 characters: letters, digits and any of `_.:-`. */
  readonly toolUseId: string;
  /** TODO */
  readonly content: readonly ToolResultContentBlock[];
  /** TODO */
  readonly status?: Open<"success" | "error"> | undefined;
  /** TODO */
  readonly type?: string | undefined;
}

/** TODO */
export type ToolResultContentBlock = OneOf<ToolResultContentBlockMembers>;

/** The members of a {@link ToolResultContentBlock}, which has one of them. */
export interface ToolResultContentBlockMembers {
  /** TODO */
  readonly json: JsonValue;
  /** TODO */
  readonly text: string;
  /** TODO */
  readonly image: ImageBlock;
  /** TODO */
  readonly document: DocumentBlock;
  /** TODO */
  readonly video: VideoBlock;
  /** TODO */
  readonly searchResult: SearchResultBlock;
}

/** TODO */
export type GuardrailConverseContentBlock = OneOf<GuardrailConverseContentBlockMembers>;

/** The members of a {@link GuardrailConverseContentBlock}, which has one of them. */
export interface GuardrailConverseContentBlockMembers {
  /** TODO */
  readonly text: GuardrailConverseTextBlock;
  /** TODO */
  readonly image: GuardrailConverseImageBlock;
}

/** TODO */
export interface GuardrailConverseTextBlock {
  /** TODO */
  readonly text: string;
  /** TODO */
  readonly qualifiers?: readonly Open<"grounding_source" | "query" | "guard_content">[] | undefined;
}

/** TODO */
export interface GuardrailConverseImageBlock {
  /** TODO */
  readonly format: Open<"png" | "jpeg">;
  /** TODO */
  readonly source: GuardrailConverseImageSource;
}

/** TODO */
export interface GuardrailConverseImageSource {
  /** TODO Not empty. */
  readonly bytes: Uint8Array;
}

/** TODO */
export interface CachePointBlock {
  /** TODO */
  readonly type: Open<"default">;
  /** TODO */
  readonly ttl?: Open<"5m" | "1h"> | undefined;
}

/** TODO */
export type ReasoningContentBlock = OneOf<ReasoningContentBlockMembers>;

/** The members of a {@link ReasoningContentBlock}, which has one of them. */
export interface ReasoningContentBlockMembers {
  /** TODO */
  readonly reasoningText: ReasoningTextBlock;
  /** TODO */
  readonly redactedContent: Uint8Array;
}

/** TODO */
export interface ReasoningTextBlock {
  /** TODO */
  readonly text: string;
  /** TODO */
  readonly signature?: string | undefined;
}

/** TODO */
export interface ToolAdditionBlock {
  /** TODO */
  readonly tool: ToolReference;
}

/** TODO */
export interface ToolReference {
  /** TODO 1 to 64 characters. */
  readonly type?: string | undefined;
  /** TODO 1 to 128 characters. */
  readonly name?: string | undefined;
  /** TODO 1 to 128 characters. */
  readonly serverName?: string | undefined;
}

/** TODO */
export interface ToolRemovalBlock {
  /** TODO */
  readonly tool: ToolReference;
}

/** TODO */
export type SystemContentBlock = OneOf<SystemContentBlockMembers>;

/** The members of a {@link SystemContentBlock}, which has one of them. */
export interface SystemContentBlockMembers {
  /** TODO Not empty. */
  readonly text: string;
  /** TODO */
  readonly guardContent: GuardrailConverseContentBlock;
  /** TODO */
  readonly cachePoint: CachePointBlock;
}
