// Generated from the service model by `npm run generate`: edit test/service-model instead.
import type { ResponseMetadata } from "../../errors/response-metadata.ts";
import type { JsonBody, OneOf } from "../../protocol/types.ts";
import type { Message, SystemContentBlock } from "../messages/message.ts";
import type { ToolConfiguration } from "../messages/tools.ts";

/**
 * The input of `countTokens`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html
 */
export interface CountTokensInput {
  /**
   * The id or ARN of a foundation model. An inference profile is refused. 1 to 256 characters:
   * letters, digits and any of `_.-/:`.
   */
  readonly modelId: string;
  /** The request whose tokens are counted. */
  readonly input: CountTokensSource;
}

/** A request of one of the two kinds. */
export type CountTokensSource = OneOf<CountTokensSourceMembers>;

/** The members of {@link CountTokensSource}, of which a value has exactly one. */
export interface CountTokensSourceMembers {
  /** One for `invokeModel`. */
  readonly invokeModel: InvokeModelTokensRequest;
  /** One for `converse`. */
  readonly converse: ConverseTokensRequest;
}

/** A request for `invokeModel`. */
export interface InvokeModelTokensRequest {
  /**
   * The model's own request, as the bytes of its JSON; they travel as base64. At most 25,000,000
   * bytes.
   */
  readonly body: Uint8Array;
}

/** The parts of a request for `converse` that are counted. */
export interface ConverseTokensRequest {
  /** The conversation so far, oldest first. */
  readonly messages?: readonly Message[] | undefined;
  /** Instructions for the whole conversation. */
  readonly system?: readonly SystemContentBlock[] | undefined;
  /** The tools that the model may use. */
  readonly toolConfig?: ToolConfiguration | undefined;
  /** Parameters of the model's own, sent as they are. */
  readonly additionalModelRequestFields?: JsonBody | undefined;
}

/**
 * The answer of `countTokens`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html#API_runtime_CountTokens_ResponseSyntax
 */
export interface CountTokensOutput {
  /** The tokens that the same request would be billed for as its input. */
  readonly inputTokens: number;
  /** The HTTP exchange: its status, its id, its attempts. */
  readonly $metadata: ResponseMetadata;
}
