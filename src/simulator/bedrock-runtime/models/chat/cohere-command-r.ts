import { arrayAt, isObject, limitAt, required, stringAt, stringsAt } from "../../../json.ts";
import { randomUuid } from "../../../random.ts";
import { asked } from "../../reply/asked.ts";
import { tokenize } from "../../reply/tokens.ts";
import { type ChatModel, untimed } from "../model.ts";

const REASONS: Readonly<Record<string, string>> = {
  max_tokens: "MAX_TOKENS",
  stop_sequence: "STOP_SEQUENCE",
};

/** Cohere Command R and R+. */
export const cohereCommandR: ChatModel = {
  read(body) {
    required(body.message, "message");
    const message = stringAt(body, "message");
    const history = arrayAt(body, "chat_history").filter(isObject);
    return asked({
      text: [
        stringAt(body, "preamble"),
        ...history.map((turn) => stringAt(turn, "message")),
        message,
      ].join("\n"),
      question: message,
      maxTokens: limitAt(body, "max_tokens", 4000),
      stopSequences: stringsAt(body, "stop_sequences"),
    });
  },

  write({ text, stopReason, usage }, { body, random }) {
    const finish_reason = REASONS[stopReason] ?? "COMPLETE";
    const response = {
      response_id: randomUuid(random),
      text,
      generation_id: randomUuid(random),
      chat_history: [
        ...arrayAt(body, "chat_history"),
        { role: "USER", message: stringAt(body, "message") },
        { role: "CHATBOT", message: text },
      ],
      finish_reason,
    };
    return {
      ...usage,
      whole: response,
      *documents() {
        for (const part of tokenize(text)) {
          yield {
            document: { is_finished: false, event_type: "text-generation", text: part },
            tokens: 1,
          };
        }
        yield untimed({ is_finished: true, event_type: "stream-end", response, finish_reason });
      },
    };
  },
};
