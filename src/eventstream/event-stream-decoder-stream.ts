import { TransformStreamBase } from "../runtime.ts";
import { EventStreamDecoder } from "./event-stream-decoder.ts";
import type { Message } from "./message.ts";

/**
 * Decodes an AWS event stream (`application/vnd.amazon.eventstream`) as a `TransformStream` from
 * bytes to messages, for any AWS service that answers with one.
 *
 * The stream fails with an `EventStreamError` when a frame is corrupt, over a limit (16 MiB a
 * frame, 128 KiB its headers) or cut off. As in every Web Stream, a failure discards messages
 * that are queued and not yet read.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html for the framing
 *
 * @example
 * ```ts
 * import { EventStreamDecoderStream } from "bedrock-fetch/eventstream";
 *
 * const response = new Response(new Uint8Array(0));
 * const messages = response.body!.pipeThrough(new EventStreamDecoderStream()).getReader();
 * for (let next = await messages.read(); !next.done; next = await messages.read()) {
 *   console.log(next.value.headers[":event-type"]?.value, next.value.body.byteLength);
 * }
 * ```
 */
export class EventStreamDecoderStream extends TransformStreamBase<Uint8Array, Message> {
  constructor() {
    const decoder = new EventStreamDecoder();
    super({
      transform(piece, controller) {
        for (const message of decoder.push(piece)) controller.enqueue(message);
      },
      flush() {
        decoder.end();
      },
    });
  }
}
