/** The body of a response. */
export interface ByteSource {
  /**
   * Reads pieces until `enough` returns true, and also those that have already arrived; false at the
   * end. It is one promise for many pieces, since promises dominate the time of a body in small pieces.
   */
  readUntil(enough: (piece: Uint8Array) => boolean): Promise<boolean>;
  /** Closes the connection at once. */
  cancel(): void;
}

/** All bytes, or the first of them once there are more than `limit`; then the connection is closed. */
export async function readUpTo(limit: number, source: ByteSource): Promise<Uint8Array> {
  let all: Uint8Array = new Uint8Array(0);
  let length = 0;
  const full = await source.readUntil((piece) => {
    const end = length + piece.length;
    // Most bodies are one piece, which is not copied. Others are: keeping an object for each piece
    // would defeat the limit when bytes trickle in.
    if (length === 0) {
      all = piece;
    } else {
      if (end > all.length) {
        const grown = new Uint8Array(Math.max(end, 2 * all.length));
        grown.set(all.subarray(0, length));
        all = grown;
      }
      all.set(piece, length);
    }
    length = end;
    return length > limit;
  });
  if (full) source.cancel();
  return length === all.length ? all : all.slice(0, length);
}
