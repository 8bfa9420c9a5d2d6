import type { Tool } from "../tools/tool.ts";
import { type Format, maxTokens, type ToolResult } from "./format.ts";

/**
 * The Converse operation's, the same for every model; only what turns thinking on is a family's own.
 */
export const converseFormat = (thinkingFields: object): Format => ({
  body: (turns, { tools, thinking }) => ({
    inferenceConfig: { maxTokens: thinking ? 2 * maxTokens : maxTokens },
    ...(thinking && { additionalModelRequestFields: thinkingFields }),
    ...(tools.length > 0 && { toolConfig: { tools: tools.map(toolSpec) } }),
    messages: turns.map(({ role, text, picture }) => ({
      role,
      content: [
        ...(picture
          ? [{ image: { format: picture.format, source: { bytes: picture.bytes } } }]
          : []),
        { text },
      ],
    })),
  }),
  results: toolResultMessage,
});

export const toolSpec = ({ name, description, input }: Tool): object => ({
  toolSpec: { name, description, inputSchema: { json: input } },
});

export const toolResultMessage = (results: readonly ToolResult[]): readonly object[] => [
  {
    role: "user",
    content: results.map(({ id, text, failed }) => ({
      toolResult: {
        toolUseId: id,
        content: [{ text }],
        status: failed ? "error" : "success",
      },
    })),
  },
];
