import type { Fault } from "bedrock-fetch/simulator";

/** A way in which the simulator can misbehave. */
export interface Mischief {
  readonly name: string;
  /** In the words of the header `x-simulator-fault`. */
  readonly header: string;
  /** What to look out for. */
  readonly expect: string;
}

const error = (name: string, label: string, expect: string): Mischief => ({
  name: label,
  header: `error; name=${name}`,
  expect,
});

/** Every fault that the simulator knows. The type has them all, so that none is forgotten. */
const byFault: Readonly<Record<Fault["fault"], readonly Mischief[]>> = {
  throttle: [
    {
      name: "Throttled, with the wait",
      header: "throttle; retryAfter=2",
      expect:
        "The client waits as it is asked to, up to three attempts. For the first two alone, it gets through.",
    },
  ],
  error: [
    error(
      "AccessDeniedException",
      "Access denied",
      "The page names the permission that is missing.",
    ),
    error("ValidationException", "Request refused", "Not retried: it would be refused again."),
    error("ResourceNotFoundException", "No such model", "Not retried."),
    error("ServiceQuotaExceededException", "Quota used up", "Not retried."),
    error("ModelNotReadyException", "Model not ready", "Up to five attempts."),
    error("ModelTimeoutException", "Model timed out", "Not retried: it took long enough."),
    error("ModelErrorException; originalStatusCode=500", "Model failed", "Not retried."),
    error(
      "InternalServerException",
      "Internal error",
      "Up to three attempts, at growing distances.",
    ),
    error("ServiceUnavailableException", "Service unavailable", "Up to three attempts."),
    error(
      "UnrecognizedClientException",
      "Unknown credentials",
      "New credentials are fetched, and the request is signed again, once.",
    ),
    error("InvalidSignatureException", "Signature refused", "Not retried."),
    {
      name: "Error without a name",
      header: "error; status=403; header=false; body=empty",
      expect: "Only the status is left to tell what it was.",
    },
    {
      name: "Error of 100 MB",
      header: "error; name=InternalServerException; body=huge",
      expect: "64 KiB of it are read.",
    },
  ],
  "expired-token": [
    {
      name: "Session token expired",
      header: "expired-token",
      expect: "New credentials are fetched, once. For the first attempt alone, it gets through.",
    },
  ],
  "skewed-clock": [
    {
      name: "Clocks an hour apart",
      header: "skewed-clock; ms=3600000",
      expect: "Refused, corrected, signed again: look at x-amz-date of both requests.",
    },
  ],
  html: [
    {
      name: "A load balancer’s HTML",
      header: "html; status=503",
      expect: "No JSON, no name, and still an error of its kind.",
    },
  ],
  redirect: [
    {
      name: "Redirected elsewhere",
      header: "redirect; location=http://localhost:9/",
      expect: "Refused: it would carry the session token along.",
    },
  ],
  json: [
    {
      name: "JSON in place of a stream",
      header: "json",
      expect: "Told apart by its content type.",
    },
  ],
  stall: [
    {
      name: "Silence before the answer",
      header: "stall",
      expect: "Every attempt ends after the patience that the settings give.",
    },
    {
      name: "Silence within the answer",
      header: "stall; after=20",
      expect: "The page hangs up after the patience that the settings give.",
    },
  ],
  reset: [
    { name: "Connection broken before", header: "reset", expect: "Up to three attempts." },
    {
      name: "Connection broken within",
      header: "reset; after=20",
      expect: "What came is kept. No attempt after the first chunk: its text is on the page.",
    },
  ],
  cut: [
    {
      name: "Cut between two frames",
      header: "cut; after=20",
      expect: "To the network a clean end, but the last document is none that answers end on.",
    },
    { name: "Cut inside a frame", header: "cut; after=20; bytes=60", expect: "A truncated frame." },
    { name: "Empty stream", header: "cut; after=0", expect: "Up to three attempts." },
  ],
  exception: [
    {
      name: "Throttled within the stream",
      header: "exception; name=throttlingException; after=20",
      expect: "A frame that is an exception: thrown as the class that a 429 would be.",
    },
    {
      name: "Throttled as the first frame",
      header: "exception; name=throttlingException",
      expect: "Nothing was shown yet, so it is retried.",
    },
    {
      name: "Model failed within the stream",
      header: "exception; name=modelStreamErrorException; after=20; originalStatusCode=500",
      expect: "Thrown as ModelStreamErrorException.",
    },
  ],
  "error-frame": [
    {
      name: "Unmodelled error frame",
      header: "error-frame; after=20",
      expect: "Code and message stand in the frame’s headers; it has no payload.",
    },
  ],
  flip: [
    {
      name: "One bit flipped",
      header: "flip; after=20",
      expect: "The checksum of the frame tells.",
    },
  ],
  length: [
    {
      name: "A frame of 4 GiB",
      header: "length; after=20",
      expect: "Refused by its first twelve bytes: nothing is waited for.",
    },
  ],
  "bad-chunk": [
    {
      name: "A chunk that is no Base64",
      header: "bad-chunk; kind=bad-base64; after=20",
      expect: "The frame is intact, what is in it is not.",
    },
    {
      name: "A chunk without bytes",
      header: "bad-chunk; kind=no-bytes; after=20",
      expect: "Skipped: the answer goes on.",
    },
  ],
  "unknown-event": [
    {
      name: "An event of the future",
      header: "unknown-event; after=20",
      expect: "Skipped, as the service may add events. The inspector shows it.",
    },
  ],
  delay: [
    { name: "Every frame late", header: "delay; ms=150; at=frames", expect: "Look at the gaps." },
    {
      name: "Late first frame",
      header: "delay; ms=3000; at=first-frame",
      expect: "The headers are here long before.",
    },
  ],
  drip: [
    {
      name: "Dripping",
      header: "drip; bytes=40; ms=10",
      expect: "No network chunk holds a whole frame, and yet no character is ever cut.",
    },
  ],
};

export const mischiefs: readonly Mischief[] = Object.values(byFault).flat();
