import type { Action } from "../auth/guest-policy.ts";
import type { OpenEntry } from "./invocation-log.ts";
import { isProfile } from "./models/catalog.ts";
import { SPOKEN } from "./script/script.ts";

/** The operations that have an action of their own name beside those that invoke a model. */
const invokes = (operation: string): boolean =>
  SPOKEN.has(operation) || operation === "StartAsyncInvoke";

/** What IAM is asked for a request: Converse and the other vendors' APIs invoke a model, too. */
export function actionOf(
  { operation, modelId, region }: Pick<OpenEntry, "operation" | "modelId" | "region">,
  isStreamed: boolean,
): Action {
  const invoke = isStreamed ? "InvokeModelWithResponseStream" : "InvokeModel";
  return {
    name: `bedrock:${invokes(operation) ? invoke : operation}`,
    resource: modelId === undefined ? "*" : arnOf(modelId, region),
  };
}

function arnOf(modelId: string, region: string): string {
  if (modelId.startsWith("arn:")) return modelId;
  return isProfile(modelId)
    ? `arn:aws:bedrock:${region}:123456789012:inference-profile/${modelId}`
    : `arn:aws:bedrock:${region}::foundation-model/${modelId}`;
}
