import type { Answer, TextOptions } from "../documents/answer.ts";
import type { Reading } from "../documents/read-answer.ts";
import { textStream } from "./text-stream.ts";

/**
 * The text of an answer as UTF-8 bytes, to be a response's body.
 *
 * It reads the body no faster than it is read itself. Canceling it cancels the body, and it fails with
 * the body's error.
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
  const texts: Reading<string> = textStream(answer, options);
  const encoder = new TextEncoder();

  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await texts.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel(reason) {
        await texts.return(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
