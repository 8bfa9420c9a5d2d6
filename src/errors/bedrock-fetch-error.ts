/**
 * The base of every error that this library itself raises; errors of the service are
 * `BedrockRuntimeServiceException`s.
 *
 * `code` is stable: programs may switch on it. `message` may change between releases.
 */
export abstract class BedrockFetchError extends Error {
  /** A stable name for what happened, such as `"NETWORK"` or `"TRUNCATED_FRAME"`. */
  abstract readonly code: string;

  /** Whether the same call could succeed if it were made again. */
  readonly retryable: boolean = false;

  /**
   * For an error raised by a response stream: how many events had been delivered before it.
   * Undefined for an error raised before a stream was handed over.
   */
  eventsDelivered?: number;
}
