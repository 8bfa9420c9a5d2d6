import { arrayAt, isObject, limitAt, required, stringAt, stringsAt } from "../../json.ts";
import { randomUuid } from "../../random.ts";
import type { Answer, Model } from "./model.ts";

const reasons = { end: "COMPLETE", length: "MAX_TOKENS", sequence: "STOP_SEQUENCE" } as const;

/** Cohere Command R and R+. */
export const cohereCommandR: Model = (body, call): Answer => {
  required(body.message, "message");
  const message = stringAt(body, "message");
  const history = arrayAt(body, "chat_history").filter(isObject);
  const generation = call.generate({
    text: [
      stringAt(body, "preamble"),
      ...history.map((turn) => stringAt(turn, "message")),
      message,
    ].join("\n"),
    question: message,
    maxTokens: limitAt(body, "max_tokens", 4000),
    stopSequences: stringsAt(body, "stop_sequences"),
  });
  const finish_reason = reasons[generation.stop];
  const response = {
    response_id: randomUuid(call.random),
    text: generation.text,
    generation_id: randomUuid(call.random),
    chat_history: [
      ...history,
      { role: "USER", message },
      { role: "CHATBOT", message: generation.text },
    ],
    finish_reason,
  };
  return {
    inputTokens: generation.inputTokens,
    outputTokens: generation.tokens.length,
    whole: response,
    *documents() {
      for (const text of generation.tokens) {
        yield { document: { is_finished: false, event_type: "text-generation", text }, tokens: 1 };
      }
      yield {
        document: { is_finished: true, event_type: "stream-end", response, finish_reason },
        tokens: 0,
      };
    },
  };
};
