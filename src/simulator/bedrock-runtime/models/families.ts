import type { JsonObject } from "../../json.ts";
import { bytes } from "./bytes.ts";
import { cohereCommand } from "./chat/cohere-command.ts";
import { cohereCommandR } from "./chat/cohere-command-r.ts";
import { llama } from "./chat/llama.ts";
import { mistral } from "./chat/mistral.ts";
import { nova, novaReasons } from "./chat/nova.ts";
import { openaiChat, openaiReasons } from "./chat/openai-chat.ts";
import { pegasus } from "./chat/pegasus.ts";
import { titanText } from "./chat/titan-text.ts";
import { checkConversation } from "./claude/check-conversation.ts";
import { claudeCompletions } from "./claude/claude-completions.ts";
import { claudeMessages, thinks } from "./claude/claude-messages.ts";
import { signatureOf } from "./claude/signature.ts";
import { cohereEmbed } from "./embeddings/cohere-embed.ts";
import { marengo } from "./embeddings/marengo.ts";
import { novaEmbed } from "./embeddings/nova-embed.ts";
import { titanEmbed, titanEmbedImage } from "./embeddings/titan-embed.ts";
import { novaCanvas, stability } from "./images/image-models.ts";
import type { ConverseTraits, Model } from "./model.ts";
import { rerank } from "./rerank.ts";

/** The models that share a format. */
export interface Family {
  /** What their ids, without the prefix of a profile, begin with. */
  readonly id: RegExp;
  /** Some ids stand for an old format and a new one. */
  model(body: JsonObject): Model;
  /** Unset for models that do not converse. */
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

/** The first whose `id` matches a model's id is its family. */
export const families: readonly Family[] = [
  {
    id: /^anthropic\.claude\b/,
    model: (body) =>
      !("messages" in body) && "prompt" in body ? claudeCompletions : claudeMessages,
    converse: claude,
  },
  { id: /^amazon\.nova-canvas-|^amazon\.titan-image-/, model: () => novaCanvas },
  { id: /^amazon\.nova-(?:\d-)?multimodal-embeddings-/, model: () => novaEmbed },
  {
    id: /^amazon\.nova-(?!reel|sonic|\d-sonic)/,
    model: () => nova,
    converse: {
      reasons: novaReasons,
      reportsCache: "with-cache-point",
      joinsTurns: true,
      searchesWeb: true,
    },
  },
  { id: /^amazon\.titan-embed-image/, model: () => titanEmbedImage },
  { id: /^amazon\.titan-embed-(?:text|g1-text)/, model: () => titanEmbed },
  { id: /^amazon\.titan-t/, model: () => titanText, converse: {} },
  { id: /^(?:amazon|cohere)\.rerank-/, model: () => rerank },
  { id: /^cohere\.embed-/, model: () => cohereEmbed },
  { id: /^cohere\.command-r/, model: () => cohereCommandR, converse: {} },
  { id: /^cohere\.command-/, model: () => cohereCommand, converse: {} },
  { id: /^meta\.llama/, model: () => llama, converse: {} },
  {
    id: /^mistral\.(?:mistral-(?:7b|small-24|large-24)|mixtral)/,
    model: () => mistral,
    converse: {},
  },
  { id: /^stability\.(?:stable|sd3)/, model: () => stability },
  { id: /^twelvelabs\.marengo-/, model: () => marengo },
  { id: /^twelvelabs\.pegasus-/, model: () => pegasus },
  { id: /^deepseek\./, model: () => openaiChat, converse: { ...openai, textFirst: true } },
  {
    id: /^(?:ai21\.jamba|google\.gemma|minimax\.|mistral\.|moonshot(?:ai)?\.kimi|nvidia\.nemotron|openai\.gpt-oss|qwen\.|writer\.palmyra|zai\.glm)/,
    model: () => openaiChat,
    converse: openai,
  },
  { id: /^simulator\.bytes-/, model: () => bytes },
];

/** The format of a model whose id does not show its family. */
export function modelByShape(body: JsonObject): Model {
  if ("anthropic_version" in body) return claudeMessages;
  if ("inferenceConfig" in body || "schemaVersion" in body) return nova;
  if ("inputText" in body) return titanText;
  if ("message" in body) return cohereCommandR;
  if ("max_gen_len" in body) return llama;
  return openaiChat;
}
