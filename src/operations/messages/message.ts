// Generated from the service model by `npm run generate`: edit test/service-model instead.
import type { JsonValue, OneOf, Open } from "../../protocol/types.ts";
import type { CitationsContentBlock, SearchResultBlock } from "./citations.ts";
import type { AudioBlock, DocumentBlock, ImageBlock, VideoBlock } from "./media.ts";

/** One turn of a conversation. The `message` of an answer can go back into `messages` as it is. */
export interface Message {
  /** Who speaks. `system` is for instructions between turns, where a model takes them. */
  readonly role: Open<"user" | "assistant" | "system">;
  /** What is said, in order. Models bound the number and the size of images and documents. */
  readonly content: readonly ContentBlock[];
}

/** A piece of a message: text, media, a tool's call or its result, reasoning. */
export type ContentBlock = OneOf<ContentBlockMembers>;

/** The members of {@link ContentBlock}, of which a value has exactly one. */
export interface ContentBlockMembers {
  /** Plain text. */
  readonly text: string;
  /** An image, from you or from a model that draws. */
  readonly image: ImageBlock;
  /** A document for the model to read. */
  readonly document: DocumentBlock;
  /** A video for the model to watch. */
  readonly video: VideoBlock;
  /** Audio, from you or from a model that speaks. */
  readonly audio: AudioBlock;
  /** The model asks for a tool to be run. */
  readonly toolUse: ToolUseBlock;
  /** The result of running a tool. */
  readonly toolResult: ToolResultBlock;
  /** What the guardrail should look at; once there is one, it looks at nothing else. */
  readonly guardContent: GuardrailConverseContentBlock;
  /** Everything up to here may be cached. */
  readonly cachePoint: CachePointBlock;
  /** What the model thought before it answered. Goes back unchanged. */
  readonly reasoningContent: ReasoningContentBlock;
  /** Text with its sources. */
  readonly citationsContent: CitationsContentBlock;
  /** What your own search found, for the model to cite. */
  readonly searchResult: SearchResultBlock;
  /** From here on, the model may use a tool; in a message of role `system`. */
  readonly toolAddition: ToolAdditionBlock;
  /** From here on, the model may not use a tool; in a message of role `system`. */
  readonly toolRemoval: ToolRemovalBlock;
}

/** A tool that the model wants to be run. The next message answers it with a `toolResult`. */
export interface ToolUseBlock {
  /** What the result refers to. 1 to 64 characters: letters, digits and any of `_.:-`. */
  readonly toolUseId: string;
  /** The tool's name. 1 to 64 characters: letters, digits, `_` and `-`. */
  readonly name: string;
  /** What the tool is called with, by its `inputSchema`. */
  readonly input: JsonValue;
  /** `server_tool_use` for a tool that the model's provider runs; otherwise you run it. */
  readonly type?: Open<"server_tool_use"> | undefined;
}

/** The result of running a tool. */
export interface ToolResultBlock {
  /** The `toolUseId` of the call. 1 to 64 characters: letters, digits and any of `_.:-`. */
  readonly toolUseId: string;
  /** The result. */
  readonly content: readonly ToolResultContentBlock[];
  /** Whether the tool succeeded, for models that take it. */
  readonly status?: Open<"success" | "error"> | undefined;
  /** The kind of result, of a tool that the model's provider ran. */
  readonly type?: string | undefined;
}

/** A piece of a tool's result. */
export type ToolResultContentBlock = OneOf<ToolResultContentBlockMembers>;

/** The members of {@link ToolResultContentBlock}, of which a value has exactly one. */
export interface ToolResultContentBlockMembers {
  /** A JSON value. */
  readonly json: JsonValue;
  /** Plain text. */
  readonly text: string;
  /** An image. */
  readonly image: ImageBlock;
  /** A document. */
  readonly document: DocumentBlock;
  /** A video. */
  readonly video: VideoBlock;
  /** What a search found, for the model to cite. */
  readonly searchResult: SearchResultBlock;
}

/** Content for the guardrail to look at. */
export type GuardrailConverseContentBlock = OneOf<GuardrailConverseContentBlockMembers>;

/** The members of {@link GuardrailConverseContentBlock}, of which a value has exactly one. */
export interface GuardrailConverseContentBlockMembers {
  /** Text. */
  readonly text: GuardrailConverseTextBlock;
  /** An image. */
  readonly image: GuardrailConverseImageBlock;
}

/** Text for the guardrail to look at. */
export interface GuardrailConverseTextBlock {
  /** The text. */
  readonly text: string;
  /** The text's role in the grounding policy: the source, the question, or what is checked. */
  readonly qualifiers?: readonly Open<"grounding_source" | "query" | "guard_content">[] | undefined;
}

/** An image for the guardrail to look at. */
export interface GuardrailConverseImageBlock {
  /** How the image is encoded. */
  readonly format: Open<"png" | "jpeg">;
  /** The image itself. */
  readonly source: GuardrailConverseImageSource;
}

/** The bytes of an image. */
export interface GuardrailConverseImageSource {
  /** The file's bytes; they travel as base64. Not empty. */
  readonly bytes: Uint8Array;
}

/** The end of a part that does not change between requests and may be cached. */
export interface CachePointBlock {
  /** `default` is the only kind. */
  readonly type: Open<"default">;
  /** How long the cache keeps it: five minutes or an hour, where the model has the choice. */
  readonly ttl?: Open<"5m" | "1h"> | undefined;
}

/** What a model thought, in the clear or encrypted. */
export type ReasoningContentBlock = OneOf<ReasoningContentBlockMembers>;

/** The members of {@link ReasoningContentBlock}, of which a value has exactly one. */
export interface ReasoningContentBlockMembers {
  /** Reasoning that can be read. */
  readonly reasoningText: ReasoningTextBlock;
  /** Reasoning that only its provider can read. Goes back unchanged. */
  readonly redactedContent: Uint8Array;
}

/** Reasoning that can be read. */
export interface ReasoningTextBlock {
  /** What the model thought. */
  readonly text: string;
  /** Proves to the model that the text is its own. Goes back unchanged. */
  readonly signature?: string | undefined;
}

/** Lets the model use a tool from this point of the conversation on. */
export interface ToolAdditionBlock {
  /** The tool. */
  readonly tool: ToolReference;
}

/** A tool of `toolConfig`, or of an MCP server. */
export interface ToolReference {
  /** The kind of reference. 1 to 64 characters. */
  readonly type?: string | undefined;
  /** The name that `toolConfig` has for it. 1 to 128 characters. */
  readonly name?: string | undefined;
  /** The MCP server that has the tool. Needed for such tools only. 1 to 128 characters. */
  readonly serverName?: string | undefined;
}

/** Keeps the model from using a tool from this point of the conversation on. */
export interface ToolRemovalBlock {
  /** The tool. */
  readonly tool: ToolReference;
}

/** A piece of the system prompt. */
export type SystemContentBlock = OneOf<SystemContentBlockMembers>;

/** The members of {@link SystemContentBlock}, of which a value has exactly one. */
export interface SystemContentBlockMembers {
  /** Plain text. Not empty. */
  readonly text: string;
  /** A part that the guardrail should look at. */
  readonly guardContent: GuardrailConverseContentBlock;
  /** Everything up to here may be cached. */
  readonly cachePoint: CachePointBlock;
}
