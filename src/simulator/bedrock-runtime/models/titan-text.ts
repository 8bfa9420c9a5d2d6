import { limitAt, objectAt, required, stringAt, stringsAt } from "../../json.ts";
import type { Answer, Model } from "./model.ts";
import { questionIn } from "./prompt-template.ts";

/** Titan streams some sentences at a time. */
const TOKENS_PER_DOCUMENT = 50;

const reasons = { end: "FINISH", length: "LENGTH", sequence: "STOP_CRITERIA_MET" } as const;

/** Amazon Titan Text. */
export const titanText: Model = (body, call): Answer => {
  required(body.inputText, "inputText");
  const config = objectAt(body, "textGenerationConfig");
  const text = stringAt(body, "inputText");
  const generation = call.generate({
    text,
    question: questionIn(text),
    maxTokens: limitAt(config, "maxTokenCount", 512),
    stopSequences: stringsAt(config, "stopSequences"),
  });
  const { inputTokens, tokens } = generation;
  const completionReason = reasons[generation.stop];
  return {
    inputTokens,
    outputTokens: tokens.length,
    whole: {
      inputTextTokenCount: inputTokens,
      results: [{ tokenCount: tokens.length, outputText: generation.text, completionReason }],
    },
    *documents() {
      for (let at = 0; at === 0 || at < tokens.length; at += TOKENS_PER_DOCUMENT) {
        const part = tokens.slice(at, at + TOKENS_PER_DOCUMENT);
        const last = at + TOKENS_PER_DOCUMENT >= tokens.length;
        yield {
          document: {
            outputText: part.join(""),
            index: 0,
            totalOutputTextTokenCount: last ? tokens.length : null,
            completionReason: last ? completionReason : null,
            inputTextTokenCount: inputTokens,
          },
          tokens: part.length,
        };
      }
    },
  };
};
