import type { ServiceMembers } from "./service.ts";

/**
 * An answer of Llama's, or a document of its stream, where `generation` is a piece and the counts
 * are totals so far.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-meta.html
 */
export interface LlamaDocument extends ServiceMembers {
  generation: string;
  prompt_token_count: number | null;
  generation_token_count: number;
  stop_reason: string | null;
}
