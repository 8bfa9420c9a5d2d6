/** The name of an error of Bedrock Runtime or of the layer in front of it. */
export type ErrorName =
  | "AccessDeniedException"
  | "InternalServerException"
  | "ModelErrorException"
  | "ModelNotReadyException"
  | "ModelStreamErrorException"
  | "ModelTimeoutException"
  | "ResourceNotFoundException"
  | "ServiceQuotaExceededException"
  | "ServiceUnavailableException"
  | "ThrottlingException"
  | "ValidationException"
  | "ExpiredTokenException"
  | "IncompleteSignatureException"
  | "InvalidSignatureException"
  | "MissingAuthenticationTokenException"
  | "RequestExpired"
  | "RequestTimeTooSkewed"
  | "SignatureDoesNotMatch"
  | "UnrecognizedClientException";

/** The name of an exception within a stream, as its `:exception-type` header spells it. */
export type StreamExceptionName =
  | "internalServerException"
  | "modelStreamErrorException"
  | "validationException"
  | "throttlingException"
  | "modelTimeoutException"
  | "serviceUnavailableException";

// Lets an editor offer the known names and still takes any other.
type Other = string & Record<never, never>;

/**
 * An error answer in place of the real one.
 *
 * `body` says what the answer's body is: JSON with the text under `message` (default) or `Message`;
 * JSON that has the name too, under `__type` or `code`; nothing; a load balancer's HTML; JSON cut in
 * half; or 100 MB of it.
 */
export interface ErrorFault {
  readonly fault: "error";
  /** Default `"InternalServerException"`. */
  readonly name?: ErrorName | Other | undefined;
  /** Default: the status that goes with the name, or 400. */
  readonly status?: number | undefined;
  readonly message?: string | undefined;
  /** `false` leaves `x-amzn-ErrorType` out. Default `true`. */
  readonly header?: boolean | undefined;
  readonly body?:
    | "message"
    | "Message"
    | "__type"
    | "code"
    | "empty"
    | "html"
    | "invalid-json"
    | "huge"
    | undefined;
  /** Sends `Retry-After` with this value: seconds, or a date. */
  readonly retryAfter?: string | number | undefined;
  /** Sends `x-amz-retry-after` with this many milliseconds. */
  readonly amzRetryAfter?: string | number | undefined;
  readonly originalStatusCode?: number | undefined;
  readonly resourceName?: string | undefined;
}

/** `ThrottlingException`: `error` by a shorter name. */
export interface ThrottleFault {
  readonly fault: "throttle";
  readonly retryAfter?: string | number | undefined;
  readonly amzRetryAfter?: string | number | undefined;
}

/** `ExpiredTokenException`, as if the session token had just run out. */
export interface ExpiredTokenFault {
  readonly fault: "expired-token";
}

/** A load balancer's HTML page with `status` (default 503). */
export interface HtmlFault {
  readonly fault: "html";
  readonly status?: number | undefined;
}

/** A redirect to `location`; `status` is 307 by default. */
export interface RedirectFault {
  readonly fault: "redirect";
  readonly location: string;
  readonly status?: number | undefined;
}

/** The service's clock is off by `ms` (default 3,600,000; negative: slow), in `Date` and in its check of signatures. */
export interface SkewedClockFault {
  readonly fault: "skewed-clock";
  readonly ms?: number | undefined;
}

/** Waits `ms` before the headers (default), before the first frame, or before every frame. */
export interface DelayFault {
  readonly fault: "delay";
  readonly ms: number;
  readonly at?: "headers" | "first-frame" | "frames" | undefined;
}

/** Endless silence: before the headers, or after `after` frames if that is set. */
export interface StallFault {
  readonly fault: "stall";
  readonly after?: number | undefined;
}

/** The connection breaks: before the headers, or after `after` frames if that is set. */
export interface ResetFault {
  readonly fault: "reset";
  readonly after?: number | undefined;
}

/**
 * The body ends, without any error, after `after` frames (default 1) and `bytes` bytes (default 0) of
 * the next. `after: 0` alone is an empty stream.
 */
export interface CutFault {
  readonly fault: "cut";
  readonly after?: number | undefined;
  readonly bytes?: number | undefined;
}

/** One bit is wrong in the frame that follows `after` frames (default 1). `bit` counts from the frame's first; default: one in its middle. */
export interface FlipFault {
  readonly fault: "flip";
  readonly after?: number | undefined;
  readonly bit?: number | undefined;
}

/**
 * The frame that follows `after` frames (default 1) declares a wrong total length, headers length, or
 * both, under correct checksums. Its default total is 4,294,967,295.
 */
export interface LengthFault {
  readonly fault: "length";
  readonly after?: number | undefined;
  readonly total?: number | undefined;
  readonly headers?: number | undefined;
}

/** An exception within the stream after `after` frames (default 0: it comes first), and the end. */
export interface ExceptionFault {
  readonly fault: "exception";
  /** Default `"throttlingException"`. */
  readonly name?: StreamExceptionName | Other | undefined;
  readonly after?: number | undefined;
  readonly message?: string | undefined;
  readonly originalStatusCode?: number | undefined;
  readonly originalMessage?: string | undefined;
}

/** An unmodeled failure, `:message-type: error`, after `after` frames (default 0), and the end. */
export interface ErrorFrameFault {
  readonly fault: "error-frame";
  /** Default `"InternalFailure"`. */
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly after?: number | undefined;
}

/** An event of a type that the operation does not have, after `after` frames (default 1); the stream goes on. */
export interface UnknownEventFault {
  readonly fault: "unknown-event";
  /** The event's type. Default `"futureEvent"`. */
  readonly name?: string | undefined;
  readonly after?: number | undefined;
}

/**
 * An event after `after` frames (default 1) whose payload lacks its members (`bytes`, of a chunk), has
 * something other than base64 in it, or is not JSON; the stream goes on.
 */
export interface BadChunkFault {
  readonly fault: "bad-chunk";
  readonly kind: "no-bytes" | "bad-base64" | "not-json";
  readonly after?: number | undefined;
}

/** The stream arrives `bytes` bytes (default 1) at a time, `ms` ms (default 0) apart. */
export interface DripFault {
  readonly fault: "drip";
  readonly bytes?: number | undefined;
  readonly ms?: number | undefined;
}

/** 200 with a JSON document where an event stream was asked for. */
export interface JsonFault {
  readonly fault: "json";
}

/** What AWS answers to an unknown path: 200, and UnknownOperationException in the body. */
export interface UnknownOperationFault {
  readonly fault: "unknown-operation";
}

/**
 * Something that goes wrong. Each can also be written as the header `x-simulator-fault`, so that a
 * request chooses its own: see `parseFault`. A fault applies only to a request that is authorized and
 * valid.
 *
 * Faults of frames apply to the streams of both operations that have one; `cut`, `delay`, `drip`,
 * `flip`, `reset` and `stall` apply to every operation's whole body as well, whose two halves count as
 * two frames.
 */
export type Fault =
  | ErrorFault
  | ThrottleFault
  | ExpiredTokenFault
  | HtmlFault
  | RedirectFault
  | SkewedClockFault
  | DelayFault
  | StallFault
  | ResetFault
  | CutFault
  | FlipFault
  | LengthFault
  | ExceptionFault
  | ErrorFrameFault
  | UnknownEventFault
  | BadChunkFault
  | DripFault
  | JsonFault
  | UnknownOperationFault;

/** Which requests a fault applies to. */
export interface FaultScope {
  /** How many requests it applies to. Default: all. */
  readonly times?: number | undefined;
  /** Which requests it applies to. Default: all. */
  readonly when?: ((request: Request) => boolean) | undefined;
}

/**
 * A fault for requests that do not choose one themselves, and which of them it applies to.
 *
 * @example
 * ```ts
 * import { BedrockRuntime } from "bedrock-fetch";
 * import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
 *
 * const simulator = createSimulator({ faults: { fault: "throttle", times: 1 } });
 * const bedrock = new BedrockRuntime({
 *   region: "us-east-1",
 *   credentials: simulatorCredentials,
 *   fetch: simulator,
 * });
 * const { $metadata } = await bedrock.invokeModel({
 *   modelId: "amazon.nova-micro-v1:0",
 *   body: { messages: [{ role: "user", content: [{ text: "Hello" }] }] },
 * });
 * console.log($metadata.attempts); // 2
 *
 * // Rules can be changed at any time.
 * simulator.faults.push({ fault: "cut", after: 3, when: ({ url }) => url.includes("nova") });
 * ```
 */
export type FaultRule = Fault & FaultScope;

/** A rule as a function: the fault for a request, or undefined to let it pass. */
export type FaultChooser = (request: Request) => Fault | undefined;

/** A fault as an option of the simulator; text is read as `parseFault` reads it. */
export type FaultOption = FaultRule | FaultChooser | string;
