import type {
  ServerToolCallEvent,
  ServerToolResultEvent,
  ToolCallDeltaEvent,
  ToolCallStartEvent,
  ToolCallStopEvent,
} from "../events/answer-event.ts";
import { type Members, membersOf, textOrUndefined } from "./members.ts";

type ToolCallEvent =
  | ToolCallStartEvent
  | ToolCallDeltaEvent
  | ToolCallStopEvent
  | ServerToolCallEvent
  | ServerToolResultEvent;

/** What one document says about one tool call. */
interface Fragment {
  /** Distinguishes it from the choice's other calls in progress. */
  readonly key: unknown;
  readonly id: unknown;
  readonly name: unknown;
  /** JSON in pieces as a string; or the whole of it, parsed. */
  readonly input: unknown;
  /** The whole input at a block's start: used only if no pieces follow, since it is mostly a placeholder. */
  readonly initial?: unknown;
  /** Whether the service runs it. */
  readonly server?: boolean | undefined;
}

interface ToolCall extends Pick<Fragment, "initial" | "server"> {
  readonly choice: number;
  readonly key: unknown;
  readonly index: number;
  readonly id: string | undefined;
  readonly name: string;
  arguments: string;
}

/** A result of the service's own tools, whose pieces are still arriving. */
interface OpenResult {
  readonly choice: number;
  readonly key: unknown;
  readonly members: Members;
  readonly content: unknown[];
}

/** Follows the tool calls of one answer through its documents. */
export class ToolCalls {
  #count = 0;
  #open: ToolCall[] = [];
  #results: OpenResult[] = [];

  /** The events of a part of a choice. */
  *read(part: Members, choice: number, document: Members): Generator<ToolCallEvent> {
    yield* this.#readResult(part, choice, document);
    for (const { key, id, name, input, initial, server } of fragmentsIn(part, document)) {
      const whole = typeof input === "object" && input !== null;
      let call = whole ? undefined : this.#open.findLast(matches(choice, key));
      if (!call || (id && id !== call.id)) {
        if (typeof name !== "string") continue;
        call = {
          choice,
          key,
          index: server ? -1 : this.#count++,
          id: textOrUndefined(id),
          name,
          initial,
          server,
          arguments: "",
        };
        this.#open.push(call);
        if (!server) yield { type: "toolCallStart", ...headOf(call), document };
      }
      const current = call;
      yield* append(current, whole ? jsonOf(input) : input, document);
      if (whole) yield* this.#stop((open) => open === current, document);
    }
  }

  /** Ends a block: Claude's and Nova's tool calls are blocks. */
  *stopBlock(choice: number, key: unknown, document: Members): Generator<ToolCallEvent> {
    const last = this.#open.findLast(matches(choice, key));
    yield* this.#stop((call) => call === last, document);
    yield* this.#stopResults(matches(choice, key), document);
  }

  /** Ends a choice, and the calls that have no end of their own. */
  *stopChoice(choice: number, document: Members): Generator<ToolCallEvent> {
    yield* this.#stop((call) => call.choice === choice, document);
    yield* this.#stopResults((result) => result.choice === choice, document);
  }

  *#stop(ends: (call: ToolCall) => boolean, document: Members): Generator<ToolCallEvent> {
    const calls = this.#open.filter(ends);
    this.#open = this.#open.filter((call) => !ends(call));
    for (const call of calls) {
      if (!call.arguments) yield* append(call, jsonOf(call.initial), document);
      const { id, name, choice, arguments: json } = call;
      const rest = { arguments: json, input: parsed(json), document };
      if (call.server) yield { type: "serverToolCall", choice, id, name, ...rest };
      else yield { type: "toolCallStop", ...headOf(call), ...rest };
    }
  }

  /** Claude's results come whole. Nova's too in a whole answer, else in pieces. */
  *#readResult(part: Members, choice: number, document: Members): Generator<ToolCallEvent> {
    const { type, tool_use_id, content, toolResult } = part;
    const key = blockIndexOf(document);
    if (typeof type === "string" && type.endsWith("tool_result")) {
      const status = part.is_error ? "error" : undefined;
      const id = textOrUndefined(tool_use_id);
      yield { type: "serverToolResult", choice, id, content, status, document };
    }
    const { start } = membersOf(document.contentBlockStart);
    if (part === document && membersOf(start).toolResult) {
      const members = membersOf(membersOf(start).toolResult);
      this.#results.push({ choice, key, members, content: [] });
    } else if (Array.isArray(toolResult)) {
      this.#results.findLast(matches(choice, key))?.content.push(...toolResult);
    } else if (toolResult) {
      const members = membersOf(toolResult);
      yield resultEvent(choice, members, members.content, document);
    }
  }

  *#stopResults(
    ends: (result: OpenResult) => boolean,
    document: Members,
  ): Generator<ToolCallEvent> {
    for (const { choice, members, content } of this.#results.filter(ends)) {
      yield resultEvent(choice, members, joinText(content), document);
    }
    this.#results = this.#results.filter((result) => !ends(result));
  }
}

const matches =
  (choice: number, key: unknown) => (open: { readonly choice: number; readonly key: unknown }) =>
    open.choice === choice && open.key === key;

const headOf = ({ choice, index, id, name }: ToolCall) => ({ choice, index, id, name });

function* append(call: ToolCall, delta: unknown, document: Members): Generator<ToolCallEvent> {
  if (typeof delta !== "string" || delta === "") return;
  call.arguments += delta;
  if (call.server) return;
  yield { type: "toolCallDelta", ...headOf(call), delta, arguments: call.arguments, document };
}

/** Empty for an input without members, such as one that is streamed. */
const jsonOf = (input: unknown): string =>
  Object.keys(membersOf(input)).length > 0 ? JSON.stringify(input) : "";

function parsed(json: string): unknown {
  try {
    return JSON.parse(json || "{}");
  } catch {
    return undefined;
  }
}

const resultEvent = (
  choice: number,
  { toolUseId, status }: Members,
  content: unknown,
  document: Members,
): ServerToolResultEvent => ({
  type: "serverToolResult",
  choice,
  id: textOrUndefined(toolUseId),
  content,
  status: textOrUndefined(status),
  document,
});

/** Joins texts that follow one another: pieces of one. */
export function joinText(content: readonly unknown[]): unknown[] {
  const joined: unknown[] = [];
  for (const item of content) {
    const { text } = membersOf(item);
    const before = membersOf(joined.at(-1)).text;
    if (typeof text === "string" && typeof before === "string") {
      joined.splice(-1, 1, { text: before + text });
    } else {
      joined.push(item);
    }
  }
  return joined;
}

/** Which block a document of Nova's or Converse's stream is about. */
export const blockIndexOf = (document: Members): unknown =>
  membersOf(document.contentBlockStart ?? document.contentBlockDelta ?? document.contentBlockStop)
    .contentBlockIndex;

function fragmentsIn(part: Members, document: Members): Fragment[] {
  const { type, id, name, input, partial_json, tool_calls } = part;

  // OpenAI-shaped, Mistral, Command R
  if (Array.isArray(tool_calls)) {
    return tool_calls.map((entry, place) => {
      const call = membersOf(entry);
      const { name, arguments: json = call.parameters } = membersOf(call.function ?? call);
      return { key: call.index ?? place, id: call.id, name, input: json };
    });
  }
  // Claude
  if (typeof type === "string" && type.endsWith("tool_use")) {
    const starts = part === document.content_block;
    return [
      {
        key: document.index,
        id,
        name,
        input: starts ? undefined : (input ?? {}),
        initial: input,
        server: type !== "tool_use",
      },
    ];
  }
  if (partial_json !== undefined) {
    return [{ key: document.index, id: undefined, name: undefined, input: partial_json }];
  }
  // Nova, Converse
  const { start } = membersOf(document.contentBlockStart);
  const starts = part === document;
  const toolUse = starts ? membersOf(start).toolUse : part.toolUse;
  if (toolUse) {
    const { toolUseId, name, input, type } = membersOf(toolUse);
    return [
      {
        key: blockIndexOf(document),
        id: toolUseId,
        name,
        input: starts ? undefined : input,
        initial: input,
        server: type === "server_tool_use",
      },
    ];
  }
  return [];
}
