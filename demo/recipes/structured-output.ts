/**
 * Data in place of prose: a model reads a text and returns an object that fits a JSON Schema.
 *
 * InvokeModel has no word for it, but a tool that the model must call has a schema for its input.
 */
import type { BedrockRuntime } from "bedrock-fetch";
import { collect } from "bedrock-fetch/text";

export interface Contact {
  readonly name: string;
  readonly company: string;
  readonly urgent: boolean;
}

const schema = {
  type: "object",
  properties: {
    name: { type: "string", description: "Who wrote" },
    company: { type: "string" },
    urgent: { type: "boolean", description: "Whether an answer is needed today" },
  },
  required: ["name", "company", "urgent"],
  additionalProperties: false,
};

/** Claude by InvokeModel: `tool_choice` names the tool, so that it is called and nothing is said. */
export async function readContact(bedrock: BedrockRuntime, email: string): Promise<Contact> {
  const answer = await bedrock.invokeModel({
    modelId: "global.anthropic.claude-haiku-4-5-20251001-v1:0",
    body: {
      anthropic_version: "bedrock-2023-05-31",
      max_tokens: 500,
      tools: [{ name: "contact", description: "Notes who wrote an email.", input_schema: schema }],
      tool_choice: { type: "tool", name: "contact" },
      messages: [{ role: "user", content: email }],
    },
  });
  const { toolCalls, stopReason } = await collect(answer);
  const input = toolCalls[0]?.input;
  // A model may be cut short, and a schema is a wish unless the service enforces it.
  if (!isContact(input)) throw new Error(`No contact was found (stop reason: ${stopReason})`);
  return input;
}

function isContact(value: unknown): value is Contact {
  const { name, company, urgent } = Object(value);
  return typeof name === "string" && typeof company === "string" && typeof urgent === "boolean";
}
