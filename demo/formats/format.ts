import type { Tool } from "../tools/tool.ts";

/** An image that a question is about. */
export interface Picture {
  readonly type: "image/jpeg";
  /** The same in the words of Nova and Converse. */
  readonly format: "jpeg";
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly base64: string;
}

/** What one side of the conversation said. */
export interface Turn {
  readonly role: "user" | "assistant";
  readonly text: string;
  readonly picture?: Picture | undefined;
}

/** What a question asks for besides an answer. */
export interface Wishes {
  /** The tools that the model may call; none if the list is empty. */
  readonly tools: readonly Tool[];
  /** Whether the model is asked to think before it answers. */
  readonly thinking: boolean;
}

/** What came of a tool call. */
export interface ToolResult {
  /** The id that the model gave its call. */
  readonly id: string | undefined;
  readonly name: string;
  readonly text: string;
  readonly failed: boolean;
}

/** A request's body; `messages` is what the next round of a tool loop is appended to. */
export type Body = { readonly messages?: readonly object[] } & Readonly<Record<string, unknown>>;

/** How a model wants its requests. */
export interface Format {
  /** A conversation that ends with a question, as the body of a request. */
  body(turns: readonly Turn[], wishes: Wishes): Body;
  /** The messages that answer tool calls. Absent where the format has no tools. */
  results?(results: readonly ToolResult[]): readonly object[];
}

/** The limit of an answer's length, in tokens. */
export const maxTokens = 1500;

/** How much of it may be thinking: the least that Claude takes. */
export const thinkingTokens = 1024;
