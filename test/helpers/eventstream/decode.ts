import { EventStreamDecoder } from "../../../src/eventstream/index.ts";
import { type PlainMessage, plain } from "./plain.ts";

export interface Decoded {
  readonly messages: readonly PlainMessage[];
  /** What stopped it, if it did not end well. */
  readonly error?: unknown;
}

/** All that a decoder returns for these pieces. Messages are taken down at once: they are views. */
export function decode(pieces: Iterable<Uint8Array>): Decoded {
  const decoder = new EventStreamDecoder();
  const messages: PlainMessage[] = [];
  try {
    for (const piece of pieces) {
      for (const message of decoder.push(piece)) messages.push(plain(message));
    }
    decoder.end();
  } catch (error) {
    return { messages, error };
  }
  return { messages };
}
