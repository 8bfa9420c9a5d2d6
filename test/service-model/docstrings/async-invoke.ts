import type { Docstrings } from "./docstring.ts";

const job = {
  invocationArn: "The job's ARN.",
  modelArn: "The ARN of the model that does it.",
  clientRequestToken: "The token that the job was started with.",
  status: "Whether the job is in progress, completed or failed.",
  failureMessage: "Why the job failed.",
  submitTime: "When the job was submitted.",
  lastModifiedTime: "When the job's status last changed.",
  endTime: "When the job ended.",
  outputDataConfig: "Where the output goes.",
};

export const asyncInvoke: Docstrings = {
  StartAsyncInvokeRequest: [
    "The input of `startAsyncInvoke`.",
    {
      clientRequestToken:
        "Keeps a request that is sent twice from starting two jobs. Default: a random one, the same for every attempt.",
      modelId: "The id or ARN of the model.",
      modelInput: "The model's own request, sent as it is.",
      outputDataConfig: "Where the output goes.",
      tags: "Tags of the job.",
    },
  ],
  AsyncInvokeOutputDataConfig: [
    "Where the output of a job goes.",
    { s3OutputDataConfig: "A place in S3." },
  ],
  AsyncInvokeS3OutputDataConfig: [
    "A place in S3 for the output of a job.",
    {
      s3Uri: "A bucket, or a folder in it.",
      kmsKeyId:
        "The ARN of a KMS key that encrypts the output. Default: the bucket's own encryption.",
      bucketOwner: "The account that owns the bucket, if it is not yours.",
    },
  ],
  Tag: ["A tag of a job.", { key: "The tag's name.", value: "The tag's value." }],
  StartAsyncInvokeResponse: [
    "The answer of `startAsyncInvoke`: the job runs on.",
    { invocationArn: "The job's ARN, for `getAsyncInvoke`." },
  ],
  GetAsyncInvokeRequest: [
    "The input of `getAsyncInvoke`.",
    { invocationArn: "The ARN that `startAsyncInvoke` returned." },
  ],
  GetAsyncInvokeResponse: ["The answer of `getAsyncInvoke`: a job.", job],
  ListAsyncInvokesRequest: [
    "The input of `listAsyncInvokes`: what is unset does not restrict the list.",
    {
      submitTimeAfter: "Jobs submitted after this time.",
      submitTimeBefore: "Jobs submitted before this time.",
      statusEquals: "Jobs with this status.",
      maxResults: "The most jobs in one page.",
      nextToken: "Where the page starts: the `nextToken` of the one before.",
      sortBy: "What the list is sorted by: `SubmissionTime` is the only choice.",
      sortOrder: "Whether the list ascends or descends.",
    },
  ],
  ListAsyncInvokesResponse: [
    "The answer of `listAsyncInvokes`: one page of the list.",
    {
      nextToken: "Where the next page starts; unset on the last one.",
      asyncInvokeSummaries: "The jobs.",
    },
  ],
  AsyncInvokeSummary: ["A job in a list.", job],
};
