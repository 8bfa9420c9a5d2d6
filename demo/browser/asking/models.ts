import { chatCompletions } from "../../formats/chat-completions.ts";
import { claude } from "../../formats/claude.ts";
import type { Format } from "../../formats/format.ts";
import { thinkingTokens } from "../../formats/format.ts";
import { llama } from "../../formats/llama.ts";
import { nova } from "../../formats/nova.ts";

/** Models that want their requests in the same format. */
export interface Family {
  readonly name: string;
  /** What their ids look like, without a geography (`us.`) in front. */
  readonly ids: RegExp;
  /** Those that the picker offers. */
  readonly models: Readonly<Record<string, string>>;
  /** How InvokeModel wants their requests. */
  readonly format: Format;
  /** Which of them look at pictures. */
  readonly seeing?: RegExp;
  /** Which of them can be asked to think, and not only do so by themselves. */
  readonly thinking?: RegExp;
  /** What asks them to think in Converse. */
  readonly thinkingFields?: object;
}

/** Every family whose request format the page knows. */
export const families: readonly Family[] = [
  {
    name: "Anthropic Claude",
    ids: /^anthropic\.claude/,
    models: {
      "global.anthropic.claude-sonnet-4-5-20250929-v1:0": "Claude Sonnet 4.5",
      "global.anthropic.claude-haiku-4-5-20251001-v1:0": "Claude Haiku 4.5",
    },
    format: claude,
    seeing: /./,
    thinking: /./,
    thinkingFields: { thinking: { type: "enabled", budget_tokens: thinkingTokens } },
  },
  {
    name: "Amazon Nova",
    ids: /^amazon\.nova/,
    models: {
      "global.amazon.nova-2-lite-v1:0": "Nova 2 Lite",
      "amazon.nova-pro-v1:0": "Nova Pro",
      "amazon.nova-micro-v1:0": "Nova Micro",
    },
    format: nova,
    seeing: /nova-(?!micro)/,
    thinking: /nova-2/,
    thinkingFields: { reasoningConfig: { type: "enabled", maxReasoningEffort: "low" } },
  },
  {
    name: "Meta Llama",
    ids: /^meta\.llama/,
    models: { "us.meta.llama3-3-70b-instruct-v1:0": "Llama 3.3 70B" },
    format: llama,
  },
  {
    name: "Mistral",
    ids: /^mistral\./,
    models: { "mistral.mistral-large-3-675b-instruct": "Mistral Large 3" },
    format: chatCompletions,
    seeing: /mistral-large-3|pixtral|ministral-3|magistral/,
  },
  {
    name: "OpenAI, DeepSeek, Qwen",
    ids: /^(openai|deepseek|qwen|ai21)\./,
    models: {
      "openai.gpt-oss-120b-1:0": "gpt-oss 120B",
      "openai.gpt-oss-20b-1:0": "gpt-oss 20B",
      "deepseek.v3-v1:0": "DeepSeek V3.1",
      "qwen.qwen3-32b-v1:0": "Qwen3 32B",
    },
    format: chatCompletions,
    seeing: /qwen3-vl/,
  },
];

/** The family of a model, an inference profile, or the ARN of either. */
export function familyOf(modelId: string): Family | undefined {
  const model = bareId(modelId);
  return families.find(({ ids }) => ids.test(model));
}

/** The model that a cross-region inference profile leads to; undefined if the id is a model's own. */
export function profiledModel(modelId: string): string | undefined {
  return /^(?:us|us-gov|eu|apac|au|ca|jp|global)\.(.+)$/.exec(modelId)?.[1];
}

export function modelName(modelId: string): string {
  return familyOf(modelId)?.models[modelId] ?? modelId.slice(modelId.lastIndexOf("/") + 1);
}

/** What can be asked of a model. */
export interface Abilities {
  readonly tools: boolean;
  readonly pictures: boolean;
  readonly thinking: boolean;
}

/** Of a model that the page does not know, Converse takes anything, and says what it cannot do. */
export function abilitiesOf(modelId: string, converse: boolean): Abilities {
  const family = familyOf(modelId);
  if (!family) return { tools: converse, pictures: converse, thinking: false };
  const id = bareId(modelId);
  return {
    tools: converse || family.format.results !== undefined,
    pictures: family.seeing?.test(id) ?? false,
    thinking: family.thinking?.test(id) ?? false,
  };
}

/** The page does not know how to ask this model. */
export class UnknownFamilyError extends Error {
  override readonly name = "UnknownFamilyError";

  constructor(modelId: string) {
    super(`No request format is known for ${modelId}`);
  }
}

function bareId(modelId: string): string {
  const id = modelId.slice(modelId.lastIndexOf("/") + 1);
  return profiledModel(id) ?? id;
}
