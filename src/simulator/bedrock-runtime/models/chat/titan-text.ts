import { checkMembers, limitAt, objectAt, required, stringAt, stringsAt } from "../../../json.ts";
import { asked } from "../../reply/asked.ts";
import { tokenize } from "../../reply/tokens.ts";
import type { ChatModel } from "../model.ts";
import { questionIn } from "./prompt-template.ts";

/** Titan streams some sentences at a time. */
const TOKENS_PER_DOCUMENT = 50;

const REASONS: Readonly<Record<string, string>> = {
  max_tokens: "LENGTH",
  stop_sequence: "STOP_CRITERIA_MET",
  content_filtered: "CONTENT_FILTERED",
};

/** Amazon Titan Text. */
export const titanText: ChatModel = {
  read(body) {
    required(body.inputText, "inputText");
    checkMembers(body, ["inputText", "textGenerationConfig"]);
    const config = objectAt(body, "textGenerationConfig");
    const text = stringAt(body, "inputText");
    return asked({
      text,
      question: questionIn(text),
      maxTokens: limitAt(config, "maxTokenCount", 512),
      stopSequences: stringsAt(config, "stopSequences"),
    });
  },

  write({ text, stopReason, usage }) {
    const tokens = tokenize(text);
    const inputTextTokenCount = usage.inputTokens;
    const completionReason = REASONS[stopReason] ?? "FINISH";
    return {
      ...usage,
      whole: {
        inputTextTokenCount,
        results: [{ tokenCount: usage.outputTokens, outputText: text, completionReason }],
      },
      *documents() {
        for (let at = 0; at === 0 || at < tokens.length; at += TOKENS_PER_DOCUMENT) {
          const part = tokens.slice(at, at + TOKENS_PER_DOCUMENT);
          const last = at + TOKENS_PER_DOCUMENT >= tokens.length;
          yield {
            document: {
              outputText: part.join(""),
              index: 0,
              totalOutputTextTokenCount: last ? usage.outputTokens : null,
              completionReason: last ? completionReason : null,
              inputTextTokenCount,
            },
            tokens: part.length,
          };
        }
      },
    };
  },
};
