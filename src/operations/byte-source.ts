/** The body of a response, a piece at a time. */
export interface ByteSource {
  /** The next piece; undefined at the end. */
  read(): Promise<Uint8Array | undefined>;
  /** Closes the connection at once. */
  cancel(): void;
}

/** All bytes, or the first of them once there are more than `limit`; then the connection is closed. */
export async function readUpTo(limit: number, source: ByteSource): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (let piece = await source.read(); piece !== undefined; piece = await source.read()) {
    pieces.push(piece);
    length += piece.length;
    if (length > limit) {
      source.cancel();
      break;
    }
  }
  if (pieces.length === 1) return pieces[0]!;
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
