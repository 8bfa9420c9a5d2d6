import { BedrockFetchError } from "../errors/bedrock-fetch-error.ts";
import { type FailureKind, failureKind } from "../errors/failure-kind.ts";
import { BedrockRuntimeServiceException } from "../errors/service-exceptions.ts";

const BASE_DELAY_MS: { readonly [kind in FailureKind]: number } = {
  transient: 100,
  throttling: 500,
  "model-not-ready": 500,
};
const MAX_DELAY_MS = 20_000;
const DEFAULT_ATTEMPTS = 3;
const DEFAULT_ATTEMPTS_WHILE_NOT_READY = 5;

/** The kind of failure that an error reports; undefined for one that would recur. */
export function failureKindOf(error: unknown): FailureKind | undefined {
  if (error instanceof BedrockRuntimeServiceException) {
    return failureKind(error.name, error.$metadata.httpStatusCode);
  }
  return error instanceof BedrockFetchError && error.retryable ? "transient" : undefined;
}

/** How many attempts a call has in all; a number that the caller gave holds for every failure. */
export function attemptLimit(
  kind: FailureKind | undefined,
  maxAttempts: number | undefined,
): number {
  const limit = kind === "model-not-ready" ? DEFAULT_ATTEMPTS_WHILE_NOT_READY : DEFAULT_ATTEMPTS;
  return maxAttempts ?? limit;
}

/**
 * How long to wait before the next attempt, in ms: exponential backoff with full jitter. A wait
 * that the service asks for is kept, up to 20 s.
 *
 * @param attempt - how many attempts have failed
 * @param random - from 0 to 1
 */
export function backoffMs(
  kind: FailureKind,
  attempt: number,
  random: number,
  retryAfterMs = 0,
): number {
  const backoff = random * Math.min(BASE_DELAY_MS[kind] * 2 ** (attempt - 1), MAX_DELAY_MS);
  return Math.min(Math.max(backoff, retryAfterMs), MAX_DELAY_MS);
}

const CAPACITY = 500;
const RETRY_COST = 5;

/**
 * What a client may spend on retries, so that an outage is not multiplied: each costs, a retry
 * that succeeds pays its cost back, and every other success pays one.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export class RetryQuota {
  #tokens = CAPACITY;

  /** Takes the cost of a retry, if it is there. */
  spend(): boolean {
    if (this.#tokens < RETRY_COST) return false;
    this.#tokens -= RETRY_COST;
    return true;
  }

  succeed(attempts: number): void {
    const paid = attempts > 1 ? RETRY_COST : 1;
    this.#tokens = Math.min(CAPACITY, this.#tokens + paid);
  }
}
