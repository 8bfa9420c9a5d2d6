import type { ResponseMetadata } from "./response-metadata.ts";

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

  /** The HTTP exchange that failed. Unset if none took place. */
  declare readonly $metadata?: ResponseMetadata | undefined;

  /**
   * For an error of a response stream: how many events had been delivered before it. Unset for an
   * error of the call itself.
   */
  declare readonly eventsDelivered?: number | undefined;
}
