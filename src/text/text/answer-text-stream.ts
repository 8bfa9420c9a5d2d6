import { TransformStreamBase } from "../../runtime.ts";
import type { AnswerChunk, TextOptions } from "../documents/answer.ts";
import { documentParser } from "../documents/read-answer.ts";
import { textPieces } from "./text-pieces.ts";

/**
 * `textStream` as a TransformStream, from the events of a streamed answer to text.
 *
 * @example
 * ```ts
 * import { AnswerTextStream } from "bedrock-fetch/text";
 *
 * export const shout = (body: ReadableStream<{ chunk: { bytes: Uint8Array } }>) =>
 *   body.pipeThrough(new AnswerTextStream()).pipeThrough(
 *     new TransformStream<string, string>({
 *       transform: (text, controller) => controller.enqueue(text.toUpperCase()),
 *     }),
 *   );
 * ```
 */
export class AnswerTextStream extends TransformStreamBase<AnswerChunk, string> {
  constructor(options?: TextOptions) {
    const parse = documentParser();
    const textOf = textPieces(options);
    const pass = (document: unknown, controller: TransformStreamDefaultController<string>) => {
      for (const text of textOf(document)) controller.enqueue(text);
    };
    super({
      transform(event, controller) {
        const document = parse(event);
        if (document !== undefined) pass(document, controller);
      },
      flush(controller) {
        pass(undefined, controller);
      },
    });
  }
}
