/** Why a failure may pass by itself, which decides how long to wait for it. */
export type FailureKind = "transient" | "throttling" | "model-not-ready";

const THROTTLING_NAMES =
  /^(BandwidthLimitExceeded|EC2ThrottledException|LimitExceededException|PriorRequestNotComplete|ProvisionedThroughputExceededException|RequestLimitExceeded|RequestThrottled(Exception)?|SlowDown|Throttled?Exception|Throttling(Exception)?|TooManyRequestsException|TransactionInProgressException)$/;

const TRANSIENT_NAMES =
  /^(InternalServer(Exception|Error)|InternalFailure|RequestTimeout(Exception)?|ServiceUnavailable(Exception)?)$/;

/**
 * What kind of failure a service's error is; undefined for one that would come again.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html, standard mode
 */
export function failureKind(name: string, httpStatusCode = 0): FailureKind | undefined {
  if (name === "ModelNotReadyException") return "model-not-ready";
  if (httpStatusCode === 429 || THROTTLING_NAMES.test(name)) return "throttling";
  if ([500, 502, 503, 504].includes(httpStatusCode) || TRANSIENT_NAMES.test(name)) {
    return "transient";
  }
  return undefined;
}
