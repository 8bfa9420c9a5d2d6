import { BedrockFetchError } from "./bedrock-fetch-error.ts";

/** No response headers came within `requestTimeoutMs`. */
export class RequestTimeoutError extends BedrockFetchError {
  override readonly name: string = "RequestTimeoutError";
  override readonly code = "REQUEST_TIMEOUT" as const;
  override readonly retryable = true;
  /** How long was waited, in ms. */
  readonly requestTimeoutMs: number;

  constructor(requestTimeoutMs: number) {
    super(`No response within ${requestTimeoutMs} ms (requestTimeoutMs)`);
    this.requestTimeoutMs = requestTimeoutMs;
  }
}

/** Within an answer, nothing came for `idleTimeoutMs` although more was asked for. */
export class IdleTimeoutError extends BedrockFetchError {
  override readonly name: string = "IdleTimeoutError";
  override readonly code = "IDLE_TIMEOUT" as const;
  override readonly retryable = true;
  /** How long was waited, in ms. */
  readonly idleTimeoutMs: number;
  /** How many bytes of the body had come before. */
  readonly bytesReceived: number;

  constructor(idleTimeoutMs: number, bytesReceived: number) {
    super(`Nothing came for ${idleTimeoutMs} ms (idleTimeoutMs) after ${bytesReceived} bytes`);
    this.idleTimeoutMs = idleTimeoutMs;
    this.bytesReceived = bytesReceived;
  }
}
