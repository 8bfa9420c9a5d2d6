import type { Received } from "../errors/received.ts";
import type { ResponseMetadata } from "../errors/response-metadata.ts";
import { IncompleteStreamError, InvalidEventError } from "../errors/stream-errors.ts";
import type { Frame } from "../eventstream/frame.ts";
import { FrameSplitter } from "../eventstream/frame-splitter.ts";
import { decodeMessage, type Message, stringHeader } from "../eventstream/message.ts";
import { endsAnswer } from "../text/ending.ts";
import { decodeBase64 } from "./base64.ts";
import type { ByteSource } from "./byte-source.ts";
import { readChunkFrame } from "./chunk-frame.ts";
import { exceptionFromMessage } from "./service-exception.ts";

/**
 * One event of a stream. The service may add kinds beside `chunk`; those that this client does not
 * know are skipped.
 */
export interface ResponseStreamEvent {
  readonly chunk: {
    /** One JSON document of the model's own format, as UTF-8. */
    readonly bytes: Uint8Array<ArrayBuffer>;
  };
}

/** The events of a body, in the batches that they came in. */
export function responseEvents(
  bytes: ByteSource,
  $metadata: ResponseMetadata,
): ReadableStream<readonly ResponseStreamEvent[]> {
  const splitter = new FrameSplitter();
  return wholeFrames(bytes, splitter).pipeThrough(eventDecoder(splitter, $metadata));
}

/**
 * Bytes to frames. The network is read until a frame is whole: handing on every piece instead
 * makes a body of 7-byte pieces take twice as long.
 */
function wholeFrames(bytes: ByteSource, splitter: FrameSplitter): ReadableStream<readonly Frame[]> {
  return new ReadableStream(
    {
      async pull(controller) {
        for (;;) {
          const frames = splitter.take();
          if (frames.length > 0) return controller.enqueue(frames);
          const piece = await bytes.read();
          if (piece === undefined) {
            splitter.end();
            return controller.close();
          }
          splitter.push(piece);
        }
      },
      cancel() {
        bytes.cancel();
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * Frames to events. A batch goes on as one chunk, so that a promise is spent on each batch and not
 * on each event, and so that events before a failure are read before it.
 */
function eventDecoder(
  arrived: { readonly received: Received },
  $metadata: ResponseMetadata,
): TransformStream<readonly Frame[], readonly ResponseStreamEvent[]> {
  let last: ResponseStreamEvent | undefined;
  return new TransformStream({
    transform(frames, controller) {
      const events: ResponseStreamEvent[] = [];
      try {
        for (const frame of frames) {
          const bytes = readChunkFrame(frame) ?? readFrame(frame, $metadata);
          if (bytes !== undefined) events.push({ chunk: { bytes } });
        }
      } finally {
        if (events.length > 0) {
          last = events.at(-1);
          controller.enqueue(events);
        }
      }
    },
    flush() {
      if (last === undefined) throw new IncompleteStreamError("EMPTY_STREAM", arrived.received);
      if (endsAnswer(parseDocument(last.chunk.bytes)) === false) {
        throw new IncompleteStreamError("INCOMPLETE_STREAM", arrived.received);
      }
    },
  });
}

/** A chunk's bytes by way of the codec; undefined for an event that carries none. */
function readFrame(frame: Frame, $metadata: ResponseMetadata): Uint8Array<ArrayBuffer> | undefined {
  const message = decodeMessage(frame);
  switch (stringHeader(message, ":message-type")) {
    case "event":
      return stringHeader(message, ":event-type") === "chunk" ? readChunk(message) : undefined;
    case "exception":
    case "error":
      throw exceptionFromMessage(message, $metadata);
    default:
      throw new InvalidEventError("A frame is neither an event nor an exception nor an error");
  }
}

function readChunk(message: Message): Uint8Array<ArrayBuffer> | undefined {
  const payload = parseDocument(message.body) as { bytes?: unknown } | null | undefined;
  if (typeof payload !== "object" || payload === null) {
    throw new InvalidEventError(
      `A chunk's payload is not a JSON object but ${message.body.length} bytes of something else`,
    );
  }
  if (payload.bytes === undefined || payload.bytes === null) return undefined;
  const base64 = new TextEncoder().encode(String(payload.bytes));
  const bytes = decodeBase64(base64, 0, base64.length);
  if (typeof payload.bytes !== "string" || bytes === undefined) {
    throw new InvalidEventError("A chunk's bytes are not base64");
  }
  return bytes;
}

function parseDocument(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
