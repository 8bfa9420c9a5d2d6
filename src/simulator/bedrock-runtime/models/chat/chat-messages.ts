import {
  arrayAt,
  isObject,
  type Json,
  type JsonObject,
  required,
  stringAt,
} from "../../../json.ts";
import type { Tool } from "../../reply/asked.ts";

/** A conversation as Anthropic, Amazon, Mistral and OpenAI write it: `messages` of a role and content. */
export interface Chat {
  /** All of it, for the count of tokens. */
  readonly text: string;
  /** What was asked last, in words. */
  readonly question: string;
  readonly last: JsonObject;
}

/** @throws ServiceError for a body without messages. */
export function readChat(body: JsonObject): Chat {
  required(body.messages, "messages");
  const messages = arrayAt(body, "messages").filter(isObject);
  const last = required(messages.at(-1), "messages/0");
  const asked = messages.findLast(
    ({ role, content }) => role === "user" && textOf(content).trim() !== "",
  );
  return {
    text: [textOf(body.system), ...messages.map(({ content }) => textOf(content))].join("\n"),
    question: textOf(asked?.content),
    last,
  };
}

/** Content is a string or a list of blocks; what is not text counts for nothing. */
function textOf(content: Json | undefined): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((block) => (isObject(block) ? stringAt(block, "text") : "")).join("\n");
}

/** Anthropic writes a tool flat, OpenAI within `function`. */
export const toolsIn = (tools: Json | undefined): Tool[] =>
  (Array.isArray(tools) ? tools : []).filter(isObject).map((tool) => {
    const spec = isObject(tool.function) ? tool.function : tool;
    const schema = spec.input_schema ?? spec.parameters;
    return { name: stringAt(spec, "name"), schema: isObject(schema) ? schema : {} };
  });
