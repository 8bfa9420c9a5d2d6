import { limitAt, required, stringAt, stringsAt } from "../../json.ts";
import type { Answer, Model } from "./model.ts";
import { questionIn } from "./prompt-template.ts";

const HUMAN = "\n\nHuman:";

/** Anthropic's Text Completions API (`\n\nHuman: … \n\nAssistant:`). */
export const claudeCompletions: Model = (body, call): Answer => {
  required(body.prompt, "prompt");
  required(body.max_tokens_to_sample, "max_tokens_to_sample");
  const prompt = stringAt(body, "prompt");
  const generation = call.generate({
    text: prompt,
    question: questionIn(prompt),
    maxTokens: limitAt(body, "max_tokens_to_sample", 1),
    stopSequences: stringsAt(body, "stop_sequences"),
  });
  const ended = generation.stop !== "length";
  const stop = {
    stop_reason: ended ? "stop_sequence" : "max_tokens",
    // The model ends by beginning the human's next turn, on which the service always stops.
    stop: ended ? (generation.stopSequence ?? HUMAN) : null,
  };
  return {
    inputTokens: generation.inputTokens,
    outputTokens: generation.tokens.length,
    whole: { completion: generation.text, ...stop },
    *documents() {
      for (const completion of generation.tokens) {
        yield { document: { completion, stop_reason: null, stop: null }, tokens: 1 };
      }
      yield { document: { completion: "", ...stop }, tokens: 0 };
    },
  };
};
