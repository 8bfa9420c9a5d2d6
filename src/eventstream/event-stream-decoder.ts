import type { Received } from "../errors/received.ts";
import { type Frames, readUint32 } from "./frame.ts";
import { FrameSplitter } from "./frame-splitter.ts";
import { decodeMessage, type Message } from "./message.ts";

/**
 * Decodes an AWS event stream (`application/vnd.amazon.eventstream`) from bytes in
 * pieces of any size, without streams or promises.
 *
 * It holds at most one piece and one unfinished frame (16 MiB), and takes time linear in the
 * bytes. After an error it stays failed.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html for the framing
 *
 * @example
 * ```ts
 * import { EventStreamDecoder } from "bedrock-fetch/eventstream";
 *
 * const decoder = new EventStreamDecoder();
 * for (const piece of [new Uint8Array(0)]) {
 *   for (const message of decoder.push(piece)) console.log(message.headers, message.body);
 * }
 * decoder.end();
 * ```
 */
export class EventStreamDecoder {
  readonly #splitter: FrameSplitter = new FrameSplitter();
  #failure: unknown;

  /** How many whole frames and how many bytes have arrived so far. */
  get received(): Received {
    return this.#splitter.received();
  }

  /**
   * Takes the next bytes and returns the messages that they complete, one at a time; they must be
   * taken before the next bytes are pushed.
   *
   * @throws EventStreamError when a frame is corrupt or over a limit, after the messages before it
   */
  *push(piece: Uint8Array): Generator<Message, void, undefined> {
    const whole: Frames[] = [];
    if (this.#failure === undefined) {
      try {
        this.#splitter.push(piece, whole);
      } catch (error) {
        this.#failure = error;
      }
    }
    for (const frames of whole) {
      for (let start = 0; start < frames.length; ) {
        const end = start + readUint32(frames, start);
        yield decodeMessage(frames, start, end);
        start = end;
      }
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  /**
   * Call it after the last bytes.
   *
   * @throws EventStreamError `TRUNCATED_FRAME` when they end inside a frame, or what `push` threw
   */
  end(): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#splitter.end();
  }
}
