import { type Members, membersOf } from "../shapes/members.ts";
import { joinText } from "../shapes/tool-calls.ts";
import {
  addDelta,
  contentIn,
  endsByCut,
  type MessageIssue,
  parseInput,
  type Turn,
} from "./turn.ts";

/**
 * A turn of an OpenAI-shaped model or of Mistral's chat completion. Besides the members named
 * here it has everything else that the model said, such as `reasoning_content`, under the model's own
 * names.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-openai.html
 */
export interface ChatCompletionAssistantMessage {
  role: "assistant";
  /** Reasoning in tags included; null if the model only calls tools. */
  content: string | object[] | null;
  tool_calls?: object[];
}

interface ToolCall {
  readonly index: unknown;
  readonly members: Record<string, unknown>;
  readonly called: Record<string, unknown>;
}

export class ChatCompletionTurn implements Turn {
  readonly #members: Record<string, unknown> = {};
  readonly #calls: ToolCall[] = [];
  #content: string | object[] = "";

  add({ role, content, tool_calls, ...rest }: Members): void {
    addDelta(this.#members, rest);
    for (const part of contentIn(content)) {
      this.#addContent(typeof part === "string" ? part : membersOf(part));
    }
    for (const [place, call] of (Array.isArray(tool_calls) ? tool_calls : []).entries()) {
      this.#addCall(membersOf(call), place);
    }
  }

  finish(stopReason: string | undefined): ChatCompletionAssistantMessage | MessageIssue {
    const tool_calls = this.#calls.map(({ members, called }) =>
      Object.keys(called).length > 0
        ? { ...members, function: { ...called, arguments: called.arguments || "{}" } }
        : members,
    );
    const { length } = this.#calls;
    const cut = this.#calls.some(({ called: { arguments: json } }, place) => {
      // A call in pieces starts without arguments, and one that needs none ends so.
      const isOpen =
        place === length - 1 && (endsByCut(stopReason) || (json === "" && !stopReason));
      return isOpen || (typeof json === "string" && parseInput(json, {}) === undefined);
    });
    if (cut) return "TOOL_CALL_CUT";
    const message = { role: "assistant" as const, ...this.#members, content: this.#content };
    if (length === 0) return message;
    return { ...message, content: this.#content.length > 0 ? this.#content : null, tool_calls };
  }

  #addContent(piece: string | Members): void {
    if (typeof piece === "string" && typeof this.#content === "string") {
      this.#content += piece;
      return;
    }
    const parts = typeof this.#content === "string" ? asParts(this.#content) : this.#content;
    const part = typeof piece === "string" ? { type: "text", text: piece } : piece;
    const last = parts.at(-1);
    if (last && isThinking(last) && isThinking(part)) {
      last.thinking = joinText([...last.thinking, ...part.thinking]);
    } else {
      parts.push({ ...part });
    }
    this.#content = (joinText(parts) as Members[]).filter(
      ({ type, text }) => !(type === "text" && text === ""),
    );
  }

  #addCall({ index, function: called, ...members }: Members, place: number): void {
    const key = index ?? place;
    let call = this.#calls.findLast((open) => open.index === key);
    if (!call || (members.id && call.members.id && members.id !== call.members.id)) {
      call = { index: key, members: {}, called: {} };
      this.#calls.push(call);
    }
    const { arguments: json, ...rest } = membersOf(called);
    // Only the arguments come in pieces.
    assign(call.members, members);
    assign(call.called, rest);
    addDelta(call.called, { arguments: json });
  }
}

const asParts = (text: string): Members[] => (text === "" ? [] : [{ type: "text", text }]);

/** What later pieces say of a call stands, unless it is nothing. */
function assign(target: Record<string, unknown>, members: Members): void {
  for (const [name, value] of Object.entries(members)) {
    if (value === null || name === "__proto__" || (value === "" && target[name])) continue;
    target[name] = value;
  }
}

interface Thinking {
  thinking: readonly unknown[];
}

/** Mistral's, which is a list of texts. */
const isThinking = (part: object): part is Thinking =>
  membersOf(part).type === "thinking" && Array.isArray(membersOf(part).thinking);
