import { type Members, membersOf } from "../shapes/members.ts";
import { blockIndexOf, joinText } from "../shapes/tool-calls.ts";
import {
  addDelta,
  contentIn,
  endsByCut,
  type MessageIssue,
  parseInput,
  type Turn,
} from "./turn.ts";

/**
 * A turn of Converse's, or of Nova's, whose form is the same.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Message.html
 */
export interface ConverseAssistantMessage {
  role: "assistant";
  /** Blocks as the model wrote them: `text`, `toolUse`, `reasoningContent`, `citationsContent`, … */
  content: object[];
}

interface Block {
  readonly index: unknown;
  /** A whole block, or the pieces of its start and deltas, which are joined at the end. */
  readonly members: Record<string, unknown>;
  readonly reasoning: Record<string, unknown>;
  readonly citations: unknown[];
  readonly results: unknown[];
  /** The input of a tool, as far as it came in pieces. */
  json: string;
  open: boolean;
}

export class ConverseTurn implements Turn {
  readonly #blocks: Block[] = [];

  add(document: Members): void {
    const { contentBlockStart, contentBlockDelta, contentBlockStop, output } = document;
    const { content } = membersOf(membersOf(output).message);
    for (const block of contentIn(content)) {
      this.#start(undefined, typeof block === "string" ? { text: block } : membersOf(block), false);
    }
    const index = blockIndexOf(document);
    if (contentBlockStart) this.#start(index, membersOf(membersOf(contentBlockStart).start), true);
    if (contentBlockDelta) this.#append(index, membersOf(membersOf(contentBlockDelta).delta));
    if (contentBlockStop) {
      const block = this.#find(index);
      if (block) block.open = false;
    }
  }

  finish(stopReason: string | undefined): ConverseAssistantMessage | MessageIssue {
    const blocks: Members[] = [];
    for (const block of this.#blocks) {
      const whole = wholeBlock(block);
      if (!whole) return "TOOL_CALL_CUT";
      if (Object.keys(whole).length > 0 && whole.text !== "") blocks.push(whole);
    }
    // Nova streams one text as many blocks.
    const content = joinText(blocks) as object[];
    const last = this.#blocks.at(-1);
    const cut = endsByCut(stopReason);
    if (last?.members.toolUse && (cut || (last.open && !stopReason))) return "TOOL_CALL_CUT";
    // Only Claude signs, and nothing names the model here: complete reasoning without a signature is
    // another family's.
    const { reasoningText } = membersOf(membersOf(content.at(-1)).reasoningContent);
    const unsigned = reasoningText && !membersOf(reasoningText).signature;
    if (unsigned && (cut || !stopReason)) return "THINKING_UNSIGNED";
    return { role: "assistant", content };
  }

  #start(index: unknown, members: Members, open: boolean): void {
    this.#blocks.push({
      index,
      members: { ...members },
      reasoning: {},
      citations: [],
      results: [],
      json: "",
      open,
    });
  }

  #find(index: unknown): Block | undefined {
    return this.#blocks.findLast((block) => block.open && block.index === index);
  }

  #append(index: unknown, delta: Members): void {
    if (!this.#find(index)) this.#start(index, {}, true);
    const block = this.#find(index) as Block;
    const { toolUse, toolResult, reasoningContent, citation, ...rest } = delta;
    const { input, ...call } = membersOf(toolUse);
    if (typeof input === "string") block.json += input;
    const said = typeof input === "object" && input !== null ? { ...call, input } : call;
    if (Object.keys(said).length > 0) {
      block.members.toolUse = { ...membersOf(block.members.toolUse), ...said };
    }
    for (const item of Array.isArray(toolResult) ? toolResult : []) block.results.push(item);
    if (citation) block.citations.push(citation);
    addReasoning(block.reasoning, membersOf(reasoningContent));
    addDelta(block.members, rest);
  }
}

function addReasoning(reasoning: Record<string, unknown>, delta: Members): void {
  const { redactedContent: before } = reasoning;
  const { redactedContent: bytes } = delta;
  if (before instanceof Uint8Array && bytes instanceof Uint8Array) {
    const joined = new Uint8Array(before.length + bytes.length);
    joined.set(before);
    joined.set(bytes, before.length);
    reasoning.redactedContent = joined;
  } else {
    addDelta(reasoning, { ...delta, ...membersOf(delta.reasoningText), reasoningText: undefined });
  }
}

/** A block in the form of a request; undefined for a tool call whose input is not JSON. */
function wholeBlock(block: Block): Members | undefined {
  const { members, reasoning, citations, results, json } = block;
  const { text, toolUse, toolResult, ...rest } = members;
  if (toolUse) {
    const { type, input: initial, ...call } = membersOf(toolUse);
    const input = parseInput(json, initial);
    // Answers have a `type`; requests have it only for the service's own tools.
    const kind = type === undefined || type === "tool_use" ? {} : { type };
    return input === undefined ? undefined : { toolUse: { ...call, ...kind, input } };
  }
  if (toolResult) {
    const result = membersOf(toolResult);
    return { toolResult: { ...result, content: result.content ?? joinText(results) } };
  }
  const { redactedContent, ...reasoningText } = reasoning;
  if (redactedContent) return { reasoningContent: { redactedContent } };
  if (Object.keys(reasoningText).length > 0) {
    return { reasoningContent: { reasoningText: { text: "", ...reasoningText } } };
  }
  if (citations.length > 0) {
    return { citationsContent: text ? { content: [{ text }], citations } : { citations } };
  }
  return text === undefined ? rest : { text, ...rest };
}
