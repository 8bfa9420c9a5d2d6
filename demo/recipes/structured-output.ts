/**
 * Data instead of prose: a model reads a text and returns an object that fits a JSON Schema.
 *
 * Converse has an option for it. With InvokeModel the way is a tool that the model must call: its input
 * has a schema.
 */
import { type BedrockClient, type BedrockRuntime, converse } from "bedrock-fetch";
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

/** By Converse: the service holds the model to the schema, and the answer's text is JSON. */
export async function readContactByConverse(
  bedrock: BedrockClient,
  email: string,
): Promise<Contact> {
  const answer = await bedrock.call(converse, {
    modelId: "global.anthropic.claude-haiku-4-5-20251001-v1:0",
    messages: [{ role: "user", content: [{ text: email }] }],
    inferenceConfig: { maxTokens: 500 },
    outputConfig: {
      textFormat: {
        type: "json_schema",
        structure: { jsonSchema: { name: "contact", schema: JSON.stringify(schema) } },
      },
    },
  });
  const { text, stopReason } = await collect(answer);
  return check(stopReason === "end_turn" ? JSON.parse(text) : undefined, stopReason);
}

/** By InvokeModel, of Claude: `tool_choice` names the tool, so the model calls it. */
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
  return check(toolCalls[0]?.input, stopReason);
}

/** An answer may be cut short, and without Converse nothing enforces the schema. */
function check(value: unknown, stopReason: string | undefined): Contact {
  const { name, company, urgent } = Object(value);
  if (typeof name !== "string" || typeof company !== "string" || typeof urgent !== "boolean") {
    throw new Error(`No contact was found (stop reason: ${stopReason})`);
  }
  return { name, company, urgent };
}
