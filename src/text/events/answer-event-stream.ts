import { TransformStreamBase } from "../../runtime.ts";
import type { AnswerChunk, TextOptions } from "../documents/answer.ts";
import { documentParser } from "../documents/read-answer.ts";
import { EventReader } from "../shapes/event-reader.ts";
import type { AnswerEvent } from "./answer-event.ts";

/**
 * `events` as a TransformStream, from the events of a streamed answer to {@link AnswerEvent}s.
 *
 * @example
 * ```ts
 * import { AnswerEventStream } from "bedrock-fetch/text";
 *
 * export const eventsOf = (body: ReadableStream<{ chunk: { bytes: Uint8Array } }>) =>
 *   body.pipeThrough(new AnswerEventStream());
 * ```
 */
export class AnswerEventStream extends TransformStreamBase<AnswerChunk, AnswerEvent> {
  constructor(options?: TextOptions) {
    const parse = documentParser();
    const reader = new EventReader(options);
    super({
      transform(event, controller) {
        const document = parse(event);
        if (document === undefined) return;
        for (const event of reader.read(document)) controller.enqueue(event);
      },
      flush(controller) {
        for (const event of reader.end()) controller.enqueue(event);
      },
    });
  }
}
