import type { AnswerBody } from "../documents/answer-body.ts";
import { textReader } from "./text-reader.ts";

/**
 * The text of an answer as it arrives, of any model family: its first choice, if there are several
 * (`events` has all). Pieces are never empty and never end inside a character.
 *
 * Leaving the loop early cancels the body.
 *
 * @throws {DocumentError} `NOT_JSON`
 * @throws what the body throws, such as an exception of the service in the stream
 *
 * @example
 * ```ts
 * import { type AnswerBody, textStream } from "bedrock-fetch/text";
 *
 * export async function show(body: AnswerBody, element: HTMLElement): Promise<void> {
 *   for await (const text of textStream(body)) element.append(text);
 * }
 * ```
 */
export async function* textStream(body: AnswerBody): AsyncGenerator<string, void, undefined> {
  const reader = textReader(body);
  try {
    for (let text = await reader.read(); text; text = await reader.read()) yield text;
  } finally {
    await reader.cancel();
  }
}
