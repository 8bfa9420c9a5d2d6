import { arrayAt, isObject, type JsonObject, objectAt, stringAt } from "../../../json.ts";
import { ServiceError } from "../../../service-error.ts";
import { checkMessages } from "./check-messages.ts";

/**
 * Checks what Converse sends Claude, which is what Claude would refuse of it in its own format.
 *
 * @throws ServiceError with what the model said.
 */
export function checkConversation(input: JsonObject): void {
  try {
    checkMessages(toMessages(input));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new ServiceError(error.name, `The model returned the following errors: ${error.message}`);
  }
}

function toMessages(input: JsonObject): JsonObject {
  const { reasoning_config, ...fields } = objectAt(input, "additionalModelRequestFields");
  const toolConfig = objectAt(input, "toolConfig");
  const choice = objectAt(toolConfig, "toolChoice");
  const tool_choice = isObject(choice.tool)
    ? { type: "tool", name: stringAt(choice.tool, "name") }
    : { type: "any" in choice ? "any" : "auto" };
  return {
    ...(reasoning_config !== undefined && { thinking: reasoning_config }),
    ...fields,
    max_tokens: objectAt(input, "inferenceConfig").maxTokens,
    messages: arrayAt(input, "messages")
      .filter(isObject)
      .map((message) => ({
        role: message.role ?? null,
        content: arrayAt(message, "content").filter(isObject).map(toBlock),
      })),
    tools: arrayAt(toolConfig, "tools")
      .filter(isObject)
      .map((tool) => ({ name: stringAt(objectAt(tool, "toolSpec"), "name") })),
    ...("toolChoice" in toolConfig && { tool_choice }),
  };
}

function toBlock(block: JsonObject): JsonObject {
  if (typeof block.text === "string") return { type: "text", text: block.text };
  if (isObject(block.toolUse)) {
    const type = stringAt(block.toolUse, "type") || "tool_use";
    return { type, id: stringAt(block.toolUse, "toolUseId") };
  }
  if (isObject(block.toolResult)) {
    return { type: "tool_result", tool_use_id: stringAt(block.toolResult, "toolUseId") };
  }
  const { reasoningText, redactedContent } = objectAt(block, "reasoningContent");
  if (redactedContent !== undefined) return { type: "redacted_thinking" };
  if (isObject(reasoningText)) {
    const { text, signature } = reasoningText;
    return { type: "thinking", thinking: text ?? "", signature: signature ?? "" };
  }
  return { type: Object.keys(block)[0] ?? "" };
}
