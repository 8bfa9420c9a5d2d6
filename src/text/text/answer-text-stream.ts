import type { AnswerChunk } from "../documents/answer-body.ts";
import { documentParser } from "../documents/document-reader.ts";
import { textPieces } from "./text-reader.ts";

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
export class AnswerTextStream extends TransformStream<AnswerChunk, string> {
  constructor() {
    const parse = documentParser();
    const textOf = textPieces();
    const pass = (document: unknown, controller: TransformStreamDefaultController<string>) => {
      const text = textOf(document);
      if (text) controller.enqueue(text);
    };
    super({
      transform({ chunk }, controller) {
        if (chunk?.bytes) pass(parse(chunk.bytes), controller);
      },
      flush(controller) {
        pass(undefined, controller);
      },
    });
  }
}
