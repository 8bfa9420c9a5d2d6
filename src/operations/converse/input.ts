// Generated from the service model by `npm run generate`, in test/service-model: not edited by hand.
import type { JsonBody, Open } from "../../protocol/types.ts";
import type { Message, SystemContentBlock } from "../messages/message.ts";
import type { ToolConfiguration } from "../messages/tools.ts";

/**
 * TODO
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
export interface ConverseInput {
  /** TODO 1 to 2048 characters. */
  readonly modelId: string;
  /** TODO */
  readonly messages?: readonly Message[] | undefined;
  /** TODO */
  readonly system?: readonly SystemContentBlock[] | undefined;
  /** TODO */
  readonly inferenceConfig?: InferenceConfiguration | undefined;
  /** TODO */
  readonly toolConfig?: ToolConfiguration | undefined;
  /** TODO */
  readonly guardrailConfig?: GuardrailConfiguration | undefined;
  /** TODO */
  readonly additionalModelRequestFields?: JsonBody | undefined;
  /** TODO */
  readonly promptVariables?: { readonly [key: string]: PromptVariableValues } | undefined;
  /** TODO At most 10 items, each of 1 to 256 characters. */
  readonly additionalModelResponseFieldPaths?: readonly string[] | undefined;
  /**
   * TODO 1 to 16 pairs; keys of 1 to 256 characters: letters, digits, white space and any of
   * `:_@$#=/+,-.`; values of at most 256 characters: letters, digits, white space and any of
   * `:_@$#=/+,-.`.
   */
  readonly requestMetadata?: { readonly [key: string]: string } | undefined;
  /** TODO */
  readonly performanceConfig?: PerformanceConfiguration | undefined;
  /** TODO */
  readonly serviceTier?: ServiceTier | undefined;
  /** TODO */
  readonly outputConfig?: OutputConfig | undefined;
}

/** TODO */
export interface InferenceConfiguration {
  /** TODO At least 1. */
  readonly maxTokens?: number | undefined;
  /** TODO 0 to 1. */
  readonly temperature?: number | undefined;
  /** TODO 0 to 1. */
  readonly topP?: number | undefined;
  /** TODO At most 2500 items, each not empty. */
  readonly stopSequences?: readonly string[] | undefined;
}

/** TODO */
export interface GuardrailConfiguration {
  /** TODO At most 2048 characters. */
  readonly guardrailIdentifier?: string | undefined;
  /** TODO A number of at most 8 digits, or `DRAFT`. */
  readonly guardrailVersion?: string | undefined;
  /** TODO */
  readonly trace?: Open<"enabled" | "disabled" | "enabled_full"> | undefined;
}

/** TODO */
export interface PromptVariableValues {
  /** TODO */
  readonly text: string;
}

/** TODO */
export interface PerformanceConfiguration {
  /** TODO */
  readonly latency?: Open<"standard" | "optimized"> | undefined;
}

/** TODO */
export interface ServiceTier {
  /** TODO */
  readonly type: Open<"priority" | "default" | "flex" | "reserved">;
}

/** TODO */
export interface OutputConfig {
  /** TODO */
  readonly textFormat?: OutputFormat | undefined;
  /** TODO At most 16 characters. */
  readonly effort?: string | undefined;
}

/** TODO */
export interface OutputFormat {
  /** TODO */
  readonly type: Open<"json_schema">;
  /** TODO */
  readonly structure: OutputFormatStructure;
}

/** TODO */
export interface OutputFormatStructure {
  /** TODO */
  readonly jsonSchema: JsonSchemaDefinition;
}

/** TODO */
export interface JsonSchemaDefinition {
  /** TODO */
  readonly schema: string;
  /** TODO */
  readonly name?: string | undefined;
  /** TODO */
  readonly description?: string | undefined;
}

/**
 * TODO
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html
 */
export interface ConverseStreamInput {
  /** TODO 1 to 2048 characters. */
  readonly modelId: string;
  /** TODO */
  readonly messages?: readonly Message[] | undefined;
  /** TODO */
  readonly system?: readonly SystemContentBlock[] | undefined;
  /** TODO */
  readonly inferenceConfig?: InferenceConfiguration | undefined;
  /** TODO */
  readonly toolConfig?: ToolConfiguration | undefined;
  /** TODO */
  readonly guardrailConfig?: GuardrailStreamConfiguration | undefined;
  /** TODO */
  readonly additionalModelRequestFields?: JsonBody | undefined;
  /** TODO */
  readonly promptVariables?: { readonly [key: string]: PromptVariableValues } | undefined;
  /** TODO At most 10 items, each of 1 to 256 characters. */
  readonly additionalModelResponseFieldPaths?: readonly string[] | undefined;
  /**
   * TODO 1 to 16 pairs; keys of 1 to 256 characters: letters, digits, white space and any of
   * `:_@$#=/+,-.`; values of at most 256 characters: letters, digits, white space and any of
   * `:_@$#=/+,-.`.
   */
  readonly requestMetadata?: { readonly [key: string]: string } | undefined;
  /** TODO */
  readonly performanceConfig?: PerformanceConfiguration | undefined;
  /** TODO */
  readonly serviceTier?: ServiceTier | undefined;
  /** TODO */
  readonly outputConfig?: OutputConfig | undefined;
}

/** TODO */
export interface GuardrailStreamConfiguration {
  /** TODO At most 2048 characters. */
  readonly guardrailIdentifier?: string | undefined;
  /** TODO A number of at most 8 digits, or `DRAFT`. */
  readonly guardrailVersion?: string | undefined;
  /** TODO */
  readonly trace?: Open<"enabled" | "disabled" | "enabled_full"> | undefined;
  /** TODO */
  readonly streamProcessingMode?: Open<"sync" | "async"> | undefined;
}
