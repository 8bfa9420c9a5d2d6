// Generated from the service model by `npm run generate`, in test/service-model: not edited by hand.
import type { ResponseMetadata } from "../../errors/response-metadata.ts";
import type { JsonBody, Open } from "../../protocol/types.ts";

/**
 * TODO
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_StartAsyncInvoke.html
 */
export interface StartAsyncInvokeInput {
  /** TODO 1 to 256 characters: ASCII without spaces. */
  readonly clientRequestToken?: string | undefined;
  /** TODO 1 to 256 characters: letters, digits and any of `_.-/:`. */
  readonly modelId: string;
  /** TODO */
  readonly modelInput: JsonBody;
  /** TODO */
  readonly outputDataConfig: AsyncInvokeOutputDataConfig;
  /** TODO At most 200 items. */
  readonly tags?: readonly Tag[] | undefined;
}

/** TODO */
export interface AsyncInvokeOutputDataConfig {
  /** TODO */
  readonly s3OutputDataConfig: AsyncInvokeS3OutputDataConfig;
}

/** TODO */
export interface AsyncInvokeS3OutputDataConfig {
  /** TODO 1 to 1024 characters: `s3://bucket/key`. */
  readonly s3Uri: string;
  /** TODO 1 to 2048 characters. */
  readonly kmsKeyId?: string | undefined;
  /** TODO 12 digits. */
  readonly bucketOwner?: string | undefined;
}

/** TODO */
export interface Tag {
  /** TODO 1 to 128 characters: letters, digits, white space and any of `._:/=+@-`. */
  readonly key: string;
  /** TODO At most 256 characters: letters, digits, white space and any of `._:/=+@-`. */
  readonly value: string;
}

/**
 * TODO
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_StartAsyncInvoke.html#API_runtime_StartAsyncInvoke_ResponseSyntax
 */
export interface StartAsyncInvokeOutput {
  /** TODO */
  readonly invocationArn: string;
  readonly $metadata: ResponseMetadata;
}

/**
 * TODO
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GetAsyncInvoke.html
 */
export interface GetAsyncInvokeInput {
  /** TODO 1 to 2048 characters. */
  readonly invocationArn: string;
}

/**
 * TODO
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GetAsyncInvoke.html#API_runtime_GetAsyncInvoke_ResponseSyntax
 */
export interface GetAsyncInvokeOutput {
  /** TODO */
  readonly invocationArn: string;
  /** TODO */
  readonly modelArn: string;
  /** TODO */
  readonly clientRequestToken?: string | undefined;
  /** TODO */
  readonly status: Open<"InProgress" | "Completed" | "Failed">;
  /** TODO */
  readonly failureMessage?: string | undefined;
  /** TODO */
  readonly submitTime: Date;
  /** TODO */
  readonly lastModifiedTime?: Date | undefined;
  /** TODO */
  readonly endTime?: Date | undefined;
  /** TODO */
  readonly outputDataConfig: AsyncInvokeOutputDataConfig;
  readonly $metadata: ResponseMetadata;
}

/**
 * TODO
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ListAsyncInvokes.html
 */
export interface ListAsyncInvokesInput {
  /** TODO */
  readonly submitTimeAfter?: Date | undefined;
  /** TODO */
  readonly submitTimeBefore?: Date | undefined;
  /** TODO */
  readonly statusEquals?: Open<"InProgress" | "Completed" | "Failed"> | undefined;
  /** TODO 1 to 1000. */
  readonly maxResults?: number | undefined;
  /** TODO 1 to 2048 characters: no white space. */
  readonly nextToken?: string | undefined;
  /** TODO */
  readonly sortBy?: Open<"SubmissionTime"> | undefined;
  /** TODO */
  readonly sortOrder?: Open<"Ascending" | "Descending"> | undefined;
}

/**
 * TODO
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ListAsyncInvokes.html#API_runtime_ListAsyncInvokes_ResponseSyntax
 */
export interface ListAsyncInvokesOutput {
  /** TODO */
  readonly nextToken?: string | undefined;
  /** TODO */
  readonly asyncInvokeSummaries?: readonly AsyncInvokeSummary[] | undefined;
  readonly $metadata: ResponseMetadata;
}

/** TODO */
export interface AsyncInvokeSummary {
  /** TODO */
  readonly invocationArn: string;
  /** TODO */
  readonly modelArn: string;
  /** TODO */
  readonly clientRequestToken?: string | undefined;
  /** TODO */
  readonly status?: Open<"InProgress" | "Completed" | "Failed"> | undefined;
  /** TODO */
  readonly failureMessage?: string | undefined;
  /** TODO */
  readonly submitTime: Date;
  /** TODO */
  readonly lastModifiedTime?: Date | undefined;
  /** TODO */
  readonly endTime?: Date | undefined;
  /** TODO */
  readonly outputDataConfig: AsyncInvokeOutputDataConfig;
}
