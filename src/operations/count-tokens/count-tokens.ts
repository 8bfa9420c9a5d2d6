import { toJson } from "../../protocol/json/blobs.ts";
import { checkRequired, jsonOutput, jsonRequest } from "../../protocol/json/json-operation.ts";
import type { Operation } from "../../protocol/operation.ts";
import { pathLabel } from "../../protocol/path-label.ts";
import { COUNT_TOKENS_INPUT_BLOBS, COUNT_TOKENS_REQUIRED } from "./members.ts";
import type { CountTokensInput, CountTokensOutput } from "./types.ts";

/**
 * `POST /model/{modelId}/count-tokens`: counts what a request would be billed for as its input.
 * Free of charge. Needs the IAM action `bedrock:CountTokens`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html
 *
 * @throws what `BedrockClient.call` throws
 *
 * @example
 * ```ts
 * import { BedrockClient, countTokens } from "bedrock-fetch";
 * import { fromEnv } from "bedrock-fetch/credentials";
 *
 * const bedrock = new BedrockClient({ ...fromEnv(), region: "us-east-1" });
 * const { inputTokens } = await bedrock.call(countTokens, {
 *   modelId: "anthropic.claude-haiku-4-5-20251001-v1:0", // not a profile's id
 *   input: { converse: { messages: [{ role: "user", content: [{ text: "Hello" }] }] } },
 * });
 * console.log(inputTokens);
 * ```
 */
export const countTokens: Operation<CountTokensInput, CountTokensOutput> = {
  request(input) {
    checkRequired(input, COUNT_TOKENS_REQUIRED);
    const { modelId, ...body } = input;
    const path = `/model/${pathLabel("modelId", modelId)}/count-tokens`;
    return jsonRequest(path, toJson(body, COUNT_TOKENS_INPUT_BLOBS));
  },
  response: (response) => jsonOutput(response),
};
