import { fromJson } from "../../protocol/json/blobs.ts";
import { jsonOutput } from "../../protocol/json/json-operation.ts";
import { checkMembers } from "../../protocol/members.ts";
import type { Operation } from "../../protocol/operation.ts";
import { pathLabel } from "../../protocol/path-label.ts";
import { GET_ASYNC_INVOKE_OUTPUT_BLOBS } from "./members.ts";
import type { GetAsyncInvokeInput, GetAsyncInvokeOutput } from "./types.ts";

/**
 * `GET /async-invoke/{invocationArn}`: the state of a job. Needs the IAM action
 * `bedrock:GetAsyncInvoke`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GetAsyncInvoke.html
 *
 * @throws what `BedrockClient.call` throws
 *
 * @example
 * ```ts no-run
 * import { BedrockClient, getAsyncInvoke } from "bedrock-fetch";
 * import { fromEnv } from "bedrock-fetch/credentials";
 *
 * const bedrock = new BedrockClient({ ...fromEnv(), region: "us-east-1" });
 * const { status, failureMessage } = await bedrock.call(getAsyncInvoke, {
 *   invocationArn: "arn:aws:bedrock:us-east-1:123456789012:async-invoke/abc123def456",
 * });
 * console.log(status, failureMessage);
 * ```
 */
export const getAsyncInvoke: Operation<GetAsyncInvokeInput, GetAsyncInvokeOutput> = {
  request(input) {
    checkMembers("input", input);
    const path = `/async-invoke/${pathLabel("invocationArn", input.invocationArn)}`;
    return { method: "GET", path };
  },
  response: (response) => jsonOutput(response, fromJson(GET_ASYNC_INVOKE_OUTPUT_BLOBS)),
};
