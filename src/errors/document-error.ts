import { BedrockFetchError } from "./bedrock-fetch-error.ts";

/**
 * A document of an answer could not be read. Thrown by every function of `bedrock-fetch/text`.
 *
 * - `"NOT_JSON"`: the bytes are no JSON document; `cause` is the parser's error.
 * - `"SCHEMA_MISMATCH"`: the document is not what the schema given to `documents` wants; `cause` is
 *   the list of the schema's issues.
 *
 * @example
 * ```ts
 * import { type AnswerBody, DocumentError, textStream } from "bedrock-fetch/text";
 *
 * export async function print(body: AnswerBody): Promise<void> {
 *   try {
 *     for await (const text of textStream(body)) console.log(text);
 *   } catch (error) {
 *     if (error instanceof DocumentError) console.error(error.code, error.documentsRead);
 *     throw error;
 *   }
 * }
 * ```
 */
export class DocumentError extends BedrockFetchError {
  override readonly name: string = "DocumentError";

  override readonly code: "NOT_JSON" | "SCHEMA_MISMATCH";

  /** How many documents of this answer had been read before. */
  readonly documentsRead: number;

  constructor(
    code: DocumentError["code"],
    documentsRead: number,
    complaint: string,
    cause: unknown,
  ) {
    super(`Document ${documentsRead + 1} of the answer ${complaint}`, { cause });
    this.code = code;
    this.documentsRead = documentsRead;
  }
}
