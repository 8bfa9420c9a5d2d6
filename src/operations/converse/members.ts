// Generated from the service model by `npm run generate`: edit test/service-model instead.
import { type Blobs, blob } from "../../protocol/json/blobs.ts";
import { MESSAGE_BLOBS, SYSTEM_CONTENT_BLOCK_BLOBS } from "../messages/blobs.ts";

/** Where bytes and dates are in `ConverseInput` or `ConverseStreamInput`. */
export const CONVERSE_INPUT_BLOBS: Blobs = {
  messages: MESSAGE_BLOBS,
  system: SYSTEM_CONTENT_BLOCK_BLOBS,
};

/** Where bytes and dates are in `ConverseOutput`. */
export const CONVERSE_OUTPUT_BLOBS: Blobs = { output: { message: MESSAGE_BLOBS } };

/** Where bytes and dates are in `ConverseStreamEvent`. */
export const CONVERSE_STREAM_EVENT_BLOBS: Blobs = {
  contentBlockDelta: {
    delta: { reasoningContent: { redactedContent: blob }, image: { source: { bytes: blob } } },
  },
};
