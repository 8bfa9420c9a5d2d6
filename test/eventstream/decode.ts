import { EventStreamDecoder, type Message } from "bedrock-fetch/eventstream";

/** A message as plain data that compares: its headers in order, values as text. */
export interface PlainMessage {
  readonly headers: readonly (readonly [name: string, type: string, value: string])[];
  readonly body: string;
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

export function plain(message: Message): PlainMessage {
  return {
    headers: Object.entries(message.headers)
      .map(([name, { type, value }]): [string, string, string] => {
        if (value instanceof Uint8Array) return [name, type, hex(value)];
        if (value instanceof Date) return [name, type, String(value.getTime())];
        if (typeof value === "object") return [name, type, hex(value.bytes)];
        return [name, type, String(value)];
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    body: hex(message.body),
  };
}

export interface Decoded {
  readonly messages: readonly PlainMessage[];
  /** What stopped it, if it did not end well. */
  readonly error?: unknown;
}

/** All that a decoder gives for these pieces. Messages are taken down at once: they are views. */
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
