import assert from "node:assert/strict";
import { BedrockClient, converseStream } from "../../src/index.ts";
import type { PlainMessage } from "../helpers/eventstream/plain.ts";
import { referenceDecode } from "../helpers/eventstream/reference-decoder.ts";
import type { Random } from "../helpers/random.ts";
import { bodyOf, describe, typeOf } from "./response-stream.ts";
import { anyConverseStream } from "./streams.ts";

const TYPES = [
  "messageStart",
  "contentBlockStart",
  "contentBlockDelta",
  "contentBlockStop",
  "messageStop",
  "metadata",
];

/** Anything at all as the answer of ConverseStream: the events before what is wrong, then an error. */
export async function fuzzConverseStream(random: Random): Promise<void> {
  const bytes = anyConverseStream(random);
  const expected = plainReading(bytes);
  const source = bodyOf(random.pieces(bytes));
  const client = new BedrockClient({
    apiKey: "key",
    endpoint: "https://fuzz.example",
    fetch: async () =>
      new Response(source.body, {
        headers: { "content-type": "application/vnd.amazon.eventstream" },
      }),
    maxAttempts: 1,
  });
  const events: unknown[] = [];
  let failure: string | undefined;
  try {
    const { stream } = await client.call(converseStream, { modelId: "m" });
    for await (const event of stream) events.push(event);
  } catch (error) {
    failure = describe(error);
  }
  assert.deepEqual(events, expected.events);
  assert.equal(failure, expected.failure);
  assert(source.over(), "the body was left open");
}

interface Expected {
  readonly events: readonly unknown[];
  readonly failure: string | undefined;
}

function plainReading(bytes: Uint8Array): Expected {
  const { messages, code } = referenceDecode(bytes);
  const events: object[] = [];
  for (const message of messages) {
    const read = readMessage(message);
    if (typeof read === "string") return { events, failure: read };
    if (read !== undefined) events.push(read);
  }
  return { events, failure: code ?? endOf(events) };
}

function endOf(events: readonly object[]): string | undefined {
  const last = events.at(-1);
  if (last === undefined) return "EMPTY_STREAM";
  const isWhole = "metadata" in last && events.some((event) => "messageStop" in event);
  return isWhole ? undefined : "INCOMPLETE_STREAM";
}

/** An event, the name of a failure, or undefined for what is skipped. */
function readMessage(message: PlainMessage): object | string | undefined {
  const { type = "", failure } = typeOf(message);
  if (failure !== undefined) return failure;
  if (!TYPES.includes(type)) return undefined;
  let payload: unknown;
  try {
    payload = JSON.parse(new TextDecoder().decode(Buffer.from(message.body, "hex")));
  } catch {
    return "INVALID_EVENT";
  }
  if (typeof payload !== "object" || payload === null) return "INVALID_EVENT";
  const { p: _, ...members } = payload as { readonly p?: unknown };
  try {
    if (type === "contentBlockDelta") withBytes(members);
  } catch {
    return "INVALID_EVENT";
  }
  return { [type]: members };
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Puts bytes where ConverseStream's events have them. */
function withBytes({ delta }: { delta?: Delta }): void {
  decode(delta?.reasoningContent, "redactedContent");
  decode(delta?.image?.source, "bytes");
}

interface Delta {
  readonly reasoningContent?: Members;
  readonly image?: { readonly source?: Members };
}
type Members = { [member: string]: unknown } | null;

function decode(holder: Members | undefined, member: string): void {
  if (typeof holder !== "object" || holder === null) return;
  const value = holder[member];
  if (value === undefined || value === null) return;
  if (typeof value !== "string" || !BASE64.test(value)) throw new Error("not base64");
  holder[member] = new Uint8Array(Buffer.from(value, "base64"));
}
