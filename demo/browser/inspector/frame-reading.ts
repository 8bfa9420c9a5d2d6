import type { HeaderValue, Message } from "bedrock-fetch/eventstream";
import { textOf } from "bedrock-fetch/text";

/** The prelude of 12 bytes and the checksum of 4. */
const framingBytes = 16;

/** How long a message's frame was on the wire, in bytes. */
export function frameBytes({ headers, body }: Message): number {
  const headerBytes = Object.entries(headers).map(
    ([name, header]) => 2 + new TextEncoder().encode(name).length + valueBytes(header),
  );
  return headerBytes.reduce((sum, bytes) => sum + bytes, framingBytes + body.length);
}

function valueBytes(header: HeaderValue): number {
  switch (header.type) {
    case "boolean":
      return 0;
    case "byte":
      return 1;
    case "short":
      return 2;
    case "integer":
      return 4;
    case "long":
    case "timestamp":
      return 8;
    case "uuid":
      return 16;
    case "binary":
      return 2 + header.value.length;
    case "string":
      return 2 + new TextEncoder().encode(header.value).length;
  }
}

/** What kind of message it is: `chunk`, `throttlingException`, `error`, … */
export function kindOf({ headers }: Message): string {
  const name = headers[":event-type"] ?? headers[":exception-type"] ?? headers[":error-code"];
  return String(name?.value ?? headers[":message-type"]?.value ?? "message");
}

export const isEvent = ({ headers }: Message): boolean =>
  headers[":message-type"]?.value === "event";

export function headerText(header: HeaderValue): string {
  if (header.type === "binary") return `${header.value.length} bytes`;
  if (header.type === "timestamp") return header.value.toISOString();
  return String(header.value);
}

/** What a frame delivers. */
export interface Payload {
  /** As it came. */
  readonly text: string;
  /** What an event says: of a chunk the model's own document, which is Base64 in it. */
  readonly document?: unknown;
  /** The text that it adds to the answer. */
  readonly piece?: string;
  /** How many characters of padding hide its length. */
  readonly padding?: number;
}

export function payloadOf(message: Message): Payload {
  const text = new TextDecoder().decode(message.body);
  try {
    const { p, ...members } = JSON.parse(text);
    const padding = typeof p === "string" ? { padding: p.length } : {};
    if (kindOf(message) !== "chunk") {
      return isEvent(message)
        ? { text, document: members, piece: members.delta?.text, ...padding }
        : { text };
    }
    const document = Uint8Array.from(atob(members.bytes), (sign) => sign.charCodeAt(0));
    return {
      text,
      document: JSON.parse(new TextDecoder().decode(document)),
      piece: textOf({ body: document }),
      ...padding,
    };
  } catch {
    // A damaged one: its text shows it.
    return { text };
  }
}
