/** A question in each family's own format, for a handful of tokens. */
const prompts: readonly (readonly [
  family: RegExp,
  body: (text: string, maxTokens: number) => object,
])[] = [
  [
    /anthropic\.claude-(v\d|instant)/,
    (text, maxTokens) => ({
      prompt: `\n\nHuman: ${text}\n\nAssistant:`,
      max_tokens_to_sample: maxTokens,
    }),
  ],
  [
    /anthropic\./,
    (text, maxTokens) => ({
      anthropic_version: "bedrock-2023-05-31",
      max_tokens: maxTokens,
      messages: [{ role: "user", content: text }],
    }),
  ],
  [
    /amazon\.nova/,
    (text, maxTokens) => ({
      messages: [{ role: "user", content: [{ text }] }],
      inferenceConfig: { maxTokens },
    }),
  ],
  [
    /amazon\.titan/,
    (text, maxTokens) => ({
      inputText: text,
      textGenerationConfig: { maxTokenCount: maxTokens },
    }),
  ],
  [/meta\.llama/, (text, maxTokens) => ({ prompt: text, max_gen_len: maxTokens })],
  [
    /mistral\.(mistral-7b|mixtral)/,
    (text, maxTokens) => ({ prompt: `<s>[INST] ${text} [/INST]`, max_tokens: maxTokens }),
  ],
  [/cohere\.command-r/, (text, maxTokens) => ({ message: text, max_tokens: maxTokens })],
  [/cohere\.command/, (text, maxTokens) => ({ prompt: text, max_tokens: maxTokens })],
  // Whatever else there is takes the shape that OpenAI made common.
  [
    /^/,
    (text, maxTokens) => ({ messages: [{ role: "user", content: text }], max_tokens: maxTokens }),
  ],
];

export const promptFor = (modelId: string, text: string, maxTokens: number): object =>
  prompts.find(([family]) => family.test(modelId))![1](text, maxTokens);
