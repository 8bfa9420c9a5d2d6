// Generated from the service model by `npm run generate`, in test/service-model: not edited by hand.
import type { Blobs } from "../../protocol/blobs.ts";

/** The members that the input of ApplyGuardrail must have. */
export const APPLY_GUARDRAIL_REQUIRED: readonly string[] = [
  "guardrailIdentifier",
  "guardrailVersion",
  "source",
  "content",
];

/** Where bytes and dates lie in an `ApplyGuardrailInput`. */
export const APPLY_GUARDRAIL_INPUT_BLOBS: Blobs = {
  content: { image: { source: { bytes: "blob" } } },
};
