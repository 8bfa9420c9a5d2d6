// Generated from the service model by `npm run generate`: edit test/service-model instead.
import { type Blobs, blob } from "../../protocol/json/blobs.ts";
import { MESSAGE_BLOBS, SYSTEM_CONTENT_BLOCK_BLOBS } from "../messages/blobs.ts";

/** The members that the input of CountTokens must have, but for those in its path. */
export const COUNT_TOKENS_REQUIRED: readonly string[] = ["input"];

/** Where bytes and dates are in `CountTokensInput`. */
export const COUNT_TOKENS_INPUT_BLOBS: Blobs = {
  input: {
    invokeModel: { body: blob },
    converse: { messages: MESSAGE_BLOBS, system: SYSTEM_CONTENT_BLOCK_BLOBS },
  },
};
