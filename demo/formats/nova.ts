import { toolResultMessage, toolSpec } from "./converse.ts";
import { type Format, maxTokens } from "./format.ts";

/** Amazon Nova's: Converse's messages, save that bytes are written as Base64. */
export const nova: Format = {
  body: (turns, { tools, thinking }) => ({
    schemaVersion: "messages-v1",
    inferenceConfig: { maxTokens },
    ...(thinking && { reasoningConfig: { type: "enabled", maxReasoningEffort: "low" } }),
    ...(tools.length > 0 && { toolConfig: { tools: tools.map(toolSpec) } }),
    messages: turns.map(({ role, text, picture }) => ({
      role,
      content: [
        ...(picture
          ? [{ image: { format: picture.format, source: { bytes: picture.base64 } } }]
          : []),
        { text },
      ],
    })),
  }),
  results: toolResultMessage,
};
