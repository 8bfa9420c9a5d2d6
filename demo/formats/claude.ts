import { type Format, maxTokens, thinkingTokens } from "./format.ts";

/** Anthropic's Messages API, as InvokeModel takes it. */
export const claude: Format = {
  body: (turns, { tools, thinking }) => ({
    anthropic_version: "bedrock-2023-05-31",
    max_tokens: thinking ? maxTokens + thinkingTokens : maxTokens,
    ...(thinking && { thinking: { type: "enabled", budget_tokens: thinkingTokens } }),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, input }) => ({
        name,
        description,
        input_schema: input,
      })),
    }),
    messages: turns.map(({ role, text, picture }) => ({
      role,
      content: [
        ...(picture
          ? [
              {
                type: "image",
                source: { type: "base64", media_type: picture.type, data: picture.base64 },
              },
            ]
          : []),
        { type: "text", text },
      ],
    })),
  }),
  results: (results) => [
    {
      role: "user",
      content: results.map(({ id, text, failed }) => ({
        type: "tool_result",
        tool_use_id: id,
        content: text,
        ...(failed && { is_error: true }),
      })),
    },
  ],
};
