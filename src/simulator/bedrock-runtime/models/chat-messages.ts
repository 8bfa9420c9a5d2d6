import { arrayAt, isObject, type Json, type JsonObject, required, stringAt } from "../../json.ts";

/** A conversation as Anthropic, Amazon, Mistral and OpenAI write it: `messages` of a role and content. */
export interface Chat {
  /** All of it, for the count of tokens. */
  readonly text: string;
  /** The last message's text. */
  readonly question: string;
  readonly last: JsonObject;
}

/** @throws ServiceError for a body without messages. */
export function readChat(body: JsonObject): Chat {
  required(body.messages, "messages");
  const messages = arrayAt(body, "messages").filter(isObject);
  const last = required(messages.at(-1), "messages/0");
  return {
    text: [textOf(body.system), ...messages.map(({ content }) => textOf(content))].join("\n"),
    question: textOf(last.content),
    last,
  };
}

/** Content is a string or a list of blocks; what is not text counts for nothing. */
function textOf(content: Json | undefined): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((block) => (isObject(block) ? stringAt(block, "text") : "")).join("\n");
}
