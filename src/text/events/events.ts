import { DocumentError } from "../../errors/document-error.ts";
import { type CollectedAnswer, Collector } from "../collect/collector.ts";
import type { Answer, TextOptions } from "../documents/answer.ts";
import { type Reading, readAnswer } from "../documents/read-answer.ts";
import type { AssistantMessage } from "../messages/turns.ts";
import type { AnswerEvent } from "./answer-event.ts";

/** The events of an answer as they happen, and all of it at the end. */
export interface AnswerReading<Message = AssistantMessage>
  extends AsyncGenerator<AnswerEvent, void, undefined> {
  /**
   * What `collect` returns, from the same single pass. Awaited before the end, it reads the rest by
   * itself; events that no loop has taken yet are kept for one.
   *
   * Rejects with the loop's error, and with a `DocumentError` `NOT_READ` after a loop that was left
   * early. It is never an unhandled rejection.
   */
  readonly answer: Promise<CollectedAnswer<Message>>;
}

/**
 * What happens in an answer, as it happens and the same for all model families: text, reasoning, tool
 * calls, stop reasons, tokens, latency, what a guardrail did. Every document yields at least one event
 * that refers to it, so nothing is lost; a document without any of these yields `other`.
 *
 * An answer that is not streamed yields the events of its one document. Leaving the loop early cancels
 * the body.
 *
 * @throws DocumentError `NOT_JSON` or `IS_ERROR`
 * @throws InvalidArgumentError if `answer` is neither an answer nor its body
 * @throws what the body throws, such as an exception of the service in the stream
 *
 * @example
 * ```ts
 * import { type AnswerBody, events } from "bedrock-fetch/text";
 *
 * export async function print(body: AnswerBody): Promise<void> {
 *   const reading = events(body);
 *   for await (const event of reading) {
 *     if (event.type === "text") console.log(event.text);
 *     if (event.type === "toolCallStop") console.log(event.name, event.input);
 *   }
 *   const { message, usage } = await reading.answer;
 *   console.log(message, usage.outputTokens);
 * }
 * ```
 */
export function events<Message = AssistantMessage>(
  answer: Answer,
  options?: TextOptions,
): AnswerReading<Message> {
  const pass = new Pass<Message>(answer, options);
  const loop = pass.events();
  const { return: leave } = loop;
  loop.return = async (reason?: unknown) => {
    await pass.leave(reason);
    return leave.call(loop);
  };
  return Object.defineProperty(loop as AnswerReading<Message>, "answer", {
    get: () => pass.answer,
  });
}

/** One pass over an answer, which a loop and whoever awaits the answer share. */
class Pass<Message> {
  /** The events of one document after the other. */
  readonly #documents: Reading<readonly AnswerEvent[]>;
  readonly #collector: Collector;
  /** Events that have been read and that no loop has taken. */
  #events: AnswerEvent[] = [];
  #documentsRead = 0;
  /** The read in progress, if any: loop and answer wait for the same one. */
  #reading: Promise<void> | undefined;
  #ended = false;
  #left = false;
  /** What went wrong, if anything did. */
  #failure: { readonly error: unknown } | undefined;
  #answer: Promise<CollectedAnswer<Message>> | undefined;

  constructor(answer: Answer, options: TextOptions | undefined) {
    const collector = new Collector(options);
    this.#documents = readAnswer(answer, (document) => {
      if (document !== undefined) this.#documentsRead++;
      return [collector.add(document)];
    });
    this.#collector = collector;
  }

  get answer(): Promise<CollectedAnswer<Message>> {
    if (!this.#answer) {
      this.#answer = this.#readOn();
      // Whoever awaits it still gets the error.
      this.#answer.catch(() => {});
    }
    return this.#answer;
  }

  async *events(): AsyncGenerator<AnswerEvent, void, undefined> {
    try {
      for (;;) {
        if (this.#events.length > 0) for (const event of this.#events.splice(0)) yield event;
        else if (this.#ended) break;
        else await this.#read();
      }
      if (this.#failure && !this.#left) throw this.#failure.error;
    } finally {
      await this.leave();
    }
  }

  async leave(reason?: unknown): Promise<void> {
    this.#left = true;
    this.#events = [];
    if (this.#ended) return;
    const complaint = "was not read: the answer was left before its end";
    this.#end({ error: new DocumentError("NOT_READ", this.#documentsRead, complaint) });
    await this.#documents.return(reason);
  }

  #end(failure?: { readonly error: unknown }): void {
    this.#ended = true;
    this.#failure = failure;
  }

  async #readOn(): Promise<CollectedAnswer<Message>> {
    while (!this.#ended) await this.#read();
    if (this.#failure) throw this.#failure.error;
    return this.#collector.answer();
  }

  #read(): Promise<void> {
    this.#reading ??= this.#readDocument().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readDocument(): Promise<void> {
    try {
      const { done, value } = await this.#documents.next();
      if (this.#ended) return;
      if (done) return this.#end();
      for (const event of value) this.#events.push(event);
    } catch (error) {
      if (!this.#ended) this.#end({ error });
    }
  }
}
