import type { JsonObject } from "../json.ts";
import { ServiceError } from "../service-error.ts";
import { bytes } from "./bytes.ts";
import { claudeMessages } from "./claude-messages.ts";
import type { Model } from "./model.ts";
import { nova } from "./nova.ts";

interface Family {
  readonly id: RegExp;
  readonly model: (body: JsonObject) => Model;
}

const families: readonly Family[] = [
  { id: /^anthropic\.claude-/, model: () => claudeMessages },
  { id: /^amazon\.nova-/, model: () => nova },
  { id: /^simulator\.bytes-/, model: () => bytes },
];

/** Prefixes of cross-region inference profiles. */
const geography = /^(?:us|us-gov|eu|apac|au|ca|jp|global)\./;

/** ARNs whose last part is a model's id; the others name something the account has made. */
const namesModel = /:(?:foundation-model|inference-profile|custom-model)\/([^/]+)/;

/** The model's own id: `anthropic.claude-v2` for an ARN or a cross-region profile of it. */
export const bareModelId = (modelId: string): string =>
  (namesModel.exec(modelId)?.[1] ?? modelId).replace(geography, "");

/**
 * The format that a model speaks. A provisioned, imported or otherwise renamed model does not tell
 * its family by its ARN, so the body has to.
 */
export function findModel(modelId: string, body: JsonObject): Model {
  const bare = bareModelId(modelId);
  const family = families.find(({ id }) => id.test(bare));
  if (family) return family.model(body);
  if (modelId.startsWith("arn:") && !namesModel.test(modelId)) return byShape(body);
  throw new ServiceError("ValidationException", "The provided model identifier is invalid.");
}

function byShape(body: JsonObject): Model {
  if ("anthropic_version" in body) return claudeMessages;
  return nova;
}
