// Generated from the service model by `npm run generate`: edit test/service-model instead.
import type { JsonBody, OneOf } from "../../protocol/types.ts";
import type { CachePointBlock } from "./message.ts";

/** The tools that a model may use. */
export interface ToolConfiguration {
  /** The tools. At least 1 item. */
  readonly tools: readonly Tool[];
  /** Whether the model must use one. Default: `{ auto: {} }`. */
  readonly toolChoice?: ToolChoice | undefined;
}

/** A tool, or the end of a part of the list that may be cached. */
export type Tool = OneOf<ToolMembers>;

/** The members of {@link Tool}, of which a value has exactly one. */
export interface ToolMembers {
  /** A tool of your own: the model asks for it, and you run it. */
  readonly toolSpec: ToolSpecification;
  /** A tool that the model's provider defines. */
  readonly systemTool: SystemTool;
  /** All tools up to here may be cached. */
  readonly cachePoint: CachePointBlock;
}

/** A tool of your own. */
export interface ToolSpecification {
  /** What the model calls it. 1 to 64 characters: letters, digits, `_` and `-`. */
  readonly name: string;
  /** What it does and when to use it, for the model to read. Not empty. */
  readonly description?: string | undefined;
  /** What it takes. */
  readonly inputSchema: ToolInputSchema;
  /** Whether the model's input is held to the schema. Default: it is not. */
  readonly strict?: boolean | undefined;
}

/** What a tool takes. */
export interface ToolInputSchema {
  /** A JSON Schema whose type is `object`: an object, not its text. */
  readonly json: JsonBody;
}

/** A tool that the model's provider defines. */
export interface SystemTool {
  /** Its name. 1 to 64 characters: letters, digits, `_` and `-`. */
  readonly name: string;
}

/** Whether a model must use a tool. */
export type ToolChoice = OneOf<ToolChoiceMembers>;

/** The members of {@link ToolChoice}, of which a value has exactly one. */
export interface ToolChoiceMembers {
  /** The model decides. */
  readonly auto: AutoToolChoice;
  /** The model uses some tool instead of answering in text. */
  readonly any: AnyToolChoice;
  /** The model uses this tool. */
  readonly tool: SpecificToolChoice;
}

/** Takes no options: `{}`. */
export type AutoToolChoice = { readonly [member: string]: never };

/** Takes no options: `{}`. */
export type AnyToolChoice = { readonly [member: string]: never };

/** The tool that a model must use. */
export interface SpecificToolChoice {
  /** The tool's name. 1 to 64 characters: letters, digits, `_` and `-`. */
  readonly name: string;
}
