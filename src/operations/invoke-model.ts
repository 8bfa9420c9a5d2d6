import { UnexpectedResponseError } from "../errors/unexpected-response-error.ts";
import { BodyBytes } from "./body-bytes.ts";
import { readUpTo } from "./byte-source.ts";
import type { Operation } from "./operation.ts";
import type { InvokeModelOutput } from "./outputs.ts";
import { MAX_BODY_BYTES } from "./request-body.ts";
import { readHeaders, readUsage } from "./response-headers.ts";
import { exceptionFromResponse } from "./service-exception.ts";

/** `POST /model/{modelId}/invoke` */
export const invokeModel: Operation<InvokeModelOutput> = {
  request: { action: "invoke", accept: "accept" },

  async output(response) {
    const { headers, bytes, $metadata } = response;
    const read = await readUpTo(MAX_BODY_BYTES, bytes);
    if (read.length > MAX_BODY_BYTES) {
      throw new UnexpectedResponseError(
        "RESPONSE_TOO_LARGE",
        `The answer is over ${MAX_BODY_BYTES} bytes`,
      );
    }
    const body = new BodyBytes(read.buffer as ArrayBuffer, read.byteOffset, read.length);
    if (isUnknownOperation(body)) throw exceptionFromResponse(response, body);
    return {
      body,
      ...readHeaders(headers, "content-type"),
      ...readUsage(headers),
      $metadata,
    };
  },
};

/** How the layer in front of the service answers a path that it does not know: with 200. */
function isUnknownOperation(body: BodyBytes): boolean {
  return body.length < 1000 && body.text().startsWith('{"Output":{"__type":');
}
