// Generated from the service model by `npm run generate`, in test/service-model: not edited by hand.
import type { ResponseMetadata } from "../../errors/response-metadata.ts";
import type { JsonValue, Open } from "../../protocol/types.ts";
import type { GuardrailAssessment } from "../guardrails/assessment.ts";
import type { Message } from "../messages/message.ts";
import type { PerformanceConfiguration, ServiceTier } from "./input.ts";

/**
 * TODO
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#API_runtime_Converse_ResponseSyntax
 */
export interface ConverseOutput {
  /** TODO */
  readonly output: ConverseOutputMessage;
  /** TODO */
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
  /** TODO */
  readonly usage: TokenUsage;
  /** TODO */
  readonly metrics: ConverseMetrics;
  /** TODO */
  readonly additionalModelResponseFields?: JsonValue | undefined;
  /** TODO */
  readonly trace?: ConverseTrace | undefined;
  /** TODO */
  readonly performanceConfig?: PerformanceConfiguration | undefined;
  /** TODO */
  readonly serviceTier?: ServiceTier | undefined;
  readonly $metadata: ResponseMetadata;
}

/** TODO */
export interface ConverseOutputMessage {
  /** TODO */
  readonly message: Message;
}

/** TODO */
export interface TokenUsage {
  /** TODO */
  readonly inputTokens: number;
  /** TODO */
  readonly outputTokens: number;
  /** TODO */
  readonly totalTokens: number;
  /** TODO */
  readonly cacheReadInputTokens?: number | undefined;
  /** TODO */
  readonly cacheWriteInputTokens?: number | undefined;
  /** TODO */
  readonly cacheDetails?: readonly CacheDetail[] | undefined;
}

/** TODO */
export interface CacheDetail {
  /** TODO */
  readonly ttl: Open<"5m" | "1h">;
  /** TODO */
  readonly inputTokens: number;
}

/** TODO */
export interface ConverseMetrics {
  /** TODO */
  readonly latencyMs: number;
}

/** TODO */
export interface ConverseTrace {
  /** TODO */
  readonly guardrail?: GuardrailTraceAssessment | undefined;
  /** TODO */
  readonly promptRouter?: PromptRouterTrace | undefined;
}

/** TODO */
export interface GuardrailTraceAssessment {
  /** TODO */
  readonly modelOutput?: readonly string[] | undefined;
  /** TODO */
  readonly inputAssessment?: { readonly [key: string]: GuardrailAssessment } | undefined;
  /** TODO */
  readonly outputAssessments?:
    | { readonly [key: string]: readonly GuardrailAssessment[] }
    | undefined;
  /** TODO */
  readonly actionReason?: string | undefined;
}

/** TODO */
export interface PromptRouterTrace {
  /** TODO */
  readonly invokedModelId?: string | undefined;
}
