import type { Answer, TextOptions } from "../documents/answer.ts";
import { wholeDocument } from "../documents/read-answer.ts";
import { textPieces } from "./text-pieces.ts";

/**
 * The text of a whole answer, of any model family: its first choice, if there are several. Empty if
 * the answer has no text, such as an embedding.
 *
 * @param answer the output of InvokeModel or Converse, or InvokeModel's body
 * @throws DocumentError `NOT_JSON` or `IS_ERROR`
 * @throws InvalidArgumentError if `answer` is streamed, or not an answer
 *
 * @example
 * ```ts
 * import { textOf } from "bedrock-fetch/text";
 *
 * const body = new TextEncoder().encode('{"generation":"Hello."}');
 * console.log(textOf({ body })); // Hello.
 * ```
 */
export function textOf(answer: Answer, options?: TextOptions): string {
  const pieces = textPieces(options);
  return [...pieces(wholeDocument(answer)), ...pieces(undefined)].join("");
}
