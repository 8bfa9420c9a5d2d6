import type { Received } from "../errors/received.ts";
import { EventStreamError } from "./errors.ts";
import {
  type Frame,
  frameLength,
  PRELUDE_LENGTH,
  verifyHeaders,
  verifyMessageChecksum,
} from "./frame.ts";

const NOTHING = new Uint8Array(0);
const SMALLEST_ALLOCATION = 512;

/**
 * Cuts bytes, in whatever pieces they come, into frames. It holds one piece and one unfinished
 * frame, and takes time linear in the bytes, however small the pieces.
 */
export class FrameSplitter {
  #piece: Uint8Array = NOTHING;
  /** How much of the piece has been taken. */
  #at = 0;
  /** The first `#held` bytes of a frame that began in an earlier piece. */
  #unfinished: Uint8Array = NOTHING;
  #held = 0;
  /** How many bytes the unfinished frame needs before more is known: its prelude, then all of it. */
  #wanted: number = PRELUDE_LENGTH;
  #frames = 0;
  #bytes = 0;
  #failure: unknown;

  /** What has arrived so far. */
  get received(): Received {
    return { frames: this.#frames, bytes: this.#bytes };
  }

  /** Gives it the next bytes, once {@link take} has taken the frames of those before. */
  push(piece: Uint8Array): void {
    this.#piece = piece;
    this.#at = 0;
    this.#bytes += piece.length;
  }

  /**
   * The whole frames at hand. One that lies in one piece is a view of it, not a copy.
   *
   * @throws EventStreamError when the first of them is not a frame. One behind good frames is
   * left to the next call, so that what comes before it is the same wherever the pieces were cut.
   */
  take(): Frame[] {
    if (this.#failure !== undefined) throw this.#failure;
    const frames: Frame[] = [];
    try {
      for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame);
    } catch (error) {
      this.#failure = error;
      if (frames.length === 0) throw error;
    }
    return frames;
  }

  /** @throws EventStreamError `TRUNCATED_FRAME` when a frame is unfinished. */
  end(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#held === 0) return;
    const all = this.#wanted === PRELUDE_LENGTH ? "" : ` of its ${this.#wanted}`;
    throw new EventStreamError(
      "TRUNCATED_FRAME",
      `The stream ended inside a frame, of which ${this.#held}${all} bytes had come`,
      this.received,
    );
  }

  #next(): Frame | undefined {
    const piece = this.#piece;
    if (this.#held === 0 && this.#at + PRELUDE_LENGTH <= piece.length) {
      this.#wanted = frameLength(piece, this.#at, this);
      const end = this.#at + this.#wanted;
      if (end <= piece.length) {
        const frame = end - this.#at === piece.length ? piece : piece.subarray(this.#at, end);
        this.#at = end;
        return this.#whole(frame);
      }
    }
    while (this.#at < piece.length) {
      this.#hold();
      if (this.#held < this.#wanted) break;
      if (this.#wanted > PRELUDE_LENGTH) {
        const frame = this.#unfinished.subarray(0, this.#wanted);
        this.#unfinished = NOTHING;
        this.#held = 0;
        return this.#whole(frame);
      }
      this.#wanted = frameLength(this.#unfinished, 0, this);
    }
    return undefined;
  }

  /** Copies of the piece what the unfinished frame wants. */
  #hold(): void {
    const rest = this.#piece.length - this.#at;
    const taken = Math.min(this.#wanted - this.#held, rest);
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
      taken === this.#piece.length ? this.#piece : this.#piece.subarray(this.#at, this.#at + taken),
      this.#held,
    );
    this.#held = needed;
    this.#at += taken;
  }

  #whole(frame: Frame): Frame {
    verifyMessageChecksum(frame, this);
    verifyHeaders(frame, this);
    this.#wanted = PRELUDE_LENGTH;
    this.#frames++;
    return frame;
  }
}
