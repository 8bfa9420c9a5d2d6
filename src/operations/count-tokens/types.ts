// Generated from the service model by `npm run generate`, in test/service-model: not edited by hand.
import type { ResponseMetadata } from "../../errors/response-metadata.ts";
import type { JsonBody, OneOf } from "../../protocol/types.ts";
import type { Message, SystemContentBlock } from "../messages/message.ts";
import type { ToolConfiguration } from "../messages/tools.ts";

/**
 * TODO
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html
 */
export interface CountTokensInput {
  /** TODO 1 to 256 characters: letters, digits and any of `_.-/:`. */
  readonly modelId: string;
  /** TODO */
  readonly input: CountTokensSource;
}

/** TODO */
export type CountTokensSource = OneOf<CountTokensSourceMembers>;

/** The members of a {@link CountTokensSource}, which has one of them. */
export interface CountTokensSourceMembers {
  /** TODO */
  readonly invokeModel: InvokeModelTokensRequest;
  /** TODO */
  readonly converse: ConverseTokensRequest;
}

/** TODO */
export interface InvokeModelTokensRequest {
  /** TODO At most 25,000,000 bytes. */
  readonly body: Uint8Array;
}

/** TODO */
export interface ConverseTokensRequest {
  /** TODO */
  readonly messages?: readonly Message[] | undefined;
  /** TODO */
  readonly system?: readonly SystemContentBlock[] | undefined;
  /** TODO */
  readonly toolConfig?: ToolConfiguration | undefined;
  /** TODO */
  readonly additionalModelRequestFields?: JsonBody | undefined;
}

/**
 * TODO
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html#API_runtime_CountTokens_ResponseSyntax
 */
export interface CountTokensOutput {
  /** TODO */
  readonly inputTokens: number;
  readonly $metadata: ResponseMetadata;
}
