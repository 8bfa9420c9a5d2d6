import type { AnswerBody } from "../documents/answer-body.ts";
import { documents } from "../documents/documents.ts";
import { eventReader } from "../shapes/event-reader.ts";
import type { AnswerEvent } from "./answer-event.ts";

/**
 * What happens in an answer, as it happens and the same for all model families: text, reasoning, tool
 * calls, stop reasons, tokens, latency, what a guardrail did. Every document yields at least one event
 * that refers to it, so nothing is lost; a document without any of these yields `other`.
 *
 * The body of InvokeModel yields the events of its one document. Leaving the loop early cancels the
 * body.
 *
 * @throws {DocumentError} `NOT_JSON`
 * @throws what the body throws, such as an exception of the service in the stream
 *
 * @example
 * ```ts
 * import { type AnswerBody, events } from "bedrock-fetch/text";
 *
 * export async function print(body: AnswerBody): Promise<void> {
 *   for await (const event of events(body)) {
 *     if (event.type === "text") console.log(event.text);
 *     if (event.type === "toolCallStop") console.log(event.name, event.input);
 *     if (event.type === "usage") console.log(event.usage.outputTokens);
 *   }
 * }
 * ```
 */
export async function* events(body: AnswerBody): AsyncGenerator<AnswerEvent, void, undefined> {
  const read = eventReader();
  for await (const document of documents(body)) yield* read(document);
}
