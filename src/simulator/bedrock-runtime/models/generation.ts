import { composeAnswer } from "./prose.ts";
import { countTokens, tokenize } from "./tokens.ts";

/** What a family's request format boils down to. */
export interface Prompt {
  /** All that the model reads, for the input token count. */
  readonly text: string;
  /** What was asked last: the answer is about this. */
  readonly question: string;
  readonly maxTokens: number;
  readonly stopSequences: readonly string[];
}

/** What a model "generated", before a family puts it in its own format. */
export interface Generation {
  readonly text: string;
  /** The pieces of `text`, one a token. */
  readonly tokens: readonly string[];
  readonly inputTokens: number;
  readonly stop: "end" | "length" | "sequence";
  /** The stop sequence that was met. */
  readonly stopSequence: string | null;
  /** A guardrail's message stands in for the answer. */
  readonly blocked: boolean;
}

/** The deterministic answer to a prompt, cut at the first stop sequence and at `maxTokens`. */
export function generate(prompt: Prompt): Generation {
  let text = composeAnswer(prompt.question);
  let stopSequence: string | null = null;
  for (const sequence of prompt.stopSequences) {
    const at = sequence === "" ? -1 : text.indexOf(sequence);
    if (at >= 0) {
      text = text.slice(0, at);
      stopSequence = sequence;
    }
  }
  const all = tokenize(text);
  const cut = all.length > prompt.maxTokens;
  const tokens = cut ? all.slice(0, prompt.maxTokens) : all;
  return {
    text: cut ? tokens.join("") : text,
    tokens,
    inputTokens: countTokens(prompt.text),
    stop: cut ? "length" : stopSequence === null ? "end" : "sequence",
    stopSequence: cut ? null : stopSequence,
    blocked: false,
  };
}

/** What takes the answer's place when a guardrail intervenes. */
export function blockedGeneration(prompt: Prompt, message: string): Generation {
  return {
    text: message,
    tokens: tokenize(message),
    inputTokens: countTokens(prompt.text),
    stop: "end",
    stopSequence: null,
    blocked: true,
  };
}
