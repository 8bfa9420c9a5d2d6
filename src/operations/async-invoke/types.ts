// Generated from the service model by `npm run generate`: edit test/service-model instead.
import type { ResponseMetadata } from "../../errors/response-metadata.ts";
import type { JsonBody, Open } from "../../protocol/types.ts";

/**
 * The input of `startAsyncInvoke`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_StartAsyncInvoke.html
 */
export interface StartAsyncInvokeInput {
  /**
   * Keeps a request that is sent twice from starting two jobs. Default: a random one, the same for
   * every attempt. 1 to 256 characters: ASCII without spaces.
   */
  readonly clientRequestToken?: string | undefined;
  /** The id or ARN of the model. 1 to 256 characters: letters, digits and any of `_.-/:`. */
  readonly modelId: string;
  /** The model's own request, sent as it is. */
  readonly modelInput: JsonBody;
  /** Where the output goes. */
  readonly outputDataConfig: AsyncInvokeOutputDataConfig;
  /** Tags of the job. At most 200 items. */
  readonly tags?: readonly Tag[] | undefined;
}

/** Where the output of a job goes. */
export interface AsyncInvokeOutputDataConfig {
  /** A place in S3. */
  readonly s3OutputDataConfig: AsyncInvokeS3OutputDataConfig;
}

/** A place in S3 for the output of a job. */
export interface AsyncInvokeS3OutputDataConfig {
  /** A bucket, or a folder in it. 1 to 1024 characters: `s3://bucket/key`. */
  readonly s3Uri: string;
  /**
   * The ARN of a KMS key that encrypts the output. Default: the bucket's own encryption. 1 to 2048
   * characters.
   */
  readonly kmsKeyId?: string | undefined;
  /** The account that owns the bucket, if it is not yours. 12 digits. */
  readonly bucketOwner?: string | undefined;
}

/** A tag of a job. */
export interface Tag {
  /** The tag's name. 1 to 128 characters: letters, digits, white space and any of `._:/=+@-`. */
  readonly key: string;
  /**
   * The tag's value. At most 256 characters: letters, digits, white space and any of `._:/=+@-`.
   */
  readonly value: string;
}

/**
 * The answer of `startAsyncInvoke`: the job runs on.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_StartAsyncInvoke.html#API_runtime_StartAsyncInvoke_ResponseSyntax
 */
export interface StartAsyncInvokeOutput {
  /** The job's ARN, for `getAsyncInvoke`. */
  readonly invocationArn: string;
  /** The HTTP exchange: its status, its id, its attempts. */
  readonly $metadata: ResponseMetadata;
}

/**
 * The input of `getAsyncInvoke`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GetAsyncInvoke.html
 */
export interface GetAsyncInvokeInput {
  /** The ARN that `startAsyncInvoke` returned. 1 to 2048 characters. */
  readonly invocationArn: string;
}

/**
 * The answer of `getAsyncInvoke`: a job.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GetAsyncInvoke.html#API_runtime_GetAsyncInvoke_ResponseSyntax
 */
export interface GetAsyncInvokeOutput extends AsyncInvokeSummary {
  /** Whether the job is in progress, completed or failed. */
  readonly status: Open<"InProgress" | "Completed" | "Failed">;
  /** The HTTP exchange: its status, its id, its attempts. */
  readonly $metadata: ResponseMetadata;
}

/**
 * The input of `listAsyncInvokes`: what is unset does not restrict the list.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ListAsyncInvokes.html
 */
export interface ListAsyncInvokesInput {
  /** Jobs submitted after this time. */
  readonly submitTimeAfter?: Date | undefined;
  /** Jobs submitted before this time. */
  readonly submitTimeBefore?: Date | undefined;
  /** Jobs with this status. */
  readonly statusEquals?: Open<"InProgress" | "Completed" | "Failed"> | undefined;
  /** The most jobs in one page. 1 to 1000. */
  readonly maxResults?: number | undefined;
  /**
   * Where the page starts: the `nextToken` of the one before. 1 to 2048 characters: no white space.
   */
  readonly nextToken?: string | undefined;
  /** What the list is sorted by: `SubmissionTime` is the only choice. */
  readonly sortBy?: Open<"SubmissionTime"> | undefined;
  /** Whether the list ascends or descends. */
  readonly sortOrder?: Open<"Ascending" | "Descending"> | undefined;
}

/**
 * The answer of `listAsyncInvokes`: one page of the list.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ListAsyncInvokes.html#API_runtime_ListAsyncInvokes_ResponseSyntax
 */
export interface ListAsyncInvokesOutput {
  /** Where the next page starts; unset on the last one. */
  readonly nextToken?: string | undefined;
  /** The jobs. */
  readonly asyncInvokeSummaries?: readonly AsyncInvokeSummary[] | undefined;
  /** The HTTP exchange: its status, its id, its attempts. */
  readonly $metadata: ResponseMetadata;
}

/** A job in a list. */
export interface AsyncInvokeSummary {
  /** The job's ARN. */
  readonly invocationArn: string;
  /** The ARN of the model that does it. */
  readonly modelArn: string;
  /** The token that the job was started with. */
  readonly clientRequestToken?: string | undefined;
  /** Whether the job is in progress, completed or failed. */
  readonly status?: Open<"InProgress" | "Completed" | "Failed"> | undefined;
  /** Why the job failed. */
  readonly failureMessage?: string | undefined;
  /** When the job was submitted. */
  readonly submitTime: Date;
  /** When the job's status last changed. */
  readonly lastModifiedTime?: Date | undefined;
  /** When the job ended. */
  readonly endTime?: Date | undefined;
  /** Where the output goes. */
  readonly outputDataConfig: AsyncInvokeOutputDataConfig;
}
