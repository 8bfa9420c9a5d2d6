import { type Members, membersOf } from "../shapes/members.ts";
import type { Turn } from "./turn.ts";

/**
 * A turn of Command R's, to be appended to `chat_history`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-cohere-command-r-plus.html
 */
export interface CommandRAssistantMessage {
  role: "CHATBOT";
  message: string;
  tool_calls?: object[];
}

export class CommandRTurn implements Turn {
  #text = "";
  /** The plan of its tool calls, in pieces and then whole. */
  #plan = "";
  #toolCalls: object[] = [];

  add(document: Members): void {
    const { event_type, text, tool_calls, response } = document;
    // The last document of a stream has all of it once more.
    const whole = membersOf(event_type === "stream-end" ? response : document);
    const calls = whole.tool_calls ?? tool_calls;
    if (Array.isArray(calls)) this.#toolCalls = calls;
    if (event_type === "stream-end") {
      if (typeof whole.text === "string") this.#text = whole.text;
    } else if (typeof text === "string") {
      if (event_type === "tool-calls-chunk") this.#plan += text;
      else if (event_type === "tool-calls-generation") this.#plan = text || this.#plan;
      else if (event_type === undefined || event_type === "text-generation") this.#text += text;
    }
  }

  finish(): CommandRAssistantMessage {
    const message = this.#text || this.#plan;
    const tool_calls = this.#toolCalls;
    return { role: "CHATBOT", message, ...(tool_calls.length > 0 && { tool_calls }) };
  }
}
