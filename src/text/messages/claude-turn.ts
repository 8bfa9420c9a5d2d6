import { type Members, membersOf } from "../shapes/members.ts";
import {
  addDelta,
  contentIn,
  endsByCut,
  type MessageIssue,
  parseInput,
  type Turn,
} from "./turn.ts";

/**
 * A turn of Claude's, by the Messages API.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html
 */
export interface ClaudeAssistantMessage {
  role: "assistant";
  /** Blocks as Claude wrote them: text, thinking, tool calls, results of the service's own tools, … */
  content: object[];
}

interface Block {
  readonly index: unknown;
  readonly members: Record<string, unknown>;
  /** The input of a tool, as far as it came in pieces. */
  json: string;
  open: boolean;
}

export class ClaudeTurn implements Turn {
  readonly #blocks: Block[] = [];

  add(document: Members): void {
    const { type, index, content_block, delta } = document;
    if (type === "content_block_start") this.#start(index, membersOf(content_block), true);
    if (type === "content_block_delta") this.#append(index, membersOf(delta));
    if (type === "content_block_stop") {
      const block = this.#find(index);
      if (block) block.open = false;
    }
    if (type === "message" || type === "message_start") {
      const { content } = type === "message" ? document : membersOf(document.message);
      for (const block of contentIn(content)) {
        const members = typeof block === "string" ? { type: "text", text: block } : block;
        this.#start(undefined, membersOf(members), false);
      }
    }
  }

  finish(stopReason: string | undefined): ClaudeAssistantMessage | MessageIssue {
    const content: object[] = [];
    for (const { members, json } of this.#blocks) {
      const { type, text, signature } = members;
      if (type === "text" && text === "") continue;
      if (type === "thinking" && !signature) return "THINKING_UNSIGNED";
      if (!isToolUse(members)) {
        content.push(members);
        continue;
      }
      const input = parseInput(json, members.input);
      if (input === undefined) return "TOOL_CALL_CUT";
      content.push({ ...members, input });
    }
    const last = this.#blocks.at(-1);
    const unfinished = (last?.open && !stopReason) || endsByCut(stopReason);
    if (last && isToolUse(last.members) && unfinished) return "TOOL_CALL_CUT";
    return { role: "assistant", content };
  }

  #start(index: unknown, members: Members, open: boolean): void {
    this.#blocks.push({ index, members: { ...members }, json: "", open });
  }

  #find(index: unknown): Block | undefined {
    return this.#blocks.findLast((block) => block.open && block.index === index);
  }

  #append(index: unknown, { type, partial_json, citation, ...rest }: Members): void {
    if (!this.#find(index)) {
      // Documents from the middle of an answer: the delta has the block's type.
      const kind = typeof type === "string" ? type.replace(/_delta$/, "") : type;
      this.#start(index, { type: kind }, true);
    }
    const block = this.#find(index) as Block;
    if (typeof partial_json === "string") block.json += partial_json;
    addDelta(block.members, citation ? { citations: [citation] } : rest);
  }
}

const isToolUse = ({ type }: Members): boolean =>
  typeof type === "string" && type.endsWith("tool_use");
