import {
  arrayAt,
  isObject,
  type Json,
  type JsonObject,
  limitAt,
  objectAt,
  required,
  stringAt,
} from "../../json.ts";
import { randomId } from "../../random.ts";
import { openaiChat, openaiReasons } from "../models/chat/openai-chat.ts";
import type { Turn } from "../models/model.ts";
import { type Asked, asked, type Tool, type ToolChoice } from "../reply/asked.ts";
import type { Reply } from "../reply/reply.ts";
import { countTokens, tokenize } from "../reply/tokens.ts";
import { openaiError } from "./openai-error.ts";
import type { Surface, SurfaceEvent } from "./surface.ts";

const DEFAULT_MAX_TOKENS = 1024;

function read(body: JsonObject, modelId: string): Asked {
  const items = itemsIn(required(body.input, "input"));
  const texts = items.map(textOf);
  const questions = items.map((item, index) => (item.role === "user" ? texts[index]! : ""));
  const effort = objectAt(body, "reasoning").effort;
  const { schema } = objectAt(objectAt(body, "text"), "format");
  return asked({
    text: [stringAt(body, "instructions"), ...texts].join("\n"),
    question: questions.findLast((text) => text.trim() !== "") ?? "",
    maxTokens: limitAt(body, "max_output_tokens", DEFAULT_MAX_TOKENS),
    stopSequences: [],
    tools: functionsIn(body),
    toolChoice: readToolChoice(body.tool_choice),
    hasToolResult: items.at(-1)?.type === "function_call_output",
    reasons: openaiReasons(typeof effort === "string" ? { reasoning_effort: effort } : {}, modelId),
    schema: isObject(schema) ? schema : undefined,
  });
}

const itemsIn = (input: Json): JsonObject[] =>
  typeof input === "string"
    ? [{ role: "user", content: input }]
    : (Array.isArray(input) ? input : []).filter(isObject);

function textOf({ content, output, arguments: args }: JsonObject): string {
  const text = content ?? output ?? args;
  if (typeof text === "string") return text;
  if (!Array.isArray(text)) return "";
  return text.map((part) => (isObject(part) ? stringAt(part, "text") : "")).join("\n");
}

/** On this host the service runs no tools of its own: functions alone are called. */
const functionsIn = (body: JsonObject): Tool[] =>
  arrayAt(body, "tools")
    .filter(isObject)
    .filter(({ type }) => type === "function")
    .map((tool) => ({ name: stringAt(tool, "name"), schema: objectAt(tool, "parameters") }));

function readToolChoice(choice: Json | undefined): ToolChoice {
  if (isObject(choice)) return { type: "tool", name: stringAt(choice, "name") };
  if (choice === "required") return { type: "any" };
  return { type: choice === "none" ? "none" : "auto" };
}

/** An item of the output while it is empty, when it is done, and what comes in between. */
interface Item {
  readonly empty: object;
  readonly done: object;
  events(output_index: number): Iterable<SurfaceEvent>;
}

type Delta = readonly [type: string, members: object, tokens?: number];

const event = ([type, members, tokens = 0]: Delta): SurfaceEvent => ({
  name: type,
  document: { type, ...members },
  tokens,
});

function textItem(
  kind: "output_text" | "reasoning_text",
  text: string,
  base: { readonly id: string },
  status: string,
): Item {
  const more = kind === "output_text" ? { annotations: [], logprobs: [] } : {};
  const part = { type: kind, ...more, text };
  const logprobs = kind === "output_text" ? { logprobs: [] } : {};
  return {
    empty: { ...base, content: [], status: "in_progress" },
    done: { ...base, content: [part], status },
    *events(output_index) {
      const at = { item_id: base.id, output_index, content_index: 0 };
      yield event(["response.content_part.added", { ...at, part: { ...part, text: "" } }]);
      for (const delta of tokenize(text)) {
        yield event([`response.${kind}.delta`, { ...at, delta, ...logprobs }, 1]);
      }
      yield event([`response.${kind}.done`, { ...at, text, ...logprobs }]);
      yield event(["response.content_part.done", { ...at, part }]);
    },
  };
}

function callItem(id: string, call_id: string, name: string, args: string): Item {
  const base = { id, type: "function_call", call_id, name };
  return {
    empty: { ...base, arguments: "", status: "in_progress" },
    done: { ...base, arguments: args, status: "completed" },
    *events(output_index) {
      const at = { item_id: id, output_index };
      for (const delta of args.match(/[\s\S]{1,9}/gu) ?? []) {
        yield event(["response.function_call_arguments.delta", { ...at, delta }, 1]);
      }
      yield event(["response.function_call_arguments.done", { ...at, name, arguments: args }]);
    },
  };
}

function itemsOf({ reasoning, text, toolCalls, stopReason }: Reply, { random }: Turn): Item[] {
  const status = stopReason === "max_tokens" ? "incomplete" : "completed";
  const items: Item[] = [];
  if (reasoning !== undefined) {
    const base = { id: randomId(random, "rs_"), type: "reasoning", summary: [] };
    items.push(textItem("reasoning_text", reasoning, base, "completed"));
  }
  if (text !== "" || toolCalls.length === 0) {
    const base = { id: randomId(random, "msg_"), type: "message", role: "assistant" };
    items.push(textItem("output_text", text, base, status));
  }
  for (const { id = randomId(random, "call_"), name, input } of toolCalls) {
    items.push(callItem(randomId(random, "fc_"), id, name, JSON.stringify(input)));
  }
  return items;
}

function usageOf({ reasoning, usage: { inputTokens, outputTokens } }: Reply): object {
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: countTokens(reasoning ?? "") },
    total_tokens: inputTokens + outputTokens,
  };
}

/** What the answer repeats of its request. */
const repeated = (body: JsonObject): object => ({
  instructions: body.instructions ?? null,
  max_output_tokens: body.max_output_tokens ?? null,
  metadata: body.metadata ?? {},
  model: body.model,
  parallel_tool_calls: body.parallel_tool_calls ?? true,
  previous_response_id: body.previous_response_id ?? null,
  reasoning: body.reasoning ?? { effort: null, summary: null },
  temperature: body.temperature ?? 1,
  text: body.text ?? { format: { type: "text" } },
  tool_choice: body.tool_choice ?? "auto",
  tools: body.tools ?? [],
  top_p: body.top_p ?? 1,
  truncation: body.truncation ?? "disabled",
});

/** Why an answer is not complete; undefined for one that is. */
function incompleteReason({ stopReason }: Reply): string | undefined {
  if (stopReason === "max_tokens") return "max_output_tokens";
  return stopReason === "content_filtered" ? "content_filter" : undefined;
}

function write(reply: Reply, turn: Turn, body: JsonObject): ReturnType<Surface["write"]> {
  const items = itemsOf(reply, turn);
  const reason = incompleteReason(reply);
  const status = reason === undefined ? "completed" : "incomplete";
  const start = {
    id: randomId(turn.random, "resp_"),
    object: "response",
    created_at: Math.floor(turn.now.getTime() / 1000),
    error: null,
    incomplete_details: null,
    ...repeated(body),
  };
  const whole = {
    ...start,
    status,
    incomplete_details: reason === undefined ? null : { reason },
    output: items.map(({ done }) => done),
    usage: usageOf(reply),
  };
  function* unnumbered(): Iterable<SurfaceEvent> {
    const response = { ...start, status: "in_progress", output: [], usage: null };
    yield event(["response.created", { response }]);
    yield event(["response.in_progress", { response }]);
    for (const [output_index, item] of items.entries()) {
      yield event(["response.output_item.added", { output_index, item: item.empty }]);
      yield* item.events(output_index);
      yield event(["response.output_item.done", { output_index, item: item.done }]);
    }
    yield event([`response.${status}`, { response: whole }]);
  }
  return {
    whole,
    *events() {
      let sequence_number = 0;
      for (const { document, ...rest } of unnumbered()) {
        yield { ...rest, document: { ...document, sequence_number: sequence_number++ } };
      }
    },
  };
}

/**
 * OpenAI's Responses API, for the models that speak Chat Completions: synchronous, without a store
 * and without tools that the service runs.
 *
 * Source: "OpenAI Responses API" in the Amazon Bedrock User Guide (inference-responses-api).
 */
export const responses: Surface = {
  family: openaiChat,
  isGuarded: false,
  end: "",
  // By its id alone, or an ARN that does not name its model: OpenAI's form is what is left.
  toFamily: () => ({ messages: [] }),
  read,
  write,
  error: openaiError,
  errorEvent: (code, message) => ({
    name: "error",
    document: { type: "error", code, message, param: null, sequence_number: 0 },
    tokens: 0,
  }),
};
