import type { JsonBody, Open } from "../../protocol/types.ts";

/** What a request's `body` may be: strings and bytes are sent untouched, all else as JSON. */
export type RequestBody = string | ArrayBuffer | ArrayBufferView | Blob | JsonBody;

/**
 * The input of both operations, under the names of the service's model.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
 */
export interface InvokeModelInput {
  /** The id or ARN of a model, inference profile, prompt, prompt router or endpoint: 1 to 2048 characters. */
  readonly modelId: string;
  /**
   * The model's own request, at most 25,000,000 bytes. A string, bytes or a Blob are sent as they
   * are; any other value is serialized as JSON, once. Bytes are not copied: they must not change
   * until the answer is here, since another attempt signs and sends them again.
   */
  readonly body?: RequestBody | undefined;
  /** The MIME type of `body`. Default: `application/json`. */
  readonly contentType?: string | undefined;
  /** The MIME type wanted of the answer. Default: `application/json`. */
  readonly accept?: string | undefined;
  /** Whether the guardrail's trace is in the answer. */
  readonly trace?: Open<"ENABLED" | "DISABLED" | "ENABLED_FULL"> | undefined;
  /** The id or ARN of a guardrail; needs `guardrailVersion` too. */
  readonly guardrailIdentifier?: string | undefined;
  /** A version number or `DRAFT`. */
  readonly guardrailVersion?: string | undefined;
  readonly performanceConfigLatency?: Open<"standard" | "optimized"> | undefined;
  readonly serviceTier?: Open<"priority" | "default" | "flex" | "reserved"> | undefined;
  /**
   * Tags for the invocation log: an object of strings, or a JSON string of one; at most 8500
   * characters as JSON. Text outside ASCII travels as `\u` escapes. A value that is `undefined` is
   * left out.
   */
  readonly requestMetadata?: string | { readonly [key: string]: string | undefined } | undefined;
}

/** The input of `invokeModelWithResponseStream`: the same members. */
export type InvokeModelWithResponseStreamInput = InvokeModelInput;
