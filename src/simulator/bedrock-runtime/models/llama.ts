import { limitAt, required, stringAt } from "../../json.ts";
import type { Answer, Model } from "./model.ts";
import { questionIn } from "./prompt-template.ts";

/** Meta Llama. */
export const llama: Model = (body, call): Answer => {
  required(body.prompt, "prompt");
  const prompt = stringAt(body, "prompt");
  const generation = call.generate({
    text: prompt,
    question: questionIn(prompt),
    maxTokens: limitAt(body, "max_gen_len", 512),
    stopSequences: [],
  });
  const { inputTokens, tokens } = generation;
  const stopReason = generation.stop === "length" ? "length" : "stop";
  const document = (generation: string, count: number, stop_reason: string | null) => ({
    generation,
    // Told once, with the first token.
    prompt_token_count: count === 1 ? inputTokens : null,
    generation_token_count: count,
    stop_reason,
  });
  return {
    inputTokens,
    outputTokens: tokens.length,
    whole: {
      generation: generation.text,
      prompt_token_count: inputTokens,
      generation_token_count: tokens.length,
      stop_reason: stopReason,
    },
    *documents() {
      for (const [index, token] of tokens.entries()) {
        const cut = stopReason === "length" && index === tokens.length - 1;
        yield { document: document(token, index + 1, cut ? stopReason : null), tokens: 1 };
      }
      if (stopReason === "stop") {
        yield { document: document("", tokens.length, stopReason), tokens: 0 };
      }
    },
  };
};
