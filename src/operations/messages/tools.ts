// Generated from the service model by `npm run generate`, in test/service-model: not edited by hand.
import type { JsonBody, OneOf } from "../../protocol/types.ts";
import type { CachePointBlock } from "./message.ts";

/** TODO */
export interface ToolConfiguration {
  /** TODO At least 1 item. */
  readonly tools: readonly Tool[];
  /** TODO */
  readonly toolChoice?: ToolChoice | undefined;
}

/** TODO */
export type Tool = OneOf<ToolMembers>;

/** The members of a {@link Tool}, which has one of them. */
export interface ToolMembers {
  /** TODO */
  readonly toolSpec: ToolSpecification;
  /** TODO */
  readonly systemTool: SystemTool;
  /** TODO */
  readonly cachePoint: CachePointBlock;
}

/** TODO */
export interface ToolSpecification {
  /** TODO 1 to 64 characters: letters, digits, `_` and `-`. */
  readonly name: string;
  /** TODO Not empty. */
  readonly description?: string | undefined;
  /** TODO */
  readonly inputSchema: ToolInputSchema;
  /** TODO */
  readonly strict?: boolean | undefined;
}

/** TODO */
export interface ToolInputSchema {
  /** TODO */
  readonly json: JsonBody;
}

/** TODO */
export interface SystemTool {
  /** TODO 1 to 64 characters: letters, digits, `_` and `-`. */
  readonly name: string;
}

/** TODO */
export type ToolChoice = OneOf<ToolChoiceMembers>;

/** The members of a {@link ToolChoice}, which has one of them. */
export interface ToolChoiceMembers {
  /** TODO */
  readonly auto: AutoToolChoice;
  /** TODO */
  readonly any: AnyToolChoice;
  /** TODO */
  readonly tool: SpecificToolChoice;
}

/** TODO */
export type AutoToolChoice = { readonly [member: string]: never };

/** TODO */
export type AnyToolChoice = { readonly [member: string]: never };

/** TODO */
export interface SpecificToolChoice {
  /** TODO 1 to 64 characters: letters, digits, `_` and `-`. */
  readonly name: string;
}
