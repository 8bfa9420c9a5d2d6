import { BedrockFetchError } from "./bedrock-fetch-error.ts";
import type { Received } from "./received.ts";

/** Why bytes could not be read as an event stream. */
export type EventStreamErrorCode =
  /** The stream ended inside a frame. */
  | "TRUNCATED_FRAME"
  /** The CRC of a frame's prelude does not match: nothing it declares can be believed. */
  | "PRELUDE_CHECKSUM"
  /** The CRC of a whole frame does not match. */
  | "MESSAGE_CHECKSUM"
  /** A frame declares more than 16 MiB. */
  | "FRAME_TOO_LARGE"
  /** A frame declares more than 128 KiB of headers. */
  | "HEADERS_TOO_LARGE"
  /** A frame declares lengths that contradict each other. */
  | "INVALID_LENGTH"
  /** The checksums hold but the headers are not of the format. */
  | "INVALID_HEADERS";

/**
 * Bytes that are not an event stream, or only part of one.
 *
 * Only a truncated stream is {@link retryable}: corrupt bytes will most likely come again.
 */
export class EventStreamError extends BedrockFetchError {
  override readonly name: string = "EventStreamError";
  declare readonly code: EventStreamErrorCode;
  declare readonly retryable: boolean;
  /** What had arrived before. */
  declare readonly received: Received;

  constructor(code: EventStreamErrorCode, message: string, received: Received) {
    super(`${message} (after ${received.frames} whole frames, ${received.bytes} bytes)`);
    this.code = code;
    this.retryable = code === "TRUNCATED_FRAME";
    this.received = received;
  }
}
