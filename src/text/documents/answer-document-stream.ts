import { TransformStreamBase } from "../../runtime.ts";
import type { AnswerChunk } from "./answer.ts";
import { documentCheck } from "./documents.ts";
import { documentParser } from "./read-answer.ts";
import type { StandardSchema } from "./standard-schema.ts";

/**
 * `documents` as a TransformStream, from the events of a streamed answer to documents.
 *
 * @example
 * ```ts
 * import { AnswerDocumentStream } from "bedrock-fetch/text";
 *
 * export const documentsOf = (body: ReadableStream<{ chunk: { bytes: Uint8Array } }>) =>
 *   body.pipeThrough(new AnswerDocumentStream<{ generation: string }>());
 * ```
 */
export class AnswerDocumentStream<T = unknown> extends TransformStreamBase<AnswerChunk, T> {
  constructor(schema?: StandardSchema<T>) {
    const parse = documentParser();
    const check = documentCheck(schema);
    super({
      async transform(event, controller) {
        const document = parse(event);
        if (document !== undefined) controller.enqueue(await check(document));
      },
    });
  }
}
