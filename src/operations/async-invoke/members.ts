// Generated from the service model by `npm run generate`: edit test/service-model instead.
import { type Blobs, timestamp } from "../../protocol/json/blobs.ts";

/** The members that the input of StartAsyncInvoke must have, but for those in its path. */
export const START_ASYNC_INVOKE_REQUIRED: readonly string[] = [
  "modelId",
  "modelInput",
  "outputDataConfig",
];

/** Where bytes and dates are in `GetAsyncInvokeOutput`. */
export const GET_ASYNC_INVOKE_OUTPUT_BLOBS: Blobs = {
  submitTime: timestamp,
  lastModifiedTime: timestamp,
  endTime: timestamp,
};

/** Where bytes and dates are in `ListAsyncInvokesOutput`. */
export const LIST_ASYNC_INVOKES_OUTPUT_BLOBS: Blobs = {
  asyncInvokeSummaries: { submitTime: timestamp, lastModifiedTime: timestamp, endTime: timestamp },
};
