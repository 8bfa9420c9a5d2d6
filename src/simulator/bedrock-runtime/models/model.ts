import type { JsonObject } from "../../json.ts";
import type { Random } from "../../random.ts";
import type { Generation, Prompt } from "./generation.ts";

/** What a family needs besides the body to answer. */
export interface ModelCall {
  /** The model's id, without ARN and region prefix: `anthropic.claude-v2`. */
  readonly modelId: string;
  readonly random: Random;
  readonly now: Date;
  /** Generates the answer, or what a guardrail puts in its place. */
  generate(prompt: Prompt): Generation;
}

/** One document of a stream and how many tokens it stands for, which is what it costs in time. */
export interface StreamedDocument {
  readonly document: object;
  readonly tokens: number;
}

/** A document that stands for no tokens, so that it costs no time. */
export const untimed = (document: object): StreamedDocument => ({ document, tokens: 0 });

/** An answer in a family's own format, whole and in pieces. */
export interface Answer {
  readonly inputTokens: number;
  /** Undefined where a model gives none, as embeddings. */
  readonly outputTokens: number | undefined;
  /** The model tells what it read from and wrote to its prompt cache (the simulator: nothing). */
  readonly tellsCache?: boolean;
  /** The body of InvokeModel. */
  readonly whole: object;
  /**
   * Made one at a time as they are asked for; the last is given the invocation metrics. Undefined for
   * a model that cannot be streamed.
   */
  documents?(): Iterable<StreamedDocument>;
}

/** A family's format: reads a body, throws a `ServiceError` for one it cannot read, answers. */
export type Model = (body: JsonObject, call: ModelCall) => Answer;
