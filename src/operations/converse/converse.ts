import { MODEL_EXCEPTIONS } from "../../errors/service-exceptions.ts";
import { fromJson } from "../../protocol/json/blobs.ts";
import { jsonOutput } from "../../protocol/json/json-operation.ts";
import type { Operation } from "../../protocol/operation.ts";
import type { ConverseInput } from "./input.ts";
import { CONVERSE_OUTPUT_BLOBS } from "./members.ts";
import type { ConverseOutput } from "./output.ts";
import { converseRequest } from "./request.ts";

/**
 * `POST /model/{modelId}/converse`: asks a model in the form that all models share, and returns its
 * whole answer. Needs the IAM action `bedrock:InvokeModel`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 *
 * @throws what `BedrockClient.call` throws
 *
 * @example
 * ```ts
 * import { BedrockClient, converse } from "bedrock-fetch";
 * import { fromEnv } from "bedrock-fetch/credentials";
 *
 * const bedrock = new BedrockClient({ ...fromEnv(), region: "us-east-1" });
 * const { output, usage } = await bedrock.call(converse, {
 *   modelId: "us.amazon.nova-2-lite-v1:0",
 *   messages: [{ role: "user", content: [{ text: "Hello" }] }],
 *   inferenceConfig: { maxTokens: 200 },
 * });
 * console.log(output.message?.content[0]?.text, usage.outputTokens);
 * ```
 */
export const converse: Operation<ConverseInput, ConverseOutput> = {
  request: (input) => converseRequest("converse", input),
  response: (response) => jsonOutput(response, fromJson(CONVERSE_OUTPUT_BLOBS)),
  exceptions: MODEL_EXCEPTIONS,
};
