import type { JsonObject } from "../../json.ts";
import { ServiceError } from "../../service-error.ts";
import { bytes } from "./bytes.ts";
import { cohereCommand } from "./chat/cohere-command.ts";
import { cohereCommandR } from "./chat/cohere-command-r.ts";
import { llama } from "./chat/llama.ts";
import { mistral } from "./chat/mistral.ts";
import { nova, novaReasons } from "./chat/nova.ts";
import { openaiChat, openaiReasons } from "./chat/openai-chat.ts";
import { titanText } from "./chat/titan-text.ts";
import { checkConversation } from "./claude/check-conversation.ts";
import { claudeCompletions } from "./claude/claude-completions.ts";
import { claudeMessages, thinks } from "./claude/claude-messages.ts";
import { signatureOf } from "./claude/signature.ts";
import { type ChatModel, type ConverseTraits, isChat, type Model } from "./model.ts";
import { titanEmbed } from "./titan-embed.ts";

interface Family {
  readonly id: RegExp;
  /** Some ids stand for a format of old and one of new. */
  model(body: JsonObject): Model;
  readonly converse?: ConverseTraits;
}

const claude: ConverseTraits = {
  reasons: (fields) => thinks(fields.thinking) || thinks(fields.reasoning_config),
  reportsCache: "whole",
  typesToolUse: true,
  sign: signatureOf,
  check: checkConversation,
  streamsInput: true,
};

const openai: ConverseTraits = { reasons: openaiReasons, streamsInput: true };

/** The first that fits a model's id speaks for it. */
const families: readonly Family[] = [
  {
    id: /^anthropic\.claude-/,
    model: (body) => ("messages" in body ? claudeMessages : oldClaude(body)),
    converse: claude,
  },
  {
    id: /^amazon\.nova-/,
    model: () => nova,
    converse: { reasons: novaReasons, reportsCache: "with-cache-point", joinsTurns: true },
  },
  { id: /^amazon\.titan-embed-text/, model: () => titanEmbed },
  { id: /^amazon\.titan-t/, model: () => titanText, converse: {} },
  { id: /^meta\.llama/, model: () => llama, converse: {} },
  {
    id: /^mistral\.(?:mistral-(?:7b|small-24|large-24)|mixtral)/,
    model: () => mistral,
    converse: {},
  },
  { id: /^cohere\.command-r/, model: () => cohereCommandR, converse: {} },
  { id: /^cohere\.command-/, model: () => cohereCommand, converse: {} },
  { id: /^deepseek\./, model: () => openaiChat, converse: { ...openai, textFirst: true } },
  {
    id: /^(?:ai21\.jamba|openai\.gpt-oss|qwen\.|mistral\.)/,
    model: () => openaiChat,
    converse: openai,
  },
  { id: /^simulator\.bytes-/, model: () => bytes },
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

/** Whether an id is that of an inference profile, and not of a model. */
export const isProfile = (modelId: string): boolean =>
  /:(?:application-)?inference-profile\//.test(modelId) || geography.test(modelId);

/**
 * The format that a model speaks. A provisioned, imported or otherwise renamed model does not show
 * its family in its ARN, so the body has to.
 *
 * @throws ServiceError for a model that there is not.
 */
export function findModel(modelId: string, body: JsonObject): Model {
  return familyOf(modelId)?.model(body) ?? byShape(body);
}

/** A family as Converse needs it. */
export interface ConversingModel {
  readonly traits: ConverseTraits;
  /** The format of the model itself, for what Converse takes from its answer. */
  readonly chat: ChatModel | undefined;
}

/** @throws ServiceError for a model that there is not, or that does not converse. */
export function findConversingModel(modelId: string): ConversingModel {
  const family = familyOf(modelId);
  if (!family) return { traits: {}, chat: undefined };
  if (!family.converse) {
    throw new ServiceError(
      "ValidationException",
      "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
    );
  }
  const model = family.model({ messages: [] });
  return { traits: family.converse, chat: isChat(model) ? model : undefined };
}

/** Undefined for an ARN that does not say what it stands for. */
function familyOf(modelId: string): Family | undefined {
  const bare = bareModelId(modelId);
  const family = families.find(({ id }) => id.test(bare));
  if (family) return family;
  if (modelId.startsWith("arn:") && !namesModel.test(modelId)) return undefined;
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
