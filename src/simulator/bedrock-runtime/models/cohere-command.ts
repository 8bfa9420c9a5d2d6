import { limitAt, required, stringAt, stringsAt } from "../../json.ts";
import { randomUuid } from "../../random.ts";
import type { Answer, Model } from "./model.ts";
import { questionIn } from "./prompt-template.ts";

/** Cohere Command, with as many `generations` as `num_generations` asks for. */
export const cohereCommand: Model = (body, call): Answer => {
  required(body.prompt, "prompt");
  const prompt = stringAt(body, "prompt");
  const several = limitAt(body, "num_generations", 1);
  const generations = Array.from({ length: Math.min(several, 5) }, (_, index) =>
    call.generate({
      text: prompt,
      question: index === 0 ? questionIn(prompt) : `${questionIn(prompt)} (${index + 1})`,
      maxTokens: limitAt(body, "max_tokens", 400),
      stopSequences: stringsAt(body, "stop_sequences"),
    }),
  );
  const reason = (stop: "end" | "length" | "sequence") =>
    stop === "length" ? "MAX_TOKENS" : "COMPLETE";
  const [first] = generations;
  return {
    inputTokens: generations.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
    outputTokens: generations.reduce((sum, { tokens }) => sum + tokens.length, 0),
    whole: {
      id: randomUuid(call.random),
      generations: generations.map(({ text, stop }) => ({
        id: randomUuid(call.random),
        text,
        finish_reason: reason(stop),
      })),
      prompt,
    },
    *documents() {
      for (const [index, { tokens }] of generations.entries()) {
        for (const text of tokens) {
          yield {
            document: { ...(several > 1 && { index }), is_finished: false, text },
            tokens: 1,
          };
        }
      }
      yield { document: { finish_reason: reason(first!.stop), is_finished: true }, tokens: 0 };
    },
  };
};
