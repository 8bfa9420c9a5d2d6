import { documentParser } from "./document-parser.ts";
import { textIn } from "./text-in.ts";

/**
 * The text of a whole answer, of any model family: its first choice, if there are several. Empty if
 * there is none, as for an embedding or a shape that is not known.
 *
 * @param answer what InvokeModel gave, of this client or the AWS SDK
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
