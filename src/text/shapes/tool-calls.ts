import type {
  ToolCallDeltaEvent,
  ToolCallStartEvent,
  ToolCallStopEvent,
} from "../events/answer-event.ts";
import { type Members, membersOf } from "./choices.ts";

type ToolCallEvent = ToolCallStartEvent | ToolCallDeltaEvent | ToolCallStopEvent;

/** What one document says about one tool call. */
interface Fragment {
  /** Distinguishes it from the choice's other calls in progress. */
  readonly key: unknown;
  readonly id: unknown;
  readonly name: unknown;
  /** JSON in pieces as a string; or the whole of it, parsed. */
  readonly input: unknown;
}

interface ToolCall {
  readonly choice: number;
  readonly key: unknown;
  readonly index: number;
  readonly id: string | undefined;
  readonly name: string;
  arguments: string;
}

/** Follows the tool calls of one answer through its documents. */
export class ToolCalls {
  #count = 0;
  #open: ToolCall[] = [];

  /** The events of a part of a choice. */
  *read(part: Members, choice: number, document: Members): Generator<ToolCallEvent> {
    for (const { key, id, name, input } of fragmentsIn(part, document)) {
      const whole = typeof input === "object" && input !== null;
      let call = whole ? undefined : this.#find(choice, key);
      if (!call || (id && id !== call.id)) {
        if (typeof name !== "string") continue;
        call = {
          choice,
          key,
          index: this.#count++,
          id: typeof id === "string" ? id : undefined,
          name,
          arguments: "",
        };
        this.#open.push(call);
        yield { type: "toolCallStart", ...headOf(call), document };
      }
      const delta = whole ? JSON.stringify(input) : input;
      if (typeof delta === "string" && delta !== "") {
        call.arguments += delta;
        yield {
          type: "toolCallDelta",
          ...headOf(call),
          delta,
          arguments: call.arguments,
          document,
        };
      }
      if (whole) yield* this.#stop([call], document);
    }
  }

  /** Ends a block: Claude's and Nova's tool calls are blocks. */
  *stopBlock(choice: number, key: unknown, document: Members): Generator<ToolCallStopEvent> {
    const call = this.#find(choice, key);
    if (call) yield* this.#stop([call], document);
  }

  /** Ends a choice, and with it the calls that have no end of their own. */
  *stopChoice(choice: number, document: Members): Generator<ToolCallStopEvent> {
    yield* this.#stop(
      this.#open.filter((call) => call.choice === choice),
      document,
    );
  }

  #find(choice: number, key: unknown): ToolCall | undefined {
    return this.#open.findLast((call) => call.choice === choice && call.key === key);
  }

  *#stop(calls: readonly ToolCall[], document: Members): Generator<ToolCallStopEvent> {
    for (const call of calls) {
      this.#open = this.#open.filter((open) => open !== call);
      yield {
        type: "toolCallStop",
        ...headOf(call),
        arguments: call.arguments,
        input: parsed(call.arguments),
        document,
      };
    }
  }
}

const headOf = ({ choice, index, id, name }: ToolCall) => ({ choice, index, id, name });

function parsed(json: string): unknown {
  try {
    return JSON.parse(json || "{}");
  } catch {
    return undefined;
  }
}

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
  // Claude. A block starts with an input that stands in for the pieces to come.
  if (typeof type === "string" && type.endsWith("tool_use")) {
    const starts = part === document.content_block;
    return [{ key: document.index, id, name, input: starts ? undefined : input }];
  }
  if (partial_json !== undefined) {
    return [{ key: document.index, id: undefined, name: undefined, input: partial_json }];
  }
  // Nova
  const { start, contentBlockIndex } = membersOf(
    document.contentBlockStart ?? document.contentBlockDelta,
  );
  const toolUse = part === document ? membersOf(start).toolUse : part.toolUse;
  if (toolUse) {
    const { toolUseId, name, input } = membersOf(toolUse);
    return [{ key: contentBlockIndex, id: toolUseId, name, input }];
  }
  return [];
}
