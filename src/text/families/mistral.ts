import type { ServiceMembers } from "./service.ts";

/**
 * An answer of Mistral's text completion, or a document of its stream. Its chat completion answers
 * with `ChatCompletion`s.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-mistral-text-completion.html
 */
export interface MistralDocument extends ServiceMembers {
  outputs: { text: string; stop_reason: string | null }[];
}
