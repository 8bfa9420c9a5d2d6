// Generated from the service model by `npm run generate`: edit test/service-model instead.
import type { JsonBody, Open } from "../../protocol/types.ts";
import type { Message, SystemContentBlock } from "../messages/message.ts";
import type { ToolConfiguration } from "../messages/tools.ts";

/**
 * The input of `converse`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
export interface ConverseInput {
  /**
   * The id or ARN of a model or inference profile, or the ARN of a prompt, a prompt router, a
   * provisioned model or an endpoint. 1 to 2048 characters.
   */
  readonly modelId: string;
  /** The conversation so far, oldest first. Unset when a prompt has its own. */
  readonly messages?: readonly Message[] | undefined;
  /** Instructions for the whole conversation. */
  readonly system?: readonly SystemContentBlock[] | undefined;
  /** How the model generates, in terms that all models share. */
  readonly inferenceConfig?: InferenceConfiguration | undefined;
  /** The tools that the model may use. */
  readonly toolConfig?: ToolConfiguration | undefined;
  /** A guardrail that looks at the prompt and at the answer. */
  readonly guardrailConfig?: GuardrailConfiguration | undefined;
  /** Parameters of the model's own, such as `{ top_k: 200 }`, sent as they are. */
  readonly additionalModelRequestFields?: JsonBody | undefined;
  /** What to fill into the prompt that `modelId` names, by variable. */
  readonly promptVariables?: { readonly [key: string]: PromptVariableValues } | undefined;
  /**
   * JSON Pointers, such as `"/stop_sequence"`, to members of the model's own answer that
   * `additionalModelResponseFields` should have. At most 10 items, each of 1 to 256 characters.
   */
  readonly additionalModelResponseFieldPaths?: readonly string[] | undefined;
  /**
   * Tags for the invocation log. 1 to 16 pairs, keys of 1 to 256 characters, values of at most 256
   * characters: letters, digits, white space and any of `:_@$#=/+,-.`.
   */
  readonly requestMetadata?: { readonly [key: string]: string } | undefined;
  /** Whether to use hardware that answers sooner. */
  readonly performanceConfig?: PerformanceConfiguration | undefined;
  /** How urgent the request is, and what it costs. */
  readonly serviceTier?: ServiceTier | undefined;
  /** How the answer is formed. */
  readonly outputConfig?: OutputConfig | undefined;
}

/** How a model generates. A member that is unset has the model's own default. */
export interface InferenceConfiguration {
  /** The most tokens that the answer may have. At least 1. */
  readonly maxTokens?: number | undefined;
  /** How random the answer is: lower is more predictable. 0 to 1. */
  readonly temperature?: number | undefined;
  /** The share of likeliest tokens to choose from. 0 to 1. */
  readonly topP?: number | undefined;
  /** Texts that make the model stop. At most 2500 items, each not empty. */
  readonly stopSequences?: readonly string[] | undefined;
}

/** A guardrail for `converse`. */
export interface GuardrailConfiguration {
  /** The guardrail's id or ARN. At most 2048 characters. */
  readonly guardrailIdentifier?: string | undefined;
  /** The guardrail's version. A number of at most 8 digits, or `DRAFT`. */
  readonly guardrailVersion?: string | undefined;
  /** Whether the answer has what the guardrail found. Default: `disabled`. */
  readonly trace?: Open<"enabled" | "disabled" | "enabled_full"> | undefined;
}

/** The value of a prompt's variable. */
export interface PromptVariableValues {
  /** The text to fill in. */
  readonly text: string;
}

/** How soon a model answers. */
export interface PerformanceConfiguration {
  /** `optimized` answers sooner, with models that have it. Default: `standard`. */
  readonly latency?: Open<"standard" | "optimized"> | undefined;
}

/** How urgent a request is. */
export interface ServiceTier {
  /** The tier. Default: `default`. */
  readonly type: Open<"priority" | "default" | "flex" | "reserved">;
}

/** How an answer is formed. */
export interface OutputConfig {
  /** A form that the answer's text must have. */
  readonly textFormat?: OutputFormat | undefined;
  /**
   * How hard the model tries: `low`, `medium`, `high`, `xhigh` or `max`; what is above `high` needs
   * extended thinking. At most 16 characters.
   */
  readonly effort?: string | undefined;
}

/** A form that an answer's text must have. */
export interface OutputFormat {
  /** `json_schema`: the text is JSON. */
  readonly type: Open<"json_schema">;
  /** What the JSON must be. */
  readonly structure: OutputFormatStructure;
}

/** What an answer must be. */
export interface OutputFormatStructure {
  /** A JSON Schema that it fits. */
  readonly jsonSchema: JsonSchemaDefinition;
}

/** A JSON Schema for answers. */
export interface JsonSchemaDefinition {
  /** The schema as text: `JSON.stringify(schema)`. */
  readonly schema: string;
  /** What the model calls it. */
  readonly name?: string | undefined;
  /** What it is for, for the model to read. */
  readonly description?: string | undefined;
}

/**
 * The input of `converseStream`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html
 */
export interface ConverseStreamInput extends ConverseInput {
  /** A guardrail that looks at the prompt and at the answer. */
  readonly guardrailConfig?: GuardrailStreamConfiguration | undefined;
}

/** A guardrail for `converseStream`. */
export interface GuardrailStreamConfiguration extends GuardrailConfiguration {
  /**
   * `sync` holds text back until it has been looked at; `async` sends it meanwhile. Default:
   * `sync`.
   */
  readonly streamProcessingMode?: Open<"sync" | "async"> | undefined;
}
