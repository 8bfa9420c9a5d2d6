import { DocumentError } from "../../errors/document-error.ts";
import { InvalidArgumentError } from "../../errors/invalid-argument-error.ts";
import type { Answer } from "./answer.ts";
import { readAnswer } from "./read-answer.ts";
import type { StandardSchema } from "./standard-schema.ts";

/**
 * The documents of an answer, parsed: one from InvokeModel, one a chunk from a stream. Converse's
 * answer is a document itself, and so is each event of ConverseStream.
 *
 * Without a schema `T` is not checked; types for well-known families are exported here, such
 * as `ClaudeStreamDocument`. With a Standard Schema (Valibot, Zod, ArkType, …) each document is
 * checked, and yielded as the schema outputs it.
 *
 * Leaving the loop early cancels the body.
 *
 * @throws DocumentError `NOT_JSON`, `IS_ERROR` or `SCHEMA_MISMATCH`
 * @throws InvalidArgumentError if `answer` is neither an answer nor its body, or `schema` is not one
 * @throws what the body throws, such as an exception of the service in the stream
 *
 * @example
 * ```ts
 * import { type AnswerBody, type ClaudeStreamDocument, documents } from "bedrock-fetch/text";
 *
 * export async function print(body: AnswerBody): Promise<void> {
 *   for await (const document of documents<ClaudeStreamDocument>(body)) {
 *     if (document.type === "message_start") console.log(document.message.id);
 *   }
 * }
 * ```
 */
export function documents<T = unknown>(
  answer: Answer,
  schema?: StandardSchema<T>,
): AsyncGenerator<T, void, undefined> {
  const check = documentCheck(schema);
  return readAnswer(answer, async (document) =>
    document === undefined ? [] : [await check(document)],
  );
}

/** Checks each document of one answer, counting them for the error. */
export function documentCheck<T>(
  schema?: StandardSchema<T>,
): (document: unknown) => T | Promise<T> {
  let documentsRead = 0;
  if (schema === undefined) return (document) => document as T;
  if (typeof schema?.["~standard"]?.validate !== "function") {
    throw new InvalidArgumentError("schema", "must be a Standard Schema, as of Valibot or Zod");
  }

  return async (document) => {
    const result = await schema["~standard"].validate(document);
    if (result.issues) {
      const { message, path = [] } = result.issues[0] ?? { message: "no reason stated" };
      const where = path
        .map((step) => String(typeof step === "object" ? step.key : step))
        .join(".");
      throw new DocumentError(
        "SCHEMA_MISMATCH",
        documentsRead,
        `does not fit the schema${where && `, at ${where}`}: ${message}. The last document of a stream has "amazon-bedrock-invocationMetrics", in some families nothing else.`,
        { cause: result.issues },
      );
    }
    documentsRead++;
    return result.value;
  };
}
