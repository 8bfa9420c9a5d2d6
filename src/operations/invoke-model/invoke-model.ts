import { MODEL_EXCEPTIONS } from "../../errors/service-exceptions.ts";
import type { Operation } from "../../protocol/operation.ts";
import type { InvokeModelInput } from "./input.ts";
import { type InvokeModelOutput, readHeaders, readUsage } from "./output.ts";
import { toHttpRequest } from "./request.ts";

/**
 * `POST /model/{modelId}/invoke`: the operation behind `BedrockRuntime.invokeModel`, for
 * `BedrockClient.call`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
 */
export const invokeModel: Operation<InvokeModelInput, InvokeModelOutput> = {
  request: (input) => toHttpRequest("invoke", "accept", input),
  async response(response) {
    const { headers, $metadata } = response;
    return {
      body: await response.bytes(),
      ...readHeaders(headers, "content-type"),
      ...readUsage(headers),
      $metadata,
    };
  },
  exceptions: MODEL_EXCEPTIONS,
};
