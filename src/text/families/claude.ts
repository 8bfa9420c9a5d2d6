import type { ServiceMembers } from "./service.ts";

/**
 * A document of a stream of Claude's, by the Messages API.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html
 */
export type ClaudeStreamDocument = ServiceMembers &
  (
    | { type: "message_start"; message: ClaudeMessage }
    | { type: "content_block_start"; index: number; content_block: ClaudeContentBlock }
    | { type: "content_block_delta"; index: number; delta: ClaudeDelta }
    | { type: "content_block_stop"; index: number }
    | {
        type: "message_delta";
        delta: { stop_reason: string | null; stop_sequence: string | null };
        usage: Partial<ClaudeUsage>;
      }
    | { type: "message_stop" }
    | { type: "ping" }
  );

/** A whole answer of Claude's, by the Messages API. */
export interface ClaudeMessage extends ServiceMembers {
  id: string;
  type: "message";
  role: "assistant";
  model: string;
  content: ClaudeContentBlock[];
  stop_reason: string | null;
  stop_sequence: string | null;
  usage: ClaudeUsage;
}

/** A part of Claude's answer. */
export type ClaudeContentBlock =
  | { type: "text"; text: string; citations?: object[] | null }
  | { type: "thinking"; thinking: string; signature: string }
  | { type: "redacted_thinking"; data: string }
  | { type: "tool_use"; id: string; name: string; input: unknown }
  | { type: "server_tool_use" | "mcp_tool_use"; id: string; name: string; input: unknown }
  | { type: `${string}_tool_result`; tool_use_id: string; content: unknown };

/** What a document adds to a part of Claude's answer. */
export type ClaudeDelta =
  | { type: "text_delta"; text: string }
  | { type: "thinking_delta"; thinking: string }
  | { type: "signature_delta"; signature: string }
  | { type: "input_json_delta"; partial_json: string }
  | { type: "citations_delta"; citation: object };

/** Tokens, as Claude counts them. */
export interface ClaudeUsage {
  input_tokens: number;
  output_tokens: number;
  cache_creation_input_tokens?: number;
  /** Those of `cache_creation_input_tokens`, by how long they are kept. */
  cache_creation?: { ephemeral_5m_input_tokens: number; ephemeral_1h_input_tokens: number };
  cache_read_input_tokens?: number;
}

/**
 * An answer or a stream's document of Claude's, by the Text Completions API.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-text-completion.html
 */
export interface ClaudeCompletion extends ServiceMembers {
  completion: string;
  stop_reason: string | null;
  stop: string | null;
}
