import type { TextOptions } from "../documents/answer.ts";
import type { AnswerEvent, CitationEvent } from "../events/answer-event.ts";
import { type Choice, choicesIn, TEXT_NAMES, textOfPart } from "./choices.ts";
import { type Members, membersOf, textOrUndefined } from "./members.ts";
import { reasoningSplitter, type Split } from "./reasoning-tags.ts";
import { blockIndexOf, ToolCalls } from "./tool-calls.ts";
import { usageIn } from "./usage.ts";

/** Reads the events of one answer out of its documents, one document after the other. */
export class EventReader {
  readonly #reasoningTags: boolean;
  readonly #toolCalls = new ToolCalls();
  /** For each choice whose content can begin with a tag: its splitter, and the document it last read. */
  readonly #tagged = new Map<
    number,
    { readonly split: (piece?: string) => Split; document: unknown }
  >();
  /** Whether Command R's plan of its tool calls has arrived in pieces: then it is repeated whole. */
  #planned = false;

  /** How many documents said something that could not be read. */
  unreadDocuments = 0;

  constructor({ reasoningTags = true }: TextOptions = {}) {
    this.#reasoningTags = reasoningTags;
  }

  /** The events of a document, at least one. */
  read(document: unknown): AnswerEvent[] {
    const choices = choicesIn(document);
    const events = [...this.#eventsIn(document, choices)];
    if (events.length > 0) return events;
    if (!isEmpty(document, choices)) this.unreadDocuments++;
    return [{ type: "other", document }];
  }

  /** The events still held back at the end of the answer. */
  end(): AnswerEvent[] {
    const texts = [...this.#tagged].flatMap(([choice, { document }]) => [
      ...this.#flush(choice, document),
    ]);
    return [...texts, ...this.#toolCalls.end()];
  }

  *#eventsIn(document: unknown, choices: readonly Choice[]): Generator<AnswerEvent> {
    const members = membersOf(document);

    for (const { index: choice, owner, parts, tagged } of choices) {
      for (const part of parts) {
        const reasoning = reasoningOfPart(part) || this.#planIn(part);
        if (reasoning) yield { type: "reasoning", text: reasoning, choice, document };
        const text = textOfPart(part);
        if (tagged && this.#reasoningTags) yield* this.#split(text, choice, document);
        else if (text) yield { type: "text", text, choice, document };
        const { refusal } = part;
        if (refusal && typeof refusal === "string") {
          yield { type: "refusal", text: refusal, choice, document };
        }
        for (const citation of citationsOfPart(part)) {
          yield { type: "citation", citation, choice, document };
        }
        yield* this.#toolCalls.read(part, choice, members);
      }
      if (members.type === "content_block_stop") {
        yield* this.#toolCalls.stopBlock(choice, members.index, members);
      }
      if (members.contentBlockStop) {
        yield* this.#toolCalls.stopBlock(choice, blockIndexOf(members), members);
      }
      const reason = stopReasonOf(owner);
      if (reason) {
        yield* this.#flush(choice, document);
        yield* this.#toolCalls.stopChoice(choice, members);
        const details = owner.stop_details ?? membersOf(owner.delta).stop_details ?? undefined;
        yield { type: "stop", reason, details, choice, document };
      }
    }
    yield* serviceEventsIn(members);
  }

  *#split(text: string, choice: number, document: unknown): Generator<AnswerEvent> {
    let tagged = this.#tagged.get(choice);
    if (!tagged) {
      tagged = { split: reasoningSplitter(), document };
      this.#tagged.set(choice, tagged);
    }
    if (text) tagged.document = document;
    yield* splitEvents(tagged.split(text), choice, document);
  }

  *#flush(choice: number, document: unknown): Generator<AnswerEvent> {
    const tagged = this.#tagged.get(choice);
    if (tagged) yield* splitEvents(tagged.split(), choice, document);
  }

  #planIn({ event_type, text }: Members): string | undefined {
    const inPieces = event_type === "tool-calls-chunk";
    if (!inPieces && event_type !== "tool-calls-generation") return undefined;
    if (!inPieces && this.#planned) return undefined;
    this.#planned = inPieces;
    return textOrUndefined(text);
  }
}

function* splitEvents([reasoning, text]: Split, choice: number, document: unknown) {
  if (reasoning) yield { type: "reasoning", text: reasoning, choice, document } as const;
  if (text) yield { type: "text", text, choice, document } as const;
}

/** What the service adds: what a guardrail did, tokens, latency. */
function* serviceEventsIn(members: Members): Generator<AnswerEvent> {
  const document = members;
  const metadata = membersOf(members.metadata);
  const intervened = [members.stopReason, membersOf(members.messageStop).stopReason].includes(
    "guardrail_intervened",
  );
  const action = members["amazon-bedrock-guardrailAction"] ?? (intervened ? "INTERVENED" : null);
  const { guardrail } = membersOf(members.trace ?? metadata.trace);
  const trace = members["amazon-bedrock-trace"] ?? (guardrail ? { guardrail } : undefined);
  if (typeof action === "string" || trace !== undefined) {
    yield { type: "guardrail", action: textOrUndefined(action), trace, document };
  }

  const metrics = members["amazon-bedrock-invocationMetrics"];
  const usage = usageIn(members, metrics);
  if (usage) yield { type: "usage", usage, document };

  const { latencyMs } = membersOf(members.metrics ?? metadata.metrics);
  const { invocationLatency = latencyMs, firstByteLatency } = membersOf(metrics);
  if (typeof invocationLatency === "number") {
    yield {
      type: "latency",
      invocationLatency,
      firstByteLatency: typeof firstByteLatency === "number" ? firstByteLatency : undefined,
      document,
    };
  }
}

function reasoningOfPart(part: Members): string | undefined {
  const { reasoningText, text: nova = membersOf(reasoningText).text } = membersOf(
    part.reasoningContent,
  );
  const { thinking, type, text } = part;
  return [
    Array.isArray(thinking) ? thinking.map(textIn).join("") : thinking, // Mistral, Claude
    part.reasoning_content, // OpenAI-shaped
    part.reasoning,
    nova,
    typeof type === "string" && /think|reason/.test(type) ? text : undefined,
  ]
    .map(textOrUndefined)
    .find(Boolean);
}

const textIn = (part: unknown): string =>
  textOrUndefined(part) ?? textOrUndefined(membersOf(part).text) ?? "";

function citationsOfPart(part: Members): CitationEvent["citation"][] {
  return [
    [part.citation], // Claude and Converse, streamed
    part.citations, // Claude, Command R
    membersOf(part.citationsContent).citations, // Converse, whole
    part.annotations, // OpenAI-shaped
  ]
    .filter(Array.isArray)
    .flat()
    .filter((citation) => typeof citation === "object" && citation !== null);
}

function stopReasonOf(owner: Members): string | undefined {
  const { stop_reason, finish_reason, completionReason, stopReason, finishReason } = owner;
  return [
    stop_reason, // Claude whole, Llama, Mistral
    finish_reason, // OpenAI-shaped, Cohere
    completionReason, // Titan
    stopReason, // Nova, Converse, whole
    membersOf(owner.delta).stop_reason, // Claude
    membersOf(owner.messageStop).stopReason, // Nova, Converse
    finishReason, // Pegasus
    membersOf(finishReason).reason, // AI21
  ]
    .map(textOrUndefined)
    .find(Boolean);
}

const READ_NAMES = new Set([
  ...TEXT_NAMES,
  ..."thinking reasoning_content reasoning reasoningContent refusal role signature".split(" "),
  ..."partial_json tool_calls tool_call_delta toolUse toolResult citation citations citationsContent".split(
    " ",
  ),
]);

const MARKS =
  /^(message_st|message_delta|content_block_stop|ping|stream-|messageSt|contentBlockStop)/;

/** Whether a document without events is understood nevertheless: an empty delta, the end of a block. */
function isEmpty(document: unknown, choices: readonly Choice[]): boolean {
  if (typeof document !== "object" || document === null) return false;
  const { type, event_type, contentBlockStart } = membersOf(document);
  const names = [type, event_type, ...Object.keys(document)];
  if (contentBlockStart || names.some((name) => typeof name === "string" && MARKS.test(name))) {
    return true;
  }
  return choices.every(({ parts }) => {
    const names = parts.flatMap((part) => Object.keys(part));
    const silent = parts.some((part) => /thinking|tool_use/.test(`${textOrUndefined(part.type)}`));
    return silent || names.length === 0 || names.some((name) => READ_NAMES.has(name));
  });
}
