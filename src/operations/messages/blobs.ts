// Generated from the service model by `npm run generate`: edit test/service-model instead.
import { type Blobs, blob } from "../../protocol/json/blobs.ts";

const SOURCE_BYTES: Blobs = { source: { bytes: blob } };
const GUARDRAIL_CONVERSE_CONTENT_BLOCK: Blobs = { image: SOURCE_BYTES };

/** Where bytes and dates are in `Message`. */
export const MESSAGE_BLOBS: Blobs = {
  content: {
    image: SOURCE_BYTES,
    document: SOURCE_BYTES,
    video: SOURCE_BYTES,
    audio: SOURCE_BYTES,
    toolResult: { content: { image: SOURCE_BYTES, document: SOURCE_BYTES, video: SOURCE_BYTES } },
    guardContent: GUARDRAIL_CONVERSE_CONTENT_BLOCK,
    reasoningContent: { redactedContent: blob },
  },
};

/** Where bytes and dates are in `SystemContentBlock`. */
export const SYSTEM_CONTENT_BLOCK_BLOBS: Blobs = { guardContent: GUARDRAIL_CONVERSE_CONTENT_BLOCK };
