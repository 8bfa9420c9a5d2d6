import type { Message } from "bedrock-fetch/eventstream";

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
