import { type Members, membersOf } from "../shapes/members.ts";
import { type ChatCompletionAssistantMessage, ChatCompletionTurn } from "./chat-completion-turn.ts";
import { type ClaudeAssistantMessage, ClaudeTurn } from "./claude-turn.ts";
import { type CommandRAssistantMessage, CommandRTurn } from "./command-r-turn.ts";
import { type ConverseAssistantMessage, ConverseTurn } from "./converse-turn.ts";
import type { MessageIssue, Turn } from "./turn.ts";

/** The assistant's turn, in the form of its model's family. */
export type AssistantMessage =
  | ClaudeAssistantMessage
  | ConverseAssistantMessage
  | ChatCompletionAssistantMessage
  | CommandRAssistantMessage;

/** Builds the messages of an answer's choices from its documents. */
export class Turns {
  readonly #turns = new Map<number, Turn>();

  add(document: unknown): void {
    const members = membersOf(document);
    const { choices } = members;
    if (Array.isArray(choices)) {
      for (const [place, entry] of choices.entries()) this.#addChoice(membersOf(entry), place);
    } else if (isClaude(members)) {
      this.#turn(0, ClaudeTurn).add(members);
    } else if (isConverse(members)) {
      this.#turn(0, ConverseTurn).add(members);
    } else if (isCommandR(members)) {
      this.#turn(0, CommandRTurn).add(members);
    }
  }

  /** The message of a choice, or why it cannot be appended; undefined in families without messages. */
  finish(choice: number, stopReason: string | undefined): object | MessageIssue | undefined {
    return this.#turns.get(choice)?.finish(stopReason);
  }

  /** Text completions, whose choices have neither message nor delta, have no messages. */
  #addChoice({ index, delta, message }: Members, place: number): void {
    const said = delta ?? message;
    if (typeof said !== "object" || said === null) return;
    const choice = typeof index === "number" ? index : place;
    this.#turn(choice, ChatCompletionTurn).add(membersOf(said));
  }

  #turn(choice: number, Family: new () => Turn): Turn {
    const turn = this.#turns.get(choice) ?? new Family();
    this.#turns.set(choice, turn);
    return turn;
  }
}

const isClaude = ({ type }: Members): boolean =>
  typeof type === "string" && /^(message($|_)|content_block_)/.test(type);

const isConverse = ({ output, ...members }: Members): boolean =>
  Boolean(membersOf(output).message) ||
  ["messageStart", "contentBlockStart", "contentBlockDelta", "contentBlockStop"].some(
    (name) => name in members,
  );

const isCommandR = (members: Members): boolean =>
  typeof members.event_type === "string" ||
  (typeof members.text === "string" &&
    ["response_id", "generation_id", "chat_history", "tool_calls"].some((name) => name in members));
