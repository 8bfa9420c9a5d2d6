import assert from "node:assert/strict";
import {
  BedrockRuntime,
  BedrockRuntimeServiceException,
  EventStreamError,
  IncompleteStreamError,
  InvalidEventError,
} from "../../src/index.ts";
import type { PlainMessage } from "../helpers/eventstream/plain.ts";
import { referenceDecode } from "../helpers/eventstream/reference-decoder.ts";
import type { Random } from "../helpers/random.ts";
import { anyStream } from "./streams.ts";

interface Expected {
  readonly chunks: readonly string[];
  /** What has to follow the chunks; undefined where the last document decides. */
  readonly failure: string | undefined;
}

/** Anything at all as the body of an answer: the chunks before what is wrong, then an error. */
export async function fuzzResponseStream(random: Random): Promise<void> {
  const bytes = anyStream(random);
  const expected = plainReading(bytes);
  const source = bodyOf(random.pieces(bytes));
  const leaveAfter = random.chance(0.2) ? random.below(5) : Number.POSITIVE_INFINITY;

  const { chunks, failure } = await read(source.body, leaveAfter);

  if (chunks.length >= leaveAfter) {
    assert.deepEqual(chunks, expected.chunks.slice(0, chunks.length));
    assert(source.over(), "the body was left open");
    return;
  }
  assert.deepEqual(chunks, expected.chunks);
  const ending = failure === undefined || failure === "INCOMPLETE_STREAM" ? undefined : failure;
  assert.equal(ending, expected.failure);
  assert(source.over(), "the body was left open");
}

async function read(body: ReadableStream<Uint8Array>, leaveAfter: number) {
  const client = new BedrockRuntime({
    apiKey: "key",
    endpoint: "https://fuzz.example",
    fetch: async () =>
      new Response(body, { headers: { "content-type": "application/vnd.amazon.eventstream" } }),
    maxAttempts: 1,
  });
  // Told at the end, to see that no event's bytes are written over by a later one's.
  const chunks: Uint8Array[] = [];
  try {
    const output = await client.invokeModelWithResponseStream({ modelId: "m" });
    for await (const event of output.body) {
      if (chunks.length >= leaveAfter) break;
      chunks.push(event.chunk.bytes);
    }
  } catch (error) {
    return { chunks: chunks.map(hex), failure: describe(error) };
  }
  return { chunks: chunks.map(hex), failure: undefined };
}

export function describe(error: unknown): string {
  if (
    error instanceof EventStreamError ||
    error instanceof InvalidEventError ||
    error instanceof IncompleteStreamError
  ) {
    return error.code;
  }
  assert(error instanceof BedrockRuntimeServiceException, `${error}`);
  return "EXCEPTION";
}

export function bodyOf(pieces: readonly Uint8Array[]) {
  let next = 0;
  let over = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = pieces[next++];
        if (piece !== undefined) return controller.enqueue(piece);
        over = true;
        controller.close();
      },
      cancel() {
        over = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, over: () => over };
}

/** What an answer says by the format's description, one message after the other. */
function plainReading(bytes: Uint8Array): Expected {
  const { messages, code } = referenceDecode(bytes);
  const chunks: string[] = [];
  for (const message of messages) {
    const read = readMessage(message);
    if (typeof read === "string") return { chunks, failure: read };
    if (read !== undefined) chunks.push(hex(read));
  }
  return { chunks, failure: code ?? (chunks.length === 0 ? "EMPTY_STREAM" : undefined) };
}

const EXCEPTIONS =
  /^(Validation|ServiceQuotaExceeded|AccessDenied|ResourceNotFound|Throttling|InternalServer|ServiceUnavailable|ModelTimeout|ModelError|ModelStreamError|ModelNotReady)Exception$/;

/** The type of the event in a message, or the name of a failure. */
export function typeOf({ headers }: PlainMessage): { type?: string; failure?: string } {
  const text = (name: string) =>
    headers.find((header) => header[0] === name && header[1] === "string")?.[2];
  const messageType = text(":message-type");
  if (messageType === "exception" || messageType === "error") return { failure: "EXCEPTION" };
  const type = text(":event-type");
  if (messageType !== "event" || type === undefined) return { failure: "INVALID_EVENT" };
  const name = type.replace(/^./, (first) => first.toUpperCase());
  return EXCEPTIONS.test(name) ? { failure: "EXCEPTION" } : { type };
}

/** A chunk's bytes, the name of a failure, or undefined for what is skipped. */
function readMessage(message: PlainMessage): Uint8Array | string | undefined {
  const { type = "", failure } = typeOf(message);
  if (failure !== undefined) return failure;
  const { body } = message;
  if (type !== "chunk") return undefined;
  let payload: { bytes?: unknown };
  try {
    payload = JSON.parse(new TextDecoder().decode(Buffer.from(body, "hex")));
  } catch {
    return "INVALID_EVENT";
  }
  if (typeof payload !== "object" || payload === null) return "INVALID_EVENT";
  if (payload.bytes === undefined || payload.bytes === null) return undefined;
  const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
  if (typeof payload.bytes !== "string" || !base64.test(payload.bytes)) return "INVALID_EVENT";
  return Buffer.from(payload.bytes, "base64");
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
