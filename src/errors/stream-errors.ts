import { BedrockFetchError } from "./bedrock-fetch-error.ts";
import type { Received } from "./received.ts";

/**
 * A stream ended cleanly but the answer did not: `EMPTY_STREAM` when nothing came at all,
 * `INCOMPLETE_STREAM` when the last document is one that its model family never ends on.
 */
export class IncompleteStreamError extends BedrockFetchError {
  override readonly name: string = "IncompleteStreamError";
  declare readonly code: "EMPTY_STREAM" | "INCOMPLETE_STREAM";
  override readonly retryable = true;
  /** What had arrived. */
  declare readonly received: Received;

  constructor(code: IncompleteStreamError["code"], received: Received) {
    const missing = code === "EMPTY_STREAM" ? "any event" : "the answer did";
    super(
      `The stream ended before ${missing}, after ${received.frames} frames, ${received.bytes} bytes`,
    );
    this.code = code;
    this.received = received;
  }
}

/** A frame that is intact but makes no sense: a chunk whose payload is not what the service promises. */
export class InvalidEventError extends BedrockFetchError {
  override readonly name: string = "InvalidEventError";
  override readonly code = "INVALID_EVENT" as const;
}
