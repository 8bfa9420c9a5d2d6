import { IdleTimeoutError } from "../errors/timeout-errors.ts";
import { viewBytes } from "../protocol/body-bytes.ts";
import type { ByteSource } from "../protocol/byte-source.ts";
import { type BodyReader, unreadable } from "./body-reader.ts";
import { type Connection, ignore } from "./connection.ts";

/** Up to how many bytes of small pieces are taken at once, if they have come already. */
const AT_HAND_BYTES = 16 * 1024;

type Piece = Uint8Array | ArrayBuffer;

/** Reads the body of a response, and ends the connection when it has been silent for too long. */
export class ResponseBody implements ByteSource {
  readonly #connection: Connection;
  readonly #reader: BodyReader;
  readonly #idleTimeoutMs: number;
  /** A read that was begun and not awaited yet. */
  #ahead: ReturnType<BodyReader["read"]> | undefined;
  #bytesReceived = 0;
  /** Since when a piece has been waited for; undefined while nobody waits. */
  #silentSince: number | undefined;
  #isTimed = false;

  constructor(connection: Connection, reader: BodyReader, idleTimeoutMs: number) {
    this.#connection = connection;
    this.#reader = reader;
    this.#idleTimeoutMs = idleTimeoutMs;
  }

  async readUntil(enough: (piece: Uint8Array) => boolean): Promise<boolean> {
    let bytes = 0;
    const take = (value: Piece): boolean => {
      const piece = value instanceof Uint8Array ? value : viewBytes(value);
      if (!piece) throw unreadable();
      bytes += piece.length;
      this.#bytesReceived += piece.length;
      return enough(piece);
    };
    for (;;) {
      this.#connection.throwIfFailed();
      if (this.#connection.isClosed) return false;
      this.#awaitPiece();
      let value: Piece | undefined;
      try {
        ({ value } = await (this.#ahead ?? this.#reader.read()));
      } catch (cause) {
        throw this.#connection.closeWith(cause);
      }
      this.#silentSince = undefined;
      this.#ahead = undefined;
      // Canceled, a pending read ends as if the body had.
      if (value === undefined) this.#connection.close();
      else if (take(value)) break;
    }
    while (bytes < AT_HAND_BYTES) {
      this.#ahead = this.#reader.read();
      const arrived = arrival(this.#ahead);
      // An already-fulfilled read runs its callback before this continues.
      await undefined;
      if (arrived.value === undefined) break;
      this.#ahead = undefined;
      take(arrived.value);
    }
    return true;
  }

  cancel(): void {
    this.#connection.cancel();
  }

  /** One timer serves the whole body: a piece costs a look at the clock and not a timer. */
  #awaitPiece(): void {
    if (this.#idleTimeoutMs === 0) return;
    this.#silentSince = performance.now();
    if (this.#isTimed) return;
    this.#isTimed = true;
    this.#connection.setTimer(() => this.#checkSilence(), this.#idleTimeoutMs);
  }

  /** A reader that pauses is not silence. */
  #checkSilence(isLast = false): void {
    this.#isTimed = this.#silentSince !== undefined;
    if (this.#silentSince === undefined) return;
    const left = this.#silentSince + this.#idleTimeoutMs - performance.now();
    if (left > 0) this.#connection.setTimer(() => this.#checkSilence(), left);
    // After a blocked thread the timer comes first, and then what arrived meanwhile.
    else if (!isLast) this.#connection.setTimer(() => this.#checkSilence(true), 0);
    else this.#connection.fail(new IdleTimeoutError(this.#idleTimeoutMs, this.#bytesReceived));
  }
}

/** What a read brings, once it has. Made here, since its callback would hold all that its maker has. */
function arrival(reading: ReturnType<BodyReader["read"]>): { value?: Piece } {
  const arrived: { value?: Piece } = {};
  reading.then(({ value }) => {
    if (value) arrived.value = value;
  }, ignore);
  return arrived;
}
