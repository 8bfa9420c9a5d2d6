import { EventStreamError } from "../errors/event-stream-error.ts";
import type { Received } from "../errors/received.ts";
import { type Frames, PRELUDE_LENGTH } from "./frame.ts";
import { frameLength, verifyFrame } from "./verify-frame.ts";

const NOTHING = new Uint8Array(0);
const SMALLEST_ALLOCATION = 1024;

/**
 * Cuts bytes, however chunked, into whole frames. It holds at most one unfinished frame and takes
 * time linear in the bytes, however small the pieces.
 */
export class FrameSplitter {
  /** The first `#held` bytes of a frame that began in an earlier piece; the rest is spare room. */
  #unfinished: Uint8Array = NOTHING;
  #held = 0;
  /** How many bytes to collect next: the prelude's, then the whole frame's. */
  #wanted = PRELUDE_LENGTH;
  #frames = 0;
  #bytes = 0;

  /** What has arrived so far. */
  received(): Received {
    return { frames: this.#frames, bytes: this.#bytes };
  }

  /**
   * Adds to `whole` the frames that these bytes complete. Those that are wholly in the piece are added as
   * one view of it; one that began in an earlier piece is added on its own.
   *
   * @throws EventStreamError for bytes that are not frames, once the frames before them are added.
   *   The splitter cannot be used after that.
   */
  push(piece: Uint8Array, whole: Frames[]): void {
    this.#bytes += piece.length;
    let start = 0;
    if (this.#held > 0) {
      start = this.#hold(piece, 0);
      if (this.#held === PRELUDE_LENGTH && this.#wanted === PRELUDE_LENGTH) {
        this.#wanted = frameLength(this.#unfinished, 0, this);
        start = this.#hold(piece, start);
      }
      if (this.#held < this.#wanted) return;
      verifyFrame(this.#unfinished, 0, this.#wanted, this);
      whole.push(this.#unfinished.subarray(0, this.#wanted));
      this.#unfinished = this.#unfinished.subarray(this.#wanted);
      this.#held = 0;
      this.#frames++;
    }
    let end = start;
    try {
      for (; ; this.#frames++) {
        this.#wanted = PRELUDE_LENGTH;
        if (end + PRELUDE_LENGTH > piece.length) break;
        this.#wanted = frameLength(piece, end, this);
        if (end + this.#wanted > piece.length) break;
        verifyFrame(piece, end, end + this.#wanted, this);
        end += this.#wanted;
      }
    } finally {
      if (end > start) whole.push(piece.subarray(start, end));
    }
    if (end < piece.length) this.#hold(piece, end);
  }

  /** @throws EventStreamError `TRUNCATED_FRAME` when the bytes ended inside a frame. */
  end(): void {
    if (this.#held === 0) return;
    const all = this.#wanted === PRELUDE_LENGTH ? "" : ` of its ${this.#wanted}`;
    throw new EventStreamError(
      "TRUNCATED_FRAME",
      `The stream ended inside a frame, of which ${this.#held}${all} bytes had come`,
      this.received(),
    );
  }

  /** Copies the bytes that the unfinished frame needs from the piece, from `at` on; returns where they end. */
  #hold(piece: Uint8Array, at: number): number {
    const taken = Math.min(this.#wanted - this.#held, piece.length - at);
    const needed = this.#held + taken;
    if (needed > this.#unfinished.length) {
      // Doubled, so that the copies of a frame take linear time; not the size that the frame declares,
      // so that memory follows what has arrived.
      const grown = new Uint8Array(
        Math.max(needed, Math.min(this.#wanted, 2 * this.#unfinished.length), SMALLEST_ALLOCATION),
      );
      grown.set(this.#unfinished.subarray(0, this.#held));
      this.#unfinished = grown;
    }
    this.#unfinished.set(
      taken === piece.length ? piece : piece.subarray(at, at + taken),
      this.#held,
    );
    this.#held = needed;
    return at + taken;
  }
}
