import type { JsonObject } from "../../json.ts";
import type { Asked, Tool } from "./asked.ts";
import { composeAnswer } from "./prose.ts";
import { sampleInput } from "./sample-input.ts";
import type { Source } from "./source.ts";
import { countTokens, tokenize } from "./tokens.ts";

/** Why a model stopped, in Converse's words. */
export type StopReason =
  | "end_turn"
  | "tool_use"
  | "max_tokens"
  | "stop_sequence"
  | "guardrail_intervened"
  | "content_filtered"
  | "malformed_model_output"
  | "malformed_tool_use"
  | "model_context_window_exceeded";

/** Every stop reason. */
export const STOP_REASONS: readonly StopReason[] = [
  "end_turn",
  "tool_use",
  "max_tokens",
  "stop_sequence",
  "guardrail_intervened",
  "content_filtered",
  "malformed_model_output",
  "malformed_tool_use",
  "model_context_window_exceeded",
];

/** A tool that the model calls. */
export interface ToolCall {
  /** Default: one in the form of the family. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly input: JsonObject;
}

/** How many tokens of a prompt a model read from its prompt cache and wrote to it. */
export interface CacheUse {
  readonly read: number;
  /** By how long they are kept. */
  readonly write: { readonly "5m": number; readonly "1h": number };
}

const NOT_CACHED: CacheUse = { read: 0, write: { "5m": 0, "1h": 0 } };

/** @returns How many tokens have been cached, for whatever time. */
export const writtenTo = ({ write }: CacheUse): number => write["5m"] + write["1h"];

/**
 * What a model says, before it is put in any format: the seam between what is said and how it
 * travels.
 *
 * Every operation and surface reads its request into an `Asked`, has it answered with a `Reply`, and
 * writes the reply in its own form, whole and streamed: a family's by `ChatModel.write` (InvokeModel
 * and its stream), Converse's by converse/converse-output.ts. What decides what a model says
 * (`BedrockState.respond`: a script or `composeReply` below, and the guardrail around it) needs to know
 * no format, and a new format needs to know nothing of that.
 */
export interface Reply {
  /** The model's thinking; the family signs it where it signs. */
  readonly reasoning: string | undefined;
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly stopReason: StopReason;
  /** The stop sequence that was met. */
  readonly stopSequence: string | null;
  /** Its input without what was read from and written to the prompt cache. */
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number };
  /** What of its input was read from and written to the prompt cache. */
  readonly cache: CacheUse;
  /** What the service searched the web for on the way to the text; unset where it did not. */
  readonly webSearch?: string | undefined;
  /** What the text is taken from. */
  readonly citations: readonly Source[];
}

/** The simulator's own answer, always the same for the same request. */
export function composeReply(asked: Asked): Reply {
  const tool = chooseTool(asked);
  const forced = asked.toolChoice.type === "any" || asked.toolChoice.type === "tool";
  const reasoning = asked.reasons ? thinking(asked.question) : undefined;
  const written = tool && forced ? "" : answerTo(asked);
  const stopped = stopAt(written, asked.stopSequences);

  const thought = cut(reasoning ?? "", asked.maxTokens);
  const said = cut(stopped.text, asked.maxTokens - thought.count);
  const tooLong = thought.isCut || said.isCut;
  const toolCalls: ToolCall[] =
    tool && !tooLong ? [{ name: tool.name, input: sampleInput(tool.schema, asked.question) }] : [];
  const callTokens = toolCalls.length === 0 ? 0 : countTokens(JSON.stringify(toolCalls));
  return {
    reasoning: reasoning === undefined ? undefined : thought.text,
    text: said.text,
    toolCalls,
    stopReason: tooLong
      ? "max_tokens"
      : toolCalls.length > 0
        ? "tool_use"
        : stopped.sequence === null
          ? "end_turn"
          : "stop_sequence",
    stopSequence: tooLong ? null : stopped.sequence,
    usage: {
      inputTokens: asked.inputTokens,
      outputTokens: thought.count + said.count + callTokens,
    },
    webSearch: asked.searchesWeb && written !== "" ? asked.question : undefined,
    citations: toolCalls.length > 0 ? [] : asked.sources,
    cache: NOT_CACHED,
  };
}

/** A reply that is nothing but text, such as a guardrail's message. */
export function textReply(asked: Asked, text: string, stopReason: StopReason): Reply {
  return {
    reasoning: undefined,
    text,
    toolCalls: [],
    stopReason,
    stopSequence: null,
    usage: { inputTokens: asked.inputTokens, outputTokens: countTokens(text) },
    citations: [],
    cache: NOT_CACHED,
  };
}

/**
 * Which tool the simulated model calls: the one that the request insists on, none once it was given a
 * result, otherwise the first.
 */
function chooseTool({ tools, toolChoice, hasToolResult }: Asked): Tool | undefined {
  if (toolChoice.type === "tool") return tools.find(({ name }) => name === toolChoice.name);
  if (toolChoice.type === "none" || (toolChoice.type === "auto" && hasToolResult)) return undefined;
  return tools[0];
}

const thinking = (question: string): string =>
  `The user asks “${question.trim().slice(0, 80)}”. I should answer from the prompt alone, in a few clear sentences.`;

const answerTo = ({ schema, question }: Asked): string =>
  schema ? JSON.stringify(sampleInput(schema, question)) : composeAnswer(question);

function stopAt(
  written: string,
  sequences: readonly string[],
): { readonly text: string; readonly sequence: string | null } {
  let text = written;
  let met: string | null = null;
  for (const sequence of sequences) {
    const at = sequence === "" ? -1 : text.indexOf(sequence);
    if (at < 0) continue;
    text = text.slice(0, at);
    met = sequence;
  }
  return { text, sequence: met };
}

function cut(
  text: string,
  maxTokens: number,
): { readonly text: string; readonly count: number; readonly isCut: boolean } {
  const tokens = tokenize(text);
  const isCut = tokens.length > maxTokens;
  return isCut
    ? { text: tokens.slice(0, maxTokens).join(""), count: Math.max(maxTokens, 0), isCut }
    : { text, count: tokens.length, isCut };
}
