import { type JsonObject, objectAt, required } from "../../json.ts";
import { ERROR_STATUS } from "../../service-error.ts";
import { openaiChat } from "../models/chat/openai-chat.ts";
import { openaiError } from "./openai-error.ts";
import type { Surface, SurfaceEvent } from "./surface.ts";

/** Whether the stream is to end with a chunk that has the usage. */
const includesUsage = (body: JsonObject): boolean =>
  objectAt(body, "stream_options").include_usage === true;

/**
 * OpenAI's Chat Completions API, for the models that speak it.
 *
 * Source: "OpenAI Chat Completions API" in the Amazon Bedrock User Guide (inference-chat-completions).
 */
export const chatCompletions: Surface = {
  family: openaiChat,
  isGuarded: true,
  end: "[DONE]",

  toFamily: ({ model: _, stream: __, stream_options: ___, ...rest }) => ({
    ...rest,
    // Never a bare `prompt`: that is another API.
    messages: required(rest.messages, "messages"),
  }),
  read: (given, modelId) => openaiChat.read(chatCompletions.toFamily(given), { modelId }),

  write(reply, turn, { model, ...given }) {
    const answer = openaiChat.write(reply, turn);
    const whole = { ...answer.whole, model } as JsonObject;
    return {
      whole,
      *events(): Iterable<SurfaceEvent> {
        let start = {};
        for (const { document, tokens } of answer.documents?.() ?? []) {
          // On its own path, what only carries the metrics is not there.
          if (!("choices" in document)) continue;
          start = { ...document, model };
          yield { document: start, tokens };
        }
        if (includesUsage(given)) {
          yield { document: { ...start, choices: [], usage: whole.usage }, tokens: 0 };
        }
      },
    };
  },

  error: openaiError,
  errorEvent: (name, message) => ({
    document: openaiError(name, message, ERROR_STATUS[name] ?? 500),
    tokens: 0,
  }),
};
