import type { JsonObject } from "../../json.ts";
import { ServiceError } from "../../service-error.ts";
import { bytes } from "./bytes.ts";
import { claudeCompletions } from "./claude-completions.ts";
import { claudeMessages } from "./claude-messages.ts";
import { cohereCommand } from "./cohere-command.ts";
import { cohereCommandR } from "./cohere-command-r.ts";
import { llama } from "./llama.ts";
import { mistral } from "./mistral.ts";
import type { Model } from "./model.ts";
import { nova } from "./nova.ts";
import { openaiChat } from "./openai-chat.ts";
import { titanEmbed } from "./titan-embed.ts";
import { titanText } from "./titan-text.ts";

/** The first that fits a model's id speaks for it; some ids stand for a format of old and one of new. */
const families: readonly (readonly [id: RegExp, model: (body: JsonObject) => Model])[] = [
  [/^anthropic\.claude-/, (body) => ("messages" in body ? claudeMessages : oldClaude(body))],
  [/^amazon\.nova-/, () => nova],
  [/^amazon\.titan-embed-text/, () => titanEmbed],
  [/^amazon\.titan-t/, () => titanText],
  [/^meta\.llama/, () => llama],
  [/^mistral\.(?:mistral-(?:7b|small-24|large-24)|mixtral)/, () => mistral],
  [/^cohere\.command-r/, () => cohereCommandR],
  [/^cohere\.command-/, () => cohereCommand],
  [/^(?:ai21\.jamba|deepseek\.|openai\.gpt-oss|qwen\.|mistral\.)/, () => openaiChat],
  [/^simulator\.bytes-/, () => bytes],
];

const oldClaude = (body: JsonObject): Model =>
  "prompt" in body ? claudeCompletions : claudeMessages;

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
  const family = families.find(([id]) => id.test(bare));
  if (family) return family[1](body);
  if (modelId.startsWith("arn:") && !namesModel.test(modelId)) return byShape(body);
  throw new ServiceError("ValidationException", "The provided model identifier is invalid.");
}

function byShape(body: JsonObject): Model {
  if ("anthropic_version" in body) return claudeMessages;
  if ("inferenceConfig" in body || "schemaVersion" in body) return nova;
  if ("inputText" in body) return titanText;
  if ("message" in body) return cohereCommandR;
  if ("max_gen_len" in body) return llama;
  return openaiChat;
}
