import { MODEL_EXCEPTIONS } from "../../errors/service-exceptions.ts";
import { eventReadableStream } from "../../protocol/events/event-readable-stream.ts";
import type { Operation } from "../../protocol/operation.ts";
import { ChunkEventReader } from "./chunk-event.ts";
import type { InvokeModelWithResponseStreamInput } from "./input.ts";
import { type InvokeModelWithResponseStreamOutput, readHeaders } from "./output.ts";
import { toHttpRequest } from "./request.ts";

/**
 * `POST /model/{modelId}/invoke-with-response-stream`: the operation behind
 * `BedrockRuntime.invokeModelWithResponseStream`, for `BedrockClient.call`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html
 */
export const invokeModelWithResponseStream: Operation<
  InvokeModelWithResponseStreamInput,
  InvokeModelWithResponseStreamOutput
> = {
  // The response itself is an event stream, whatever is accepted in its chunks.
  request: (input) => toHttpRequest("invoke-with-response-stream", "x-amzn-bedrock-accept", input),
  async response(response) {
    const { headers, $metadata } = response;
    return {
      body: await eventReadableStream(response, new ChunkEventReader(response)),
      ...readHeaders(headers, "x-amzn-bedrock-content-type"),
      $metadata,
    };
  },
  isStreamed: true,
  exceptions: MODEL_EXCEPTIONS,
};
