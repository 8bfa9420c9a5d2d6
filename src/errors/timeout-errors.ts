import { BedrockFetchError } from "./bedrock-fetch-error.ts";

/**
 * No response headers came within `requestTimeoutMs`. Not retryable for an operation that answers
 * as a whole: its headers come only with the answer, which is being paid for already.
 */
export class RequestTimeoutError extends BedrockFetchError {
  override readonly name: string = "RequestTimeoutError";
  override readonly code = "REQUEST_TIMEOUT" as const;
  declare readonly retryable: boolean;
  /** The limit, in ms. */
  declare readonly requestTimeoutMs: number;

  constructor(requestTimeoutMs: number, retryable: boolean) {
    super(`No response within ${requestTimeoutMs} ms (requestTimeoutMs)`);
    this.requestTimeoutMs = requestTimeoutMs;
    this.retryable = retryable;
  }
}

/** Within an answer, nothing came for `idleTimeoutMs` although more was asked for. */
export class IdleTimeoutError extends BedrockFetchError {
  override readonly name: string = "IdleTimeoutError";
  override readonly code = "IDLE_TIMEOUT" as const;
  override readonly retryable = true;
  /** The limit, in ms. */
  declare readonly idleTimeoutMs: number;
  /** How many bytes of the body had come before. */
  declare readonly bytesReceived: number;

  constructor(idleTimeoutMs: number, bytesReceived: number) {
    super(`Nothing came for ${idleTimeoutMs} ms (idleTimeoutMs) after ${bytesReceived} bytes`);
    this.idleTimeoutMs = idleTimeoutMs;
    this.bytesReceived = bytesReceived;
  }
}

/** A call took longer than `totalTimeoutMs`: all attempts, the waits between them, and reading the answer. */
export class TotalTimeoutError extends BedrockFetchError {
  override readonly name: string = "TotalTimeoutError";
  override readonly code = "TOTAL_TIMEOUT" as const;
  /** The limit, in ms. */
  declare readonly totalTimeoutMs: number;

  constructor(totalTimeoutMs: number) {
    super(`The call was not over within ${totalTimeoutMs} ms (totalTimeoutMs)`);
    this.totalTimeoutMs = totalTimeoutMs;
  }
}
