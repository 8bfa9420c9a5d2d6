/** What one side of the conversation said. */
export interface Turn {
  readonly role: "user" | "assistant";
  readonly text: string;
}

/** Models that want their requests in the same format. */
export interface Family {
  readonly name: string;
  /** What their ids look like, without a geography (`us.`) in front. */
  readonly ids: RegExp;
  /** Those that the picker offers. */
  readonly models: Readonly<Record<string, string>>;
  /** A conversation, ending with a question, as the body of a request. */
  body(turns: readonly Turn[]): object;
}

const maxTokens = 1000;

/** Every family whose request format the page knows. Llama reads one text, in which turns are marked. */
export const families: readonly Family[] = [
  {
    name: "Anthropic Claude",
    ids: /^anthropic\.claude/,
    models: {
      "global.anthropic.claude-sonnet-4-5-20250929-v1:0": "Claude Sonnet 4.5",
      "global.anthropic.claude-haiku-4-5-20251001-v1:0": "Claude Haiku 4.5",
    },
    body: (turns) => ({
      anthropic_version: "bedrock-2023-05-31",
      max_tokens: maxTokens,
      messages: turns.map(({ role, text }) => ({ role, content: [{ type: "text", text }] })),
    }),
  },
  {
    name: "Amazon Nova",
    ids: /^amazon\.nova/,
    models: {
      "global.amazon.nova-2-lite-v1:0": "Nova 2 Lite",
      "amazon.nova-pro-v1:0": "Nova Pro",
      "amazon.nova-micro-v1:0": "Nova Micro",
    },
    body: (turns) => ({
      messages: turns.map(({ role, text }) => ({ role, content: [{ text }] })),
      inferenceConfig: { maxTokens },
    }),
  },
  {
    name: "Meta Llama",
    ids: /^meta\.llama/,
    models: { "us.meta.llama3-3-70b-instruct-v1:0": "Llama 3.3 70B" },
    body: (turns) => ({
      prompt: `<|begin_of_text|>${turns
        .map(({ role, text }) => `${llamaHeader(role)}${text}<|eot_id|>`)
        .join("")}${llamaHeader("assistant")}`,
      max_gen_len: maxTokens,
    }),
  },
  {
    name: "Mistral",
    ids: /^mistral\./,
    models: { "mistral.mistral-large-3-675b-instruct": "Mistral Large 3" },
    body: (turns) => ({ ...chat(turns), max_tokens: maxTokens }),
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
    body: (turns) => ({ ...chat(turns), max_tokens: maxTokens }),
  },
];

/** The family of a model, an inference profile, or the ARN of either. */
export function familyOf(modelId: string): Family | undefined {
  const id = modelId.slice(modelId.lastIndexOf("/") + 1);
  const model = profiledModel(id) ?? id;
  return families.find(({ ids }) => ids.test(model));
}

/** The model that a cross-region inference profile leads to; undefined if the id is a model's own. */
export function profiledModel(modelId: string): string | undefined {
  return /^(?:us|us-gov|eu|apac|au|ca|jp|global)\.(.+)$/.exec(modelId)?.[1];
}

export function modelName(modelId: string): string {
  return familyOf(modelId)?.models[modelId] ?? modelId.slice(modelId.lastIndexOf("/") + 1);
}

/** The page does not know how to ask this model. */
export class UnknownFamilyError extends Error {
  override readonly name = "UnknownFamilyError";

  constructor(modelId: string) {
    super(`No request format is known for ${modelId}`);
  }
}

const chat = (turns: readonly Turn[]) => ({
  messages: turns.map(({ role, text }) => ({ role, content: text })),
});

const llamaHeader = (role: Turn["role"]) => `<|start_header_id|>${role}<|end_header_id|>\n\n`;
