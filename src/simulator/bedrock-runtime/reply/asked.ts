import type { JsonObject } from "../../json.ts";
import { type PromptPart, type PromptPrefix, prefixesOf } from "./prompt-prefix.ts";
import type { Source } from "./source.ts";
import { countTokens } from "./tokens.ts";

/** A tool that a request offers. */
export interface Tool {
  readonly name: string;
  /** The JSON Schema of its input. */
  readonly schema: JsonObject;
}

/** Whether the model may, must or must not call tools. */
export type ToolChoice =
  | { readonly type: "auto" | "any" | "none" }
  | { readonly type: "tool"; readonly name: string };

/** What a request asks of a model, whatever its family's format is. */
export interface Asked {
  /** All text that the model reads. */
  readonly text: string;
  /** What a guardrail looks at. */
  readonly guarded: string;
  readonly inputTokens: number;
  /** What was asked last: the answer is about this. */
  readonly question: string;
  readonly maxTokens: number;
  readonly stopSequences: readonly string[];
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice;
  /** The last turn brings the results of tools. */
  readonly hasToolResult: boolean;
  /** The model thinks before it answers. */
  readonly reasons: boolean;
  /** The JSON Schema that the answer must satisfy. */
  readonly schema: JsonObject | undefined;
  /** The service searches the web for the model. */
  readonly searchesWeb: boolean;
  /** What the answer is to cite. */
  readonly sources: readonly Source[];
  /** Its prompt up to where it is to be cached; empty where it is not. */
  readonly prefixes: readonly PromptPrefix[];
}

type Given = Pick<Asked, "text" | "question" | "maxTokens" | "stopSequences"> &
  Partial<Omit<Asked, "inputTokens" | "prefixes">> & {
    /** Of a prompt that can be cached. */
    readonly parts?: readonly PromptPart[];
    /** Tokens of what is not text, such as images. */
    readonly otherTokens?: number;
  };

/** Completes what a family's reader found with what most requests leave out. */
export function asked({ otherTokens = 0, parts = [], ...given }: Given): Asked {
  const { text, tools = [] } = given;
  const toolTokens = tools.length === 0 ? 0 : countTokens(JSON.stringify(tools));
  const inputTokens = countTokens(text) + toolTokens + otherTokens;
  return {
    guarded: text,
    toolChoice: { type: "auto" },
    hasToolResult: false,
    reasons: false,
    schema: undefined,
    searchesWeb: false,
    sources: [],
    ...given,
    tools,
    inputTokens,
    prefixes: prefixesOf(parts, inputTokens),
  };
}
