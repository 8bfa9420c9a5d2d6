import { limitAt, required, stringAt, stringsAt } from "../../../json.ts";
import { asked } from "../../reply/asked.ts";
import { tokenize } from "../../reply/tokens.ts";
import { questionIn } from "../chat/prompt-template.ts";
import { type ChatModel, untimed } from "../model.ts";

const HUMAN = "\n\nHuman:";

/** Anthropic's Text Completions API (`\n\nHuman: … \n\nAssistant:`). */
export const claudeCompletions: ChatModel = {
  read(body) {
    required(body.prompt, "prompt");
    required(body.max_tokens_to_sample, "max_tokens_to_sample");
    const prompt = stringAt(body, "prompt");
    return asked({
      text: prompt,
      question: questionIn(prompt),
      maxTokens: limitAt(body, "max_tokens_to_sample", 1),
      stopSequences: stringsAt(body, "stop_sequences"),
    });
  },

  write({ text, stopReason, stopSequence, usage }) {
    const ended = stopReason !== "max_tokens";
    const stop = {
      stop_reason: ended ? "stop_sequence" : "max_tokens",
      // The model ends by beginning the human's next turn, on which the service always stops.
      stop: ended ? (stopSequence ?? HUMAN) : null,
    };
    return {
      ...usage,
      whole: { completion: text, ...stop },
      *documents() {
        for (const completion of tokenize(text)) {
          yield { document: { completion, stop_reason: null, stop: null }, tokens: 1 };
        }
        yield untimed({ completion: "", ...stop });
      },
    };
  },
};
