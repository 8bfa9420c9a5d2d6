import type { ServiceMembers } from "./service.ts";

/**
 * A document of a stream of Cohere Command's.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-cohere-command.html
 */
export interface CommandStreamDocument extends ServiceMembers {
  /** Which of the generations this is of, if the request asked for several. */
  index?: number;
  is_finished: boolean;
  text?: string;
  finish_reason?: string;
}

/** A whole answer of Cohere Command's. */
export interface CommandAnswer extends ServiceMembers {
  id: string;
  prompt: string;
  generations: { id: string; text: string; finish_reason: string }[];
}

/**
 * A document of a stream of Cohere Command R's.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-cohere-command-r-plus.html
 */
export interface CommandRStreamDocument extends ServiceMembers {
  event_type: string;
  is_finished?: boolean;
  text?: string;
  tool_calls?: CommandRToolCall[];
  finish_reason?: string;
}

/** A whole answer of Cohere Command R's. */
export interface CommandRAnswer extends ServiceMembers {
  response_id: string;
  generation_id: string;
  text: string;
  finish_reason: string;
  tool_calls?: CommandRToolCall[];
}

/** A tool that Command R wants called. */
export interface CommandRToolCall {
  name: string;
  parameters: unknown;
}
