/** Why a failure may pass by itself, which decides how long to wait for it. */
export type FailureKind = "transient" | "throttling" | "model-not-ready";

const THROTTLING = /^(Throttl|TooManyRequests|Request(LimitExceeded|Throttled)|SlowDown)/;

const TRANSIENT = /^(Internal(Server|Failure)|ServiceUnavailable|RequestTimeout)/;

/**
 * Includes those of proxies, except 524: there the proxy gave up on an answer that continues and is
 * paid for.
 */
const TRANSIENT_STATUSES = [500, 502, 503, 504, 520, 521, 522, 523, 525, 526, 527, 529];

/**
 * What kind of failure a service's error is; undefined for one that would recur.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html, standard mode
 */
export function failureKind(name: string, httpStatusCode = 0): FailureKind | undefined {
  if (name === "ModelNotReadyException") return "model-not-ready";
  if (httpStatusCode === 429 || THROTTLING.test(name)) return "throttling";
  if (TRANSIENT_STATUSES.includes(httpStatusCode) || TRANSIENT.test(name)) return "transient";
  return undefined;
}
