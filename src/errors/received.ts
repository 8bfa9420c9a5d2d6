/** What had arrived of a response's body when something happened. */
export interface Received {
  /** Whole frames. */
  readonly frames: number;
  /** Bytes, those of an unfinished frame included. */
  readonly bytes: number;
}
