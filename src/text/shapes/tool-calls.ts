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
  /** Whether the service runs it; undefined where calls are listed, and are not blocks with an end. */
  readonly server?: boolean | undefined;
}

interface ToolCall extends Pick<Fragment, "server"> {
  readonly choice: number;
  readonly key: unknown;
  readonly index: number;
  readonly id: string | undefined;
  readonly name: string;
  initial: unknown;
  arguments: string;
  /** The one that it began in. */
  readonly document: Members;
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
      // One that is named is another call; the whole input alone is that of the call in progress.
      let call = whole && name ? undefined : this.#open.findLast(matches(choice, key));
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
          document,
        };
        this.#open.push(call);
        if (!server) yield { type: "toolCallStart", ...headOf(call), document };
      }
      const current = call;
      if (whole) {
        current.initial = input;
        yield* this.#stop((open) => open === current, document);
      } else {
        yield* append(current, input, document);
      }
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

  /** Ends the answer, and with it the calls that are complete though nothing has said so. */
  *end(): Generator<ToolCallEvent> {
    for (const call of this.#open) {
      const complete =
        call.server === undefined && call.arguments && parsed(call.arguments) !== undefined;
      if (complete) yield* this.#stop((open) => open === call, call.document);
    }
  }

  *#stop(ends: (call: ToolCall) => boolean, document: Members): Generator<ToolCallEvent> {
    const calls = this.#open.filter(ends);
    this.#open = this.#open.filter((call) => !ends(call));
    for (const call of calls) {
      if (!call.arguments) yield* append(call, jsonOf(call.initial), document);
      const { id, name, choice, initial, arguments: json } = call;
      const input = json || !hasMembers(initial) ? parsed(json) : initial;
      const rest = { arguments: json, input, document };
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
      yield resultEvent(choice, { toolUseId: tool_use_id, status }, content, document);
    }
    if (toolResult && part === startIn(document)) {
      this.#results.push({ choice, key, members: membersOf(toolResult), content: [] });
    } else if (Array.isArray(toolResult)) {
      const result = this.#results.findLast(matches(choice, key));
      for (const item of toolResult) result?.content.push(item);
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

const hasMembers = (input: unknown): boolean => Object.keys(membersOf(input)).length > 0;

/**
 * Empty for an input without members, such as one that is streamed, and for one that is nested too
 * deep to be written.
 */
function jsonOf(input: unknown): string {
  try {
    return hasMembers(input) ? JSON.stringify(input) : "";
  } catch {
    return "";
  }
}

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

/** Joins texts that follow one another, of one kind and with nothing but text: pieces of one. */
export function joinText(content: readonly unknown[]): unknown[] {
  const joined: unknown[] = [];
  for (const item of content) {
    const before = membersOf(joined.at(-1));
    const next = membersOf(item);
    if (before.type === next.type && isOnlyText(before) && isOnlyText(next)) {
      joined.splice(-1, 1, { ...before, text: before.text + next.text });
    } else {
      joined.push(item);
    }
  }
  return joined;
}

const isOnlyText = (item: Members): item is Members & { readonly text: string } =>
  typeof item.text === "string" &&
  Object.keys(item).every((name) => name === "text" || name === "type");

/** Which block a document of Nova's or Converse's stream is about. */
export const blockIndexOf = (document: Members): unknown =>
  membersOf(document.contentBlockStart ?? document.contentBlockDelta ?? document.contentBlockStop)
    .contentBlockIndex;

/** What Nova's or Converse's block starts with. */
const startIn = (document: Members): unknown => membersOf(document.contentBlockStart).start;

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
  if (part.toolUse) {
    const { toolUseId, name, input, type } = membersOf(part.toolUse);
    return [
      {
        key: blockIndexOf(document),
        id: toolUseId,
        name,
        input: part === startIn(document) ? undefined : input,
        initial: input,
        server: type === "server_tool_use",
      },
    ];
  }
  return [];
}
