import type { Shape } from "../constraints.ts";

/** Patterns, bounds and values that several operations share, of the service model of 2023-09-30. */

export const MAX_IDENTIFIER = 2048;

const modelId = (end: string): string =>
  `(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:(([0-9]{12}:custom-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}/[a-z0-9]{12})|(:foundation-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.:]?[a-z0-9-]{1,63}))|([0-9]{12}:imported-model/[a-z0-9]{12})|([0-9]{12}:provisioned-model/[a-z0-9]{12})|([0-9]{12}:custom-model-deployment/[a-z0-9]{12})|([0-9]{12}:(inference-profile|application-inference-profile)/[a-zA-Z0-9-:.]+)))|([a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.:]?[a-z0-9-]{1,63}))|(([0-9a-zA-Z][_-]?)+)|([a-zA-Z0-9-:.]+)${end}|(^(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:prompt/[0-9a-zA-Z]{10}(?::[0-9]{1,5})?))$|(^arn:aws:sagemaker:[a-z0-9-]+:[0-9]{12}:endpoint/[a-zA-Z0-9-]+$)|(^arn:aws(-[^:]+)?:bedrock:([0-9a-z-]{1,20}):([0-9]{12}):(default-)?prompt-router/[a-zA-Z0-9-:.]+$)`;

/** What InvokeModel takes for a model. */
export const invokeModelId: string = modelId("$");
/** What Converse takes for one. */
export const conversationalModelId: string = modelId("");
/** What CountTokens and StartAsyncInvoke take for one. */
export const foundationModelId = "[a-zA-Z_\\.\\-/0-9:]+";
export const MAX_FOUNDATION_MODEL_ID = 256;

export const guardrailIdentifier =
  "(|([a-z0-9]+)|(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail/[a-z0-9]+))";
export const guardrailVersion = "(|([1-9][0-9]{0,7})|(DRAFT))";
export const invocationArn =
  "arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:async-invoke/[a-z0-9]{12}";

export const LATENCIES: readonly string[] = ["standard", "optimized"];
export const SERVICE_TIERS: readonly string[] = ["priority", "default", "flex", "reserved"];

export const text: Shape = { type: "string" };
export const nonEmpty: Shape = { type: "string", min: 1 };

const s3Uri: Shape = {
  type: "string",
  min: 1,
  max: 1024,
  pattern: "s3://[a-z0-9][\\.\\-a-z0-9]{1,61}[a-z0-9](/.*)?",
};
const bucketOwner: Shape = { type: "string", pattern: "[0-9]{12}" };

export const s3Location: Shape = {
  type: "structure",
  required: ["uri"],
  members: { uri: s3Uri, bucketOwner },
};

export const s3Output: Shape = {
  type: "structure",
  required: ["s3Uri"],
  members: {
    s3Uri,
    kmsKeyId: {
      type: "string",
      min: 1,
      max: 2048,
      pattern:
        "arn:aws(-[^:]+)?:kms:[a-zA-Z0-9-]*:[0-9]{12}:((key/[a-zA-Z0-9-]{36})|(alias/[a-zA-Z0-9-_/]+))",
    },
    bucketOwner,
  },
};
