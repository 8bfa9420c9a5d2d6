import { limitAt, required, stringAt, stringsAt } from "../../json.ts";
import { readChat } from "./chat-messages.ts";
import type { Answer, Model } from "./model.ts";
import { questionIn } from "./prompt-template.ts";

/** Mistral's instruct models: a bare prompt gives `outputs`, messages give `choices`. */
export const mistral: Model = (body, call): Answer => {
  const chats = body.messages !== undefined;
  if (!chats) required(body.prompt, "prompt");
  const prompt = stringAt(body, "prompt");
  const generation = call.generate({
    ...(chats ? readChat(body) : { text: prompt, question: questionIn(prompt) }),
    maxTokens: limitAt(body, "max_tokens", 512),
    stopSequences: stringsAt(body, "stop"),
  });
  const { tokens } = generation;
  const stopReason = generation.stop === "length" ? "length" : "stop";
  const document = (text: string, stop_reason: string | null) =>
    chats
      ? { choices: [{ index: 0, message: { role: "assistant", content: text }, stop_reason }] }
      : { outputs: [{ text, stop_reason }] };
  return {
    inputTokens: generation.inputTokens,
    outputTokens: tokens.length,
    whole: document(generation.text, stopReason),
    *documents() {
      for (const token of tokens.slice(0, -1)) yield { document: document(token, null), tokens: 1 };
      yield { document: document(tokens.at(-1) ?? "", stopReason), tokens: 1 };
    },
  };
};
