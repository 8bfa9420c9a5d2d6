import type { AnswerChunk } from "../documents/answer-body.ts";
import { documentParser } from "../documents/document-reader.ts";
import { eventReader } from "../shapes/event-reader.ts";
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
export class AnswerEventStream extends TransformStream<AnswerChunk, AnswerEvent> {
  constructor() {
    const parse = documentParser();
    const read = eventReader();
    super({
      transform({ chunk }, controller) {
        if (!chunk?.bytes) return;
        for (const event of read(parse(chunk.bytes))) controller.enqueue(event);
      },
    });
  }
}
