import { isObject, limitAt, malformed, objectAt, required, stringAt } from "../../../json.ts";
import { asked } from "../../reply/asked.ts";
import { tokenize } from "../../reply/tokens.ts";
import { type ChatModel, untimed } from "../model.ts";

/** How many tokens a video counts as. */
const TOKENS_PER_VIDEO = 1000;

/** TwelveLabs Pegasus, which answers questions about a video. */
export const pegasus: ChatModel = {
  read(body) {
    required(body.inputPrompt, "inputPrompt");
    required(body.mediaSource, "mediaSource");
    const source = objectAt(body, "mediaSource");
    if (source.base64String === undefined && source.s3Location === undefined) {
      throw malformed("#/mediaSource: required key [base64String] not found");
    }
    const question = stringAt(body, "inputPrompt");
    const { schema } = objectAt(objectAt(body, "responseFormat"), "json_schema");
    const direct = objectAt(body, "responseFormat").jsonSchema;
    return asked({
      text: question,
      question,
      otherTokens: TOKENS_PER_VIDEO,
      maxTokens: limitAt(body, "maxOutputTokens", 4096),
      stopSequences: [],
      schema: isObject(schema) ? schema : isObject(direct) ? direct : undefined,
    });
  },

  write({ text, stopReason, usage }) {
    const finishReason = stopReason === "max_tokens" ? "length" : "stop";
    return {
      ...usage,
      whole: { message: text, finishReason },
      *documents() {
        for (const message of tokenize(text)) yield { document: { message }, tokens: 1 };
        yield untimed({ message: "", finishReason });
      },
    };
  },
};
