import { checkWebCrypto } from "../../errors/unsupported-runtime-error.ts";
import {
  checkRequired,
  jsonOutput,
  jsonRequest,
  plainJson,
} from "../../protocol/json/json-operation.ts";
import type { Operation } from "../../protocol/operation.ts";
import { START_ASYNC_INVOKE_REQUIRED } from "./members.ts";
import type { StartAsyncInvokeInput, StartAsyncInvokeOutput } from "./types.ts";

/**
 * `POST /async-invoke`: starts a job, such as a video, whose output goes to S3. Every attempt of a
 * call sends the same `clientRequestToken`, so that one job is started. Needs the IAM action
 * `bedrock:InvokeModel`, and permission to write to the bucket.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_StartAsyncInvoke.html
 *
 * @throws what `BedrockClient.call` throws
 *
 * @example
 * ```ts
 * import { BedrockClient, startAsyncInvoke } from "bedrock-fetch";
 * import { fromEnv } from "bedrock-fetch/credentials";
 *
 * const bedrock = new BedrockClient({ ...fromEnv(), region: "us-east-1" });
 * const { invocationArn } = await bedrock.call(startAsyncInvoke, {
 *   modelId: "amazon.nova-reel-v1:1",
 *   modelInput: { taskType: "TEXT_VIDEO", textToVideoParams: { text: "A tide pool at dawn" } },
 *   outputDataConfig: { s3OutputDataConfig: { s3Uri: "s3://my-videos" } },
 * });
 * console.log(invocationArn);
 * ```
 */
export const startAsyncInvoke: Operation<StartAsyncInvokeInput, StartAsyncInvokeOutput> = {
  request(input) {
    checkRequired(input, START_ASYNC_INVOKE_REQUIRED);
    const clientRequestToken = input.clientRequestToken ?? randomToken();
    return jsonRequest("/async-invoke", plainJson({ ...input, clientRequestToken }));
  },
  response: (response) => jsonOutput(response),
};

function randomToken(): string {
  checkWebCrypto();
  return crypto.randomUUID();
}
