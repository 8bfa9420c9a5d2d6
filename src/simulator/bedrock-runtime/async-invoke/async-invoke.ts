import { checkConstraints, checkShape, constraintError, type Shape } from "../../constraints.ts";
import { type JsonObject, objectAt, parseJsonInput, stringAt } from "../../json.ts";
import { ServiceError, validationException } from "../../service-error.ts";
import type { Operation, OperationCall } from "../operation.ts";
import { exchangeOf } from "../response/exchange.ts";
import { jsonResponse } from "../response/json-response.ts";
import {
  foundationModelId,
  invocationArn,
  MAX_FOUNDATION_MODEL_ID,
  MAX_IDENTIFIER,
  s3Output,
} from "../shapes.ts";
import type { AsyncJob } from "./async-jobs.ts";

const token = { min: 1, max: 256, pattern: "[!-~]*" } as const;
const TAG_TEXT = "[a-zA-Z0-9\\s._:/=+@-]*";

const request: Shape & { type: "structure" } = {
  type: "structure",
  required: ["modelId", "modelInput", "outputDataConfig"],
  members: {
    clientRequestToken: { type: "string", ...token },
    modelId: { type: "string", min: 1, max: MAX_FOUNDATION_MODEL_ID, pattern: foundationModelId },
    modelInput: { type: "document" },
    outputDataConfig: { type: "structure", members: { s3OutputDataConfig: s3Output } },
    tags: {
      type: "list",
      max: 200,
      of: {
        type: "structure",
        required: ["key", "value"],
        members: {
          key: { type: "string", min: 1, max: 128, pattern: TAG_TEXT },
          value: { type: "string", max: 256, pattern: TAG_TEXT },
        },
      },
    },
  },
};

/** StartAsyncInvoke: the same request with the same token starts one job. */
export const startAsyncInvoke: Operation = (call) => {
  const input = parseJsonInput(call.bytes);
  checkShape(input, request);
  const modelId = stringAt(input, "modelId");
  call.entry.modelId = modelId;
  return () => {
    const { clientRequestToken, ...rest } = input;
    const text = JSON.stringify(rest);
    const known =
      typeof clientRequestToken === "string"
        ? call.jobs.findByToken(clientRequestToken)
        : undefined;
    if (known && known.input !== text) {
      throw new ServiceError(
        "ConflictException",
        "The client request token was used before, with another request.",
      );
    }
    const job = known ?? newJob(call, input, text);
    if (!known) call.jobs.start(job);
    return jsonResponse({ invocationArn: job.invocationArn }, exchangeOf(call));
  };
};

function newJob({ context, models }: OperationCall, input: JsonObject, text: string): AsyncJob {
  const id = crypto.randomUUID().replaceAll("-", "").slice(0, 12);
  const modelId = stringAt(input, "modelId");
  return {
    invocationArn: `arn:aws:bedrock:${context.region}:123456789012:async-invoke/${id}`,
    modelArn: modelId.startsWith("arn:")
      ? modelId
      : `arn:aws:bedrock:${context.region}::foundation-model/${models.bareId(modelId)}`,
    clientRequestToken:
      typeof input.clientRequestToken === "string" ? input.clientRequestToken : undefined,
    submitTime: context.now(),
    outputDataConfig: outputOf(objectAt(input, "outputDataConfig"), id),
    input: text,
  };
}

/** Each job's output has a folder of its own. */
function outputOf(config: JsonObject, id: string): JsonObject {
  const s3 = objectAt(config, "s3OutputDataConfig");
  const s3Uri = `${stringAt(s3, "s3Uri").replace(/\/$/, "")}/${id}`;
  return { s3OutputDataConfig: { ...s3, s3Uri } };
}

/** GetAsyncInvoke. */
export const getAsyncInvoke: Operation = (call) => {
  const arn = call.labels.invocationArn!;
  checkConstraints([
    ["invocationArn", arn, { min: 1, max: MAX_IDENTIFIER, pattern: invocationArn }],
  ]);
  return () => {
    const job = call.jobs.find(arn);
    if (!job) {
      throw validationException("The provided invocation ARN is invalid.");
    }
    return jsonResponse(summaryOf(job, call), exchangeOf(call));
  };
};

const MAX_RESULTS = 1000;
const DEFAULT_RESULTS = 100;

/** ListAsyncInvokes: `nextToken` is where the next page begins. */
export const listAsyncInvokes: Operation = (call) => {
  const query = new URL(call.request.url).searchParams;
  const from = query.get("nextToken");
  checkConstraints([
    [
      "statusEquals",
      query.get("statusEquals"),
      { optional: true, values: ["InProgress", "Completed", "Failed"] },
    ],
    ["nextToken", from, { optional: true, min: 1, max: 2048, pattern: "\\S*" }],
    ["sortBy", query.get("sortBy"), { optional: true, values: ["SubmissionTime"] }],
    ["sortOrder", query.get("sortOrder"), { optional: true, values: ["Ascending", "Descending"] }],
  ]);
  const size = pageSize(query.get("maxResults"));
  const after = timeOf(query, "submitTimeAfter") ?? Number.NEGATIVE_INFINITY;
  const before = timeOf(query, "submitTimeBefore") ?? Number.POSITIVE_INFINITY;

  return () => {
    const status = query.get("statusEquals");
    const listed = call.jobs
      .all()
      .filter(({ submitTime }) => submitTime.getTime() > after && submitTime.getTime() < before)
      .map((job) => summaryOf(job, call))
      .filter((summary) => status === null || summary.status === status);
    if (query.get("sortOrder") !== "Ascending") listed.reverse();
    const start =
      from === null ? 0 : listed.findIndex(({ invocationArn }) => startOf(invocationArn) === from);
    if (start < 0) {
      throw validationException("The provided pagination token is invalid.");
    }
    const page = listed.slice(start, start + size);
    const next = listed[start + size];
    return jsonResponse(
      {
        asyncInvokeSummaries: page,
        ...(next && { nextToken: startOf(next.invocationArn) }),
      },
      exchangeOf(call),
    );
  };
};

/** The token of a page that begins with a job, opaque as tokens are. */
const startOf = (invocationArn: string): string => btoa(invocationArn.split("/").at(-1)!);

function pageSize(text: string | null): number {
  if (text === null) return DEFAULT_RESULTS;
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= MAX_RESULTS) return size;
  const bound =
    size > MAX_RESULTS ? `less than or equal to ${MAX_RESULTS}` : "greater than or equal to 1";
  throw constraintError([
    `Value '${text}' at 'maxResults' failed to satisfy constraint: Member must have value ${bound}`,
  ]);
}

function timeOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return time;
  throw new ServiceError("SerializationException", `${name} is not a date-time.`);
}

function summaryOf(job: AsyncJob, { jobs, context }: OperationCall) {
  const { status, lastModifiedTime, endTime } = jobs.look(job, context.now());
  const { clientRequestToken, invocationArn, modelArn, outputDataConfig, submitTime } = job;
  return {
    ...(clientRequestToken !== undefined && { clientRequestToken }),
    ...(endTime && { endTime: endTime.toISOString() }),
    invocationArn,
    lastModifiedTime: lastModifiedTime.toISOString(),
    modelArn,
    outputDataConfig,
    status,
    submitTime: submitTime.toISOString(),
  };
}
