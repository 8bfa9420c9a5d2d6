import { toJson } from "../../protocol/json/blobs.ts";
import { checkRequired, jsonOutput, jsonRequest } from "../../protocol/json/json-operation.ts";
import type { Operation } from "../../protocol/operation.ts";
import { pathLabel } from "../../protocol/path-label.ts";
import { APPLY_GUARDRAIL_INPUT_BLOBS, APPLY_GUARDRAIL_REQUIRED } from "./members.ts";
import type { ApplyGuardrailInput, ApplyGuardrailOutput } from "./types.ts";

/**
 * `POST /guardrail/{guardrailIdentifier}/version/{guardrailVersion}/apply`: has a guardrail look at
 * content without a model. Needs the IAM action `bedrock:ApplyGuardrail`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ApplyGuardrail.html
 *
 * @throws what `BedrockClient.call` throws
 *
 * @example
 * ```ts no-run
 * import { applyGuardrail, BedrockClient } from "bedrock-fetch";
 * import { fromEnv } from "bedrock-fetch/credentials";
 *
 * const bedrock = new BedrockClient({ ...fromEnv(), region: "us-east-1" });
 * const { action, outputs } = await bedrock.call(applyGuardrail, {
 *   guardrailIdentifier: "gr1234567890",
 *   guardrailVersion: "DRAFT",
 *   source: "INPUT",
 *   content: [{ text: { text: "Where do I buy a rocket?" } }],
 * });
 * console.log(action, outputs[0]?.text);
 * ```
 */
export const applyGuardrail: Operation<ApplyGuardrailInput, ApplyGuardrailOutput> = {
  request(input) {
    checkRequired(input, APPLY_GUARDRAIL_REQUIRED);
    const { guardrailIdentifier, guardrailVersion, ...body } = input;
    const id = pathLabel("guardrailIdentifier", guardrailIdentifier);
    const version = pathLabel("guardrailVersion", guardrailVersion);
    const json = toJson(body, APPLY_GUARDRAIL_INPUT_BLOBS);
    return jsonRequest(`/guardrail/${id}/version/${version}/apply`, json);
  },
  response: (response) => jsonOutput(response),
};
