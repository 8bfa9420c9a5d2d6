import { limitAt, required, stringAt, stringsAt } from "../../../json.ts";
import { randomUuid } from "../../../random.ts";
import { asked } from "../../reply/asked.ts";
import { tokenize } from "../../reply/tokens.ts";
import { type ChatModel, untimed } from "../model.ts";
import { questionIn } from "./prompt-template.ts";

const MAX_GENERATIONS = 5;

/** Cohere Command, with as many `generations` as `num_generations` asks for. */
export const cohereCommand: ChatModel = {
  read(body) {
    required(body.prompt, "prompt");
    const prompt = stringAt(body, "prompt");
    limitAt(body, "num_generations", 1);
    return asked({
      text: prompt,
      question: questionIn(prompt),
      maxTokens: limitAt(body, "max_tokens", 400),
      stopSequences: stringsAt(body, "stop_sequences"),
    });
  },

  write(reply, { body, asked, random, again }) {
    const several = limitAt(body, "num_generations", 1);
    const others = Array.from({ length: Math.min(several, MAX_GENERATIONS) - 1 }, (_, index) =>
      again({ ...asked, question: `${asked.question} (${index + 2})` }),
    );
    const replies = [reply, ...others];
    const reason = (stopReason: string) =>
      stopReason === "max_tokens" ? "MAX_TOKENS" : "COMPLETE";
    return {
      inputTokens: replies.reduce((sum, { usage }) => sum + usage.inputTokens, 0),
      outputTokens: replies.reduce((sum, { usage }) => sum + usage.outputTokens, 0),
      whole: {
        id: randomUuid(random),
        generations: replies.map(({ text, stopReason }) => ({
          id: randomUuid(random),
          text,
          finish_reason: reason(stopReason),
        })),
        prompt: stringAt(body, "prompt"),
      },
      *documents() {
        for (const [index, { text: all }] of replies.entries()) {
          for (const text of tokenize(all)) {
            const document = { ...(several > 1 && { index }), is_finished: false, text };
            yield { document, tokens: 1 };
          }
        }
        yield untimed({ finish_reason: reason(reply.stopReason), is_finished: true });
      },
    };
  },
};
