import { BedrockFetchError } from "./bedrock-fetch-error.ts";

/** What could not be read; see {@link DocumentError}. */
export type DocumentErrorCode = "NOT_JSON" | "SCHEMA_MISMATCH" | "IS_ERROR" | "NOT_READ";

/**
 * A document of an answer could not be read. Thrown by every function of `bedrock-fetch/text`.
 *
 * - `"NOT_JSON"`: the bytes are not a JSON document; `cause` is the parser's error.
 * - `"SCHEMA_MISMATCH"`: the document does not fit the schema given to `documents`; `cause` is the
 *   list of the schema's issues.
 * - `"IS_ERROR"`: the document is an error that the model's server reports instead of the rest
 *   of the answer, such as `{"type":"error","error":{"type":"overloaded_error","message":"…"}}`;
 *   `cause` is what stands under `error`, and `message` has its message.
 * - `"NOT_READ"`: the whole answer was asked for, but reading stopped before its end.
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

  declare readonly code: DocumentErrorCode;

  /** How many documents of this answer had been read before. */
  declare readonly documentsRead: number;

  constructor(
    code: DocumentErrorCode,
    documentsRead: number,
    complaint: string,
    options?: ErrorOptions,
  ) {
    super(`Document ${documentsRead + 1} of the answer ${complaint}`, options);
    this.code = code;
    this.documentsRead = documentsRead;
  }
}
