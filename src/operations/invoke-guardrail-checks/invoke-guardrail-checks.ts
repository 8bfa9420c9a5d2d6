import {
  checkRequired,
  jsonOutput,
  jsonRequest,
  plainJson,
} from "../../protocol/json/json-operation.ts";
import type { Operation } from "../../protocol/operation.ts";
import { INVOKE_GUARDRAIL_CHECKS_REQUIRED } from "./members.ts";
import type { InvokeGuardrailChecksInput, InvokeGuardrailChecksOutput } from "./types.ts";

/**
 * `POST /guardrail-checks/invoke`: checks messages by the checks that the request names, without a
 * guardrail of the account's. Needs the IAM action `bedrock:InvokeGuardrailChecks`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeGuardrailChecks.html
 *
 * @throws what `BedrockClient.call` throws
 *
 * @example
 * ```ts
 * import { BedrockClient, invokeGuardrailChecks } from "bedrock-fetch";
 * import { fromEnv } from "bedrock-fetch/credentials";
 *
 * const bedrock = new BedrockClient({ ...fromEnv(), region: "us-east-1" });
 * const { results } = await bedrock.call(invokeGuardrailChecks, {
 *   messages: [{ role: "user", content: [{ text: "Hello" }] }],
 *   checks: { contentFilter: { categories: [{ category: "VIOLENCE" }] } },
 * });
 * console.log(results);
 * ```
 */
export const invokeGuardrailChecks: Operation<
  InvokeGuardrailChecksInput,
  InvokeGuardrailChecksOutput
> = {
  request(input) {
    checkRequired(input, INVOKE_GUARDRAIL_CHECKS_REQUIRED);
    return jsonRequest("/guardrail-checks/invoke", plainJson(input));
  },
  response: (response) => jsonOutput(response),
};
