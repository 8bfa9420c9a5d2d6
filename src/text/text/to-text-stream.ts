import type { Answer, TextOptions } from "../documents/answer.ts";
import { textReader } from "./text-reader.ts";

/**
 * The text of an answer as UTF-8 bytes, to be a response's body.
 *
 * Read only as fast as it is read from; canceling it cancels the body. It fails as the body fails.
 *
 * @example
 * ```ts
 * import { type AnswerBody, toTextStream } from "bedrock-fetch/text";
 *
 * export const respond = (body: AnswerBody): Response =>
 *   new Response(toTextStream(body), { headers: { "content-type": "text/plain; charset=utf-8" } });
 * ```
 */
export function toTextStream(
  answer: Answer,
  options?: TextOptions,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = textReader(answer, options);
  const encoder = new TextEncoder();

  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const text = await reader.read();
          if (text) controller.enqueue(encoder.encode(text));
          else controller.close();
        } catch (error) {
          await reader.cancel(error);
          throw error;
        }
      },
      cancel: reader.cancel,
    },
    { highWaterMark: 0 },
  );
}
