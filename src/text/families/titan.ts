import type { ServiceMembers } from "./service.ts";

/**
 * A document of a stream of Titan Text's.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html
 */
export interface TitanStreamDocument extends ServiceMembers {
  outputText: string;
  index: number;
  inputTextTokenCount: number | null;
  totalOutputTextTokenCount: number | null;
  completionReason: string | null;
}

/** A whole answer of Titan Text's. */
export interface TitanAnswer extends ServiceMembers {
  inputTextTokenCount: number;
  results: { outputText: string; tokenCount: number; completionReason: string }[];
}
