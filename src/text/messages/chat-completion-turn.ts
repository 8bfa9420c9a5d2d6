import { type Members, membersOf } from "../shapes/members.ts";
import { addDelta, endsByCut, type MessageIssue, parseInput, type Turn } from "./turn.ts";

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
    if (typeof content === "string") this.#addContent(content);
    for (const part of Array.isArray(content) ? content : []) {
      this.#addContent(typeof part === "string" ? part : membersOf(part));
    }
    for (const [place, call] of (Array.isArray(tool_calls) ? tool_calls : []).entries()) {
      this.#addCall(membersOf(call), place);
    }
  }

  finish(stopReason: string | undefined): ChatCompletionAssistantMessage | MessageIssue {
    const tool_calls = this.#calls.map(({ members, called }) => ({
      ...members,
      function: { ...called, arguments: called.arguments ?? "{}" },
    }));
    const { length } = this.#calls;
    const cut = this.#calls.some(({ called: { arguments: json } }, place) =>
      typeof json === "string"
        ? parseInput(json, {}) === undefined || (place === length - 1 && endsByCut(stopReason))
        : false,
    );
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
    if (typeof this.#content === "string") this.#content = asParts(this.#content);
    const added = typeof piece === "string" ? asParts(piece) : [piece];
    for (const part of added) {
      const last = membersOf(this.#content.at(-1));
      if (last.type !== part.type || !joins(last, part)) this.#content.push({ ...part });
    }
    this.#content = this.#content.filter(
      (part) => !("text" in part && part.text === "" && membersOf(part).type === "text"),
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
    Object.assign(call.members, withoutNull(members));
    Object.assign(call.called, withoutNull(rest));
    addDelta(call.called, { arguments: json });
  }
}

const asParts = (text: string): Members[] => (text === "" ? [] : [{ type: "text", text }]);

const withoutNull = (members: Members): Members =>
  Object.fromEntries(
    Object.entries(members).filter(([name, value]) => value != null && name !== "__proto__"),
  );

/** Joins a piece of text or thinking to the part before it, if they are of one kind. */
function joins(last: Members, { type, text, thinking }: Members): boolean {
  const target = last as Record<string, unknown>;
  if (type === "text" && typeof text === "string" && typeof last.text === "string") {
    target.text = last.text + text;
    return true;
  }
  if (type !== "thinking" || !Array.isArray(thinking) || !Array.isArray(last.thinking))
    return false;
  const joined = [...last.thinking];
  for (const piece of thinking) {
    const { text } = membersOf(piece);
    const before = membersOf(joined.at(-1));
    if (typeof text === "string" && typeof before.text === "string") {
      joined.splice(-1, 1, { ...before, text: before.text + text });
    } else {
      joined.push(piece);
    }
  }
  target.thinking = joined;
  return true;
}
