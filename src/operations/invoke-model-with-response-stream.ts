import { UnexpectedResponseError } from "../errors/unexpected-response-error.ts";
import { readUpTo } from "./byte-source.ts";
import type { Operation } from "./operation.ts";
import type { InvokeModelWithResponseStreamOutput } from "./outputs.ts";
import { responseEvents } from "./response-events.ts";
import { readHeaders } from "./response-headers.ts";
import { responseStream } from "./response-stream.ts";

const EVENT_STREAM = "application/vnd.amazon.eventstream";
const EXCERPT_BYTES = 1000;

/** `POST /model/{modelId}/invoke-with-response-stream` */
export const invokeModelWithResponseStream: Operation<InvokeModelWithResponseStreamOutput> = {
  // The answer itself is an event stream, whatever is accepted in its chunks.
  request: { action: "invoke-with-response-stream", accept: "x-amzn-bedrock-accept" },

  /** Gives the answer once its first event is here: until then a failure can still be retried. */
  async output({ headers, bytes, $metadata }) {
    const type = headers.get("content-type");
    if (type?.split(";")[0]?.trim().toLowerCase() !== EVENT_STREAM) {
      const excerpt = new TextDecoder().decode(await readUpTo(EXCERPT_BYTES, bytes)).slice(0, 200);
      throw new UnexpectedResponseError(
        "NOT_AN_EVENT_STREAM",
        `The answer is ${type ?? "of no type"}, not ${EVENT_STREAM}; check the endpoint. Request ${$metadata.requestId} got: ${excerpt}`,
      );
    }
    const events = responseEvents(bytes, $metadata);
    await events.refill();
    return {
      body: responseStream(events),
      ...readHeaders(headers, "x-amzn-bedrock-content-type"),
      $metadata,
    };
  },
};
