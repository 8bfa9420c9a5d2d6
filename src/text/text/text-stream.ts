import type { Answer, TextOptions } from "../documents/answer.ts";
import { readAnswer } from "../documents/read-answer.ts";
import { textPieces } from "./text-pieces.ts";

/**
 * The text of an answer as it arrives, of any model family: its first choice, if there are several
 * (`events` has all). Pieces are never empty and never end inside a character.
 *
 * Leaving the loop early cancels the body.
 *
 * @throws DocumentError `NOT_JSON` or `IS_ERROR`
 * @throws InvalidArgumentError if `answer` is neither an answer nor its body
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
export const textStream = (
  answer: Answer,
  options?: TextOptions,
): AsyncGenerator<string, void, undefined> => readAnswer(answer, textPieces(options));
