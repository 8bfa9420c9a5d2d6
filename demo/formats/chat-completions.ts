import { type Format, maxTokens } from "./format.ts";

/** OpenAI's Chat Completions, which most other families take. */
export const chatCompletions: Format = {
  body: (turns, { tools }) => ({
    max_tokens: maxTokens,
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, input }) => ({
        type: "function",
        function: { name, description, parameters: input },
      })),
    }),
    messages: turns.map(({ role, text, picture }) => ({
      role,
      content: picture
        ? [
            {
              type: "image_url",
              image_url: { url: `data:${picture.type};base64,${picture.base64}` },
            },
            { type: "text", text },
          ]
        : text,
    })),
  }),
  results: (results) =>
    results.map(({ id, text }) => ({ role: "tool", tool_call_id: id, content: text })),
};
