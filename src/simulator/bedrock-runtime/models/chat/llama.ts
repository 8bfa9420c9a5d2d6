import { checkMembers, limitAt, required, stringAt } from "../../../json.ts";
import { asked } from "../../reply/asked.ts";
import { tokenize } from "../../reply/tokens.ts";
import { type ChatModel, untimed } from "../model.ts";
import { questionIn } from "./prompt-template.ts";

/** Meta Llama. */
export const llama: ChatModel = {
  read(body) {
    required(body.prompt, "prompt");
    checkMembers(body, ["prompt", "max_gen_len", "temperature", "top_p", "images"]);
    const prompt = stringAt(body, "prompt");
    return asked({
      text: prompt,
      question: questionIn(prompt),
      maxTokens: limitAt(body, "max_gen_len", 512),
      stopSequences: [],
    });
  },

  write({ text, stopReason, usage }) {
    const tokens = tokenize(text);
    const stop_reason = stopReason === "max_tokens" ? "length" : "stop";
    const document = (generation: string, count: number, stop_reason: string | null) => ({
      generation,
      // Reported once, with the first token.
      prompt_token_count: count === 1 ? usage.inputTokens : null,
      generation_token_count: count,
      stop_reason,
    });
    return {
      ...usage,
      whole: {
        generation: text,
        prompt_token_count: usage.inputTokens,
        generation_token_count: usage.outputTokens,
        stop_reason,
      },
      *documents() {
        for (const [index, token] of tokens.entries()) {
          const cut = stop_reason === "length" && index === tokens.length - 1;
          yield { document: document(token, index + 1, cut ? stop_reason : null), tokens: 1 };
        }
        if (stop_reason === "stop") yield untimed(document("", tokens.length, stop_reason));
      },
    };
  },
};
