// Generated from the service model by `npm run generate`: edit test/service-model instead.
import { type Blobs, blob } from "../../protocol/json/blobs.ts";

/** The members that the input of ApplyGuardrail must have, but for those in its path. */
export const APPLY_GUARDRAIL_REQUIRED: readonly string[] = ["source", "content"];

/** Where bytes and dates are in `ApplyGuardrailInput`. */
export const APPLY_GUARDRAIL_INPUT_BLOBS: Blobs = {
  content: { image: { source: { bytes: blob } } },
};
