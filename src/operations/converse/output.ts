// Generated from the service model by `npm run generate`: edit test/service-model instead.
import type { ResponseMetadata } from "../../errors/response-metadata.ts";
import type { JsonValue, Open } from "../../protocol/types.ts";
import type { GuardrailAssessment } from "../guardrails/assessment.ts";
import type { Message } from "../messages/message.ts";
import type { PerformanceConfiguration, ServiceTier } from "./input.ts";

/**
 * The answer of `converse`. Members that the service adds later are kept.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#API_runtime_Converse_ResponseSyntax
 */
export interface ConverseOutput {
  /** What the model said. */
  readonly output: ConverseOutputMessage;
  /** Why the model stopped. */
  readonly stopReason: Open<
    | "end_turn"
    | "tool_use"
    | "max_tokens"
    | "stop_sequence"
    | "guardrail_intervened"
    | "content_filtered"
    | "malformed_model_output"
    | "malformed_tool_use"
    | "model_context_window_exceeded"
  >;
  /** The tokens that were used. */
  readonly usage: TokenUsage;
  /** How long the model took. */
  readonly metrics: ConverseMetrics;
  /** The members that `additionalModelResponseFieldPaths` asked for. */
  readonly additionalModelResponseFields?: JsonValue | undefined;
  /** What the guardrail and the prompt router did, if that was asked for. */
  readonly trace?: ConverseTrace | undefined;
  /** The latency that the service used. */
  readonly performanceConfig?: PerformanceConfiguration | undefined;
  /** The tier that the service used. */
  readonly serviceTier?: ServiceTier | undefined;
  /** The HTTP exchange: its status, its id, its attempts. */
  readonly $metadata: ResponseMetadata;
}

/** What a model said. */
export interface ConverseOutputMessage {
  /** The message, ready to append to `messages`. */
  readonly message: Message;
}

/** Tokens that a request used. */
export interface TokenUsage {
  /** Tokens of the request, without those of the cache. */
  readonly inputTokens: number;
  /** Tokens of the answer. */
  readonly outputTokens: number;
  /** All of them: of the request, of the cache and of the answer. */
  readonly totalTokens: number;
  /** Tokens of the request that came from the cache. */
  readonly cacheReadInputTokens?: number | undefined;
  /** Tokens of the request that went into the cache. */
  readonly cacheWriteInputTokens?: number | undefined;
  /** What went into the cache, by how long it stays. */
  readonly cacheDetails?: readonly CacheDetail[] | undefined;
}

/** Tokens that went into the cache for one length of time. */
export interface CacheDetail {
  /** How long they stay. */
  readonly ttl: Open<"5m" | "1h">;
  /** How many they are. */
  readonly inputTokens: number;
}

/** How long an answer took. */
export interface ConverseMetrics {
  /** From the request to the whole answer, as the service measured it, in ms. */
  readonly latencyMs: number;
}

/** What the guardrail and the prompt router did. */
export interface ConverseTrace {
  /** What the guardrail found. */
  readonly guardrail?: GuardrailTraceAssessment | undefined;
  /** Which model the prompt router chose. */
  readonly promptRouter?: PromptRouterTrace | undefined;
}

/** What a guardrail found in a conversation. */
export interface GuardrailTraceAssessment {
  /** What the model had said before the guardrail stepped in. */
  readonly modelOutput?: readonly string[] | undefined;
  /** What was found in the prompt, by the guardrail's id. */
  readonly inputAssessment?: { readonly [key: string]: GuardrailAssessment } | undefined;
  /** What was found in the answer, by the guardrail's id. */
  readonly outputAssessments?:
    | { readonly [key: string]: readonly GuardrailAssessment[] }
    | undefined;
  /** Why the guardrail stepped in. */
  readonly actionReason?: string | undefined;
}

/** What a prompt router chose. */
export interface PromptRouterTrace {
  /** The ARN of the model or profile that answered. */
  readonly invokedModelId?: string | undefined;
}
