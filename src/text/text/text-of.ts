import { documentParser } from "../documents/document-reader.ts";
import { textIn } from "./text-reader.ts";

/**
 * The text of a whole answer, of any model family: its first choice, if there are several. Empty if
 * the answer has no text, as for an embedding or an unknown shape.
 *
 * @param answer the output of InvokeModel, of this client or the AWS SDK
 * @throws {DocumentError} `NOT_JSON`
 *
 * @example
 * ```ts
 * import { textOf } from "bedrock-fetch/text";
 *
 * const body = new TextEncoder().encode('{"generation":"Hello."}');
 * console.log(textOf({ body })); // Hello.
 * ```
 */
export const textOf = (answer: { readonly body: Uint8Array }): string =>
  textIn(documentParser()(answer.body));
