import type { TextOptions } from "../documents/answer.ts";
import type { AnswerEvent, Usage } from "../events/answer-event.ts";
import type { MessageIssue } from "../messages/turn.ts";
import { type AssistantMessage, Turns } from "../messages/turns.ts";
import { EventReader } from "../shapes/event-reader.ts";

/** One of the alternatives of a complete answer. */
export interface CollectedChoice<Message = AssistantMessage> {
  /** Its text; empty without any. */
  readonly text: string;
  /** Its reasoning; empty without any. */
  readonly reasoning: string;
  /** The words in which the model refused to answer; empty if it did not. */
  readonly refusal: string;
  /** The tool calls that are complete, for the caller to run. */
  readonly toolCalls: readonly ToolCall[];
  /** The calls of the service's own tools, which it has run itself, with their results. */
  readonly serverToolCalls: readonly ServerToolCall[];
  /** Sources of what the text says, in the form of the model's family. */
  readonly citations: readonly unknown[];
  /** Why it stopped, in the words of the model's family; undefined if the model did not say. */
  readonly stopReason: string | undefined;
  /**
   * The assistant's turn in the family's own form, ready to be appended to the messages of the next
   * request, Command R's to its `chat_history`. It is what the model wrote: thinking with its
   * signature, tags, tool calls, results of the service's own tools and citations, in order and
   * without empty text. Undefined in families without messages, and if there is a `messageIssue`.
   */
  readonly message: Message | undefined;
  /**
   * Why there is no message to append: the turn was cut inside a tool call, or inside thinking that
   * has to carry its signature. Undefined if nothing is wrong.
   */
  readonly messageIssue: MessageIssue | undefined;
}

/** A tool that the model wants called, with its whole input. */
export interface ToolCall {
  /** What a tool result has to name; undefined in families without ids. */
  readonly id: string | undefined;
  readonly name: string;
  /** The JSON as the model wrote it. */
  readonly arguments: string;
  /** `arguments` parsed, `{}` if empty. Undefined if it is not JSON, as when it was cut. */
  readonly input: unknown;
}

/** A tool of the service that the model called and the service ran, such as a web search. */
export interface ServerToolCall {
  readonly id: string | undefined;
  /** Undefined for a result whose call is not part of the answer. */
  readonly name: string | undefined;
  /** The JSON as the model wrote it. */
  readonly arguments: string;
  /** `arguments` parsed, `{}` if empty. Undefined if it is not JSON, as when it was cut. */
  readonly input: unknown;
  /** What the tool returned, in the form of the model's family; undefined if the answer lacks it. */
  readonly result: unknown;
}

/** A complete answer. The members of a choice are those of the first. */
export interface CollectedAnswer<Message = AssistantMessage> extends CollectedChoice<Message> {
  /** All alternatives, the first included. */
  readonly choices: readonly CollectedChoice<Message>[];
  /** Tokens, as far as the answer counts them. */
  readonly usage: Usage;
  /** Until the answer was complete, in ms; undefined if the answer does not say. */
  readonly invocationLatency: number | undefined;
  /** Until the answer's first byte, in ms; undefined if the answer does not say. */
  readonly firstByteLatency: number | undefined;
  /** `"INTERVENED"` if a guardrail intervened anywhere in the answer, otherwise `"NONE"`; undefined without a guardrail. */
  readonly guardrailAction: string | undefined;
  /** The guardrail's last trace; undefined if there was not one. */
  readonly guardrailTrace: unknown;
  /**
   * How many documents said something that could not be read; 0 for every known family. `events`
   * yields them as `other`, like known documents that say nothing, such as empty deltas.
   */
  readonly unreadDocuments: number;
}

/** Puts an answer together while its documents are read for their events. */
export class Collector {
  readonly #reader: EventReader;
  readonly #turns = new Turns();
  readonly #choices = new Map([[0, new GrowingChoice()]]);
  #usage: Usage = {};
  #invocationLatency: number | undefined;
  #firstByteLatency: number | undefined;
  #guardrailAction: string | undefined;
  #guardrailTrace: unknown;

  constructor(options?: TextOptions) {
    this.#reader = new EventReader(options);
  }

  /** Adds a document, or with undefined the end of the answer; returns its events. */
  add(document: unknown): AnswerEvent[] {
    if (document !== undefined) this.#turns.add(document);
    const events = document === undefined ? this.#reader.end() : this.#reader.read(document);
    for (const event of events) this.#addEvent(event);
    return events;
  }

  answer<Message>(): CollectedAnswer<Message> {
    const choices = [...this.#choices]
      .sort(([a], [b]) => a - b)
      .map(([index, choice]): CollectedChoice<Message> => {
        const turn = this.#turns.finish(index, choice.stopReason);
        const isIssue = typeof turn === "string";
        return {
          ...choice,
          message: isIssue ? undefined : (turn as Message | undefined),
          messageIssue: isIssue ? (turn as MessageIssue) : undefined,
        };
      });
    return {
      ...(choices[0] as CollectedChoice<Message>),
      choices,
      usage: this.#usage,
      invocationLatency: this.#invocationLatency,
      firstByteLatency: this.#firstByteLatency,
      guardrailAction: this.#guardrailAction,
      guardrailTrace: this.#guardrailTrace,
      unreadDocuments: this.#reader.unreadDocuments,
    };
  }

  #choiceAt(index: number): GrowingChoice {
    const choice = this.#choices.get(index) ?? new GrowingChoice();
    this.#choices.set(index, choice);
    return choice;
  }

  #addEvent(event: AnswerEvent): void {
    switch (event.type) {
      case "text":
      case "reasoning":
      case "refusal":
        this.#choiceAt(event.choice)[event.type] += event.text;
        break;
      case "citation":
        this.#choiceAt(event.choice).citations.push(event.citation);
        break;
      case "toolCallStop":
      case "serverToolCall": {
        const { type, id, name, arguments: json, input } = event;
        const call = { id, name, arguments: json, input };
        const { toolCalls, serverToolCalls } = this.#choiceAt(event.choice);
        if (type === "toolCallStop") toolCalls.push(call);
        else serverToolCalls.push({ ...call, result: undefined });
        break;
      }
      case "serverToolResult":
        this.#choiceAt(event.choice).addResult(event.id, event.content);
        break;
      case "stop":
        this.#choiceAt(event.choice).stopReason = event.reason;
        break;
      case "usage":
        this.#usage = { ...this.#usage, ...event.usage };
        break;
      case "latency":
        this.#invocationLatency = event.invocationLatency;
        this.#firstByteLatency = event.firstByteLatency;
        break;
      case "guardrail":
        if (this.#guardrailAction !== "INTERVENED") {
          this.#guardrailAction = event.action ?? this.#guardrailAction;
        }
        this.#guardrailTrace = event.trace ?? this.#guardrailTrace;
    }
  }
}

class GrowingChoice {
  text = "";
  reasoning = "";
  refusal = "";
  readonly toolCalls: ToolCall[] = [];
  readonly serverToolCalls: ServerToolCall[] = [];
  readonly citations: unknown[] = [];
  stopReason: string | undefined = undefined;

  addResult(id: string | undefined, result: unknown): void {
    const place = this.serverToolCalls.findLastIndex((call) => call.id === id);
    const call = this.serverToolCalls[place];
    if (call) this.serverToolCalls[place] = { ...call, result };
    else
      this.serverToolCalls.push({ id, name: undefined, arguments: "", input: undefined, result });
  }
}
