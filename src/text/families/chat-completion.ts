import type { ServiceMembers } from "./service.ts";

/**
 * A document of a stream in OpenAI's form: Jamba, DeepSeek, gpt-oss, Qwen and others.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-openai.html
 */
export interface ChatCompletionChunk extends ServiceMembers {
  /** Missing in a last document that has only the service's metrics. */
  choices?: {
    index: number;
    delta?: ChatCompletionMessage;
    /** In place of `delta`, in text completions. */
    text?: string;
    finish_reason?: string | null;
    stop_reason?: string | null;
  }[];
  usage?: ChatCompletionUsage | null;
}

/** A whole answer in OpenAI's form. */
export interface ChatCompletion extends ServiceMembers {
  choices: {
    index?: number;
    message?: ChatCompletionMessage;
    /** In place of `message`, in text completions. */
    text?: string;
    finish_reason?: string | null;
    stop_reason?: string | null;
  }[];
  usage?: ChatCompletionUsage;
}

/** What a model of the OpenAI shape says, whole or in part. */
export interface ChatCompletionMessage {
  role?: string;
  content?: string | null;
  reasoning_content?: string | null;
  refusal?: string | null;
  tool_calls?: {
    index?: number;
    id?: string;
    function: { name?: string; arguments?: string };
  }[];
}

/** Tokens, as models of the OpenAI shape count them. */
export interface ChatCompletionUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens?: number;
  prompt_tokens_details?: { cached_tokens?: number };
  completion_tokens_details?: { reasoning_tokens?: number };
}
