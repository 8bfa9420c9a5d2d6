import type { Received } from "../errors/received.ts";
import { EventStreamError } from "./errors.ts";
import { type Frames, PRELUDE_LENGTH } from "./frame.ts";
import { frameLength, verifyFrame } from "./verify-frame.ts";

const NOTHING = new Uint8Array(0);
const SMALLEST_ALLOCATION = 1024;

/**
 * Cuts bytes, in whatever pieces they come, behind whole frames. It holds one unfinished frame, and
 * takes time linear in the bytes, however small the pieces.
 */
export class FrameSplitter {
  /** What is wrong behind the frames that were given; no others are given from then on. */
  failure: unknown;
  /** The first `#held` bytes of a frame that began in an earlier piece. */
  #unfinished: Uint8Array = NOTHING;
  #held = 0;
  /** How many bytes the unfinished frame needs before more is known: its prelude, then all of it. */
  #wanted: number = PRELUDE_LENGTH;
  #frames = 0;
  #bytes = 0;

  /** What has arrived so far. */
  get received(): Received {
    return { frames: this.#frames, bytes: this.#bytes };
  }

  /**
   * The whole frames that these bytes complete. Those that lie in the piece are one view of it,
   * not a copy; one that began before comes on its own.
   */
  push(piece: Uint8Array): Frames[] {
    const whole: Frames[] = [];
    if (this.failure !== undefined) return whole;
    this.#bytes += piece.length;
    let start = 0;
    let end = 0;
    try {
      if (this.#held > 0) {
        start = this.#hold(piece, 0);
        if (this.#held === PRELUDE_LENGTH && this.#wanted === PRELUDE_LENGTH) {
          this.#wanted = frameLength(this.#unfinished, 0, this);
          start = this.#hold(piece, start);
        }
        if (this.#held < this.#wanted) return whole;
        verifyFrame(this.#unfinished, 0, this.#wanted, this);
        whole.push(this.#unfinished.subarray(0, this.#wanted));
        // What is left of it serves the next: with memory of its own for each, a stream in pieces of
        // 1 KiB takes a fifth longer.
        this.#unfinished = this.#unfinished.subarray(this.#wanted);
        this.#held = 0;
        this.#frames++;
      }
      for (end = start; ; this.#frames++) {
        this.#wanted = PRELUDE_LENGTH;
        if (end + PRELUDE_LENGTH > piece.length) break;
        this.#wanted = frameLength(piece, end, this);
        if (end + this.#wanted > piece.length) break;
        verifyFrame(piece, end, end + this.#wanted, this);
        end += this.#wanted;
      }
      if (end < piece.length) this.#hold(piece, end);
    } catch (error) {
      this.failure = error;
    }
    if (end > start) whole.push(piece.subarray(start, end));
    return whole;
  }

  /** @throws EventStreamError `TRUNCATED_FRAME` when a frame is unfinished. */
  end(): void {
    if (this.failure !== undefined) throw this.failure;
    if (this.#held === 0) return;
    const all = this.#wanted === PRELUDE_LENGTH ? "" : ` of its ${this.#wanted}`;
    throw new EventStreamError(
      "TRUNCATED_FRAME",
      `The stream ended inside a frame, of which ${this.#held}${all} bytes had come`,
      this.received,
    );
  }

  /** Copies what the unfinished frame wants of the piece behind `at`; gives where that ends. */
  #hold(piece: Uint8Array, at: number): number {
    const taken = Math.min(this.#wanted - this.#held, piece.length - at);
    const needed = this.#held + taken;
    if (needed > this.#unfinished.length) {
      // Doubled, so that all copies of a frame together cost no more than one; never by what the
      // frame declares, so that memory follows what has really come.
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
