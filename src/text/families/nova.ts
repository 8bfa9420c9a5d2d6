import type { ServiceMembers } from "./service.ts";

/**
 * A document of a stream of Nova's: one of the members is set.
 *
 * @see https://docs.aws.amazon.com/nova/latest/userguide/using-invoke-api.html
 */
export interface NovaStreamDocument extends ServiceMembers {
  messageStart?: { role: "assistant" };
  contentBlockStart?: {
    contentBlockIndex: number;
    start: { toolUse?: { toolUseId: string; name: string } };
  };
  contentBlockDelta?: {
    contentBlockIndex: number;
    delta: { text?: string; toolUse?: { input: string } };
  };
  contentBlockStop?: { contentBlockIndex: number };
  messageStop?: { stopReason: string };
  metadata?: { usage: NovaUsage; metrics?: unknown; trace?: unknown };
}

/** A whole answer of Nova's. */
export interface NovaAnswer extends ServiceMembers {
  output: {
    message: {
      role: "assistant";
      content: {
        text?: string;
        toolUse?: { toolUseId: string; name: string; input: unknown };
      }[];
    };
  };
  stopReason: string;
  usage: NovaUsage;
}

/** Tokens, as Nova counts them. */
export interface NovaUsage {
  inputTokens: number;
  outputTokens: number;
  totalTokens?: number;
  cacheReadInputTokenCount?: number;
  cacheWriteInputTokenCount?: number;
}
