import { InvalidEventError } from "../../errors/stream-errors.ts";
import type { Frames } from "../../eventstream/frame.ts";
import type { EventReader } from "../../protocol/events/event-decoder-stream.ts";
import { eventType, parsePayload, payloadOf } from "../../protocol/events/event-message.ts";
import { decodeBase64 } from "../../protocol/json/base64.ts";
import { parseJson } from "../../protocol/json/json.ts";
import type { ExceptionContext } from "../../protocol/service-exception.ts";
import { endsAnswer } from "../../text/shapes/ending.ts";
import { readChunkFrame } from "./chunk-frame.ts";

/**
 * One event of a stream. The service may add kinds beside `chunk`; those that this client does not
 * know are skipped.
 */
export interface ResponseStreamEvent {
  readonly chunk: {
    /**
     * One JSON document of the model's own format, as UTF-8. Several events may be views of one
     * buffer: `slice()` them before you transfer it elsewhere.
     */
    readonly bytes: Uint8Array<ArrayBuffer>;
  };
}

const POOL_BYTES = 4096;

/** Reads the chunks of one stream. */
export class ChunkEventReader implements EventReader<ResponseStreamEvent> {
  readonly #exceptionContext: ExceptionContext;
  /**
   * What events share, from `#free` on: a buffer for each would cost more than its bytes. It grows,
   * so that a stream with few events holds little.
   */
  #pool: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #free = 0;

  constructor({ exceptions, $metadata }: ExceptionContext) {
    // The response itself would be held as long as the stream.
    this.#exceptionContext = { exceptions, $metadata };
  }

  read(frames: Frames, start: number, end: number): ResponseStreamEvent | undefined {
    // Four bytes of base64 stand for three.
    const most = (3 * (end - start)) >> 2;
    if (this.#free + most > this.#pool.length) {
      this.#pool = new Uint8Array(Math.max(most, Math.min(2 * this.#pool.length, POOL_BYTES)));
      this.#free = 0;
    }
    const from = this.#free;
    const length = readChunkFrame(frames, start, end, this.#pool, from);
    if (length < 0) return this.#readByHeaders(frames, start, end);
    this.#free += length;
    return { chunk: { bytes: this.#pool.subarray(from, this.#free) } };
  }

  isWhole({ chunk }: ResponseStreamEvent): boolean {
    return endsAnswer(parseJson(chunk.bytes)) !== false;
  }

  #readByHeaders(frames: Frames, start: number, end: number): ResponseStreamEvent | undefined {
    const type = eventType(frames, start, end, this.#exceptionContext);
    if (type !== "chunk") return undefined;
    const { bytes: base64 } = parsePayload(type, payloadOf(frames, start, end));
    if (base64 === undefined || base64 === null) return undefined;
    const bytes = decodeBase64(base64);
    if (bytes === undefined) throw new InvalidEventError("A chunk's bytes are not base64");
    return { chunk: { bytes } };
  }
}
