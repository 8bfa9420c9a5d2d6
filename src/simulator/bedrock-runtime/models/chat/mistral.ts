import { limitAt, required, stringAt, stringsAt } from "../../../json.ts";
import { asked } from "../../reply/asked.ts";
import { tokenize } from "../../reply/tokens.ts";
import type { ChatModel } from "../model.ts";
import { readChat } from "./chat-messages.ts";
import { questionIn } from "./prompt-template.ts";

/** Mistral's instruct models: a bare prompt is answered with `outputs`, messages with `choices`. */
export const mistral: ChatModel = {
  read(body) {
    const chats = body.messages !== undefined;
    if (!chats) required(body.prompt, "prompt");
    const prompt = stringAt(body, "prompt");
    return asked({
      ...(chats ? readChat(body) : { text: prompt, question: questionIn(prompt) }),
      maxTokens: limitAt(body, "max_tokens", 512),
      stopSequences: stringsAt(body, "stop"),
    });
  },

  write({ text, stopReason, usage }, { body }) {
    const tokens = tokenize(text);
    const stop = stopReason === "max_tokens" ? "length" : "stop";
    const document = (text: string, stop_reason: string | null) =>
      body.messages === undefined
        ? { outputs: [{ text, stop_reason }] }
        : { choices: [{ index: 0, message: { role: "assistant", content: text }, stop_reason }] };
    return {
      ...usage,
      whole: document(text, stop),
      *documents() {
        for (const token of tokens.slice(0, -1)) {
          yield { document: document(token, null), tokens: 1 };
        }
        yield { document: document(tokens.at(-1) ?? "", stop), tokens: 1 };
      },
    };
  },
};
