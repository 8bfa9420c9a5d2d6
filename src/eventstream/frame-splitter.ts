import { EventStreamError } from "../errors/event-stream-error.ts";
import type { Received } from "../errors/received.ts";
import { type Frames, PRELUDE_LENGTH } from "./frame.ts";
import { frameLength, verifyFrame } from "./verify-frame.ts";

/**
 * Cuts bytes, in whatever pieces they come, behind whole frames. It holds one unfinished frame, and
 * takes time linear in the bytes, however small the pieces.
 */
export interface FrameSplitter {
  /**
   * The whole frames that these bytes complete. Those that lie in the piece are one view of it, not
   * a copy and not a view each, with which a stream in large pieces takes a tenth longer; one that
   * began before comes on its own.
   */
  push(piece: Uint8Array): Frames[];
  /** What is wrong behind the frames that were given; no others are given from then on. */
  failure(): unknown;
  /** What has arrived so far. */
  received(): Received;
  /** @throws EventStreamError `TRUNCATED_FRAME` when a frame is unfinished. */
  end(): void;
}

const NOTHING = new Uint8Array(0);
const SMALLEST_ALLOCATION = 1024;

export function frameSplitter(): FrameSplitter {
  /** The first `held` bytes of a frame that began in an earlier piece. */
  let unfinished: Uint8Array = NOTHING;
  let held = 0;
  /** How many bytes the unfinished frame needs before more is known: its prelude, then all of it. */
  let wanted = PRELUDE_LENGTH;
  let frames = 0;
  let bytes = 0;
  let failure: unknown;

  const received = (): Received => ({ frames, bytes });

  /** Copies what the unfinished frame wants of the piece behind `at`; gives where that ends. */
  function hold(piece: Uint8Array, at: number): number {
    const taken = Math.min(wanted - held, piece.length - at);
    const needed = held + taken;
    if (needed > unfinished.length) {
      // Doubled, so that all copies of a frame together cost no more than one; never by what the
      // frame declares, so that memory follows what has really come.
      const grown = new Uint8Array(
        Math.max(needed, Math.min(wanted, 2 * unfinished.length), SMALLEST_ALLOCATION),
      );
      grown.set(unfinished.subarray(0, held));
      unfinished = grown;
    }
    // A view of each takes a tenth longer where pieces are a few bytes.
    unfinished.set(taken === piece.length ? piece : piece.subarray(at, at + taken), held);
    held = needed;
    return at + taken;
  }

  function push(piece: Uint8Array): Frames[] {
    const whole: Frames[] = [];
    if (failure !== undefined) return whole;
    bytes += piece.length;
    let start = 0;
    let end = 0;
    try {
      if (held > 0) {
        start = hold(piece, 0);
        if (held === PRELUDE_LENGTH && wanted === PRELUDE_LENGTH) {
          wanted = frameLength(unfinished, 0, received);
          start = hold(piece, start);
        }
        if (held < wanted) return whole;
        verifyFrame(unfinished, 0, wanted, received);
        whole.push(unfinished.subarray(0, wanted));
        // What is left of it serves the next: with memory of its own for each, a stream in pieces of
        // 1 KiB takes a fifth longer.
        unfinished = unfinished.subarray(wanted);
        held = 0;
        frames++;
      }
      for (end = start; ; frames++) {
        wanted = PRELUDE_LENGTH;
        if (end + PRELUDE_LENGTH > piece.length) break;
        wanted = frameLength(piece, end, received);
        if (end + wanted > piece.length) break;
        verifyFrame(piece, end, end + wanted, received);
        end += wanted;
      }
      if (end < piece.length) hold(piece, end);
    } catch (error) {
      failure = error;
    }
    if (end > start) whole.push(piece.subarray(start, end));
    return whole;
  }

  return {
    push,
    failure: () => failure,
    received,
    end() {
      if (failure !== undefined) throw failure;
      if (held === 0) return;
      const all = wanted === PRELUDE_LENGTH ? "" : ` of its ${wanted}`;
      throw new EventStreamError(
        "TRUNCATED_FRAME",
        `The stream ended inside a frame, of which ${held}${all} bytes had come`,
        received(),
      );
    },
  };
}
