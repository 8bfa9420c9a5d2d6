import type { CallOptions } from "bedrock-fetch";

/** A fault of the simulator's, and what a caller of this client must get. */
export interface FaultCase {
  readonly name: string;
  /** As the header `x-simulator-fault` has it; `{elsewhere}` is another origin. */
  readonly fault?: string;
  /** Default: `invokeModelWithResponseStream`. */
  readonly operation?: "invokeModel" | "converseStream";
  readonly options?: CallOptions;
  /** The client's; unset: its default. */
  readonly maxAttempts?: number;
  /** The credentials come from a function, which can be asked again. */
  readonly renewable?: boolean;
  readonly expected: Expected;
  /** In a page from which CORS hides the response headers, where that differs. */
  readonly hidden?: Expected;
  /**
   * What some runtimes make of it instead: WebKit reports a broken connection as the end of the body,
   * Firefox hands over response headers with the first of the body only.
   */
  readonly inSomeRuntimes?: readonly Failure[];
  /**
   * Browsers and Deno send such a request again by themselves, unseen by the caller: one that was
   * answered 408, or by a reset of a connection that had been used before.
   */
  readonly resent?: boolean;
}

export type Expected = Answer | Failure;

/** The whole answer. */
interface Answer {
  /** How many requests were made. */
  readonly attempts: number;
}

interface Failure {
  /** The class, as the library exports it. */
  readonly error: string;
  readonly name: string;
  readonly code?: string;
  readonly retryable: boolean;
  readonly attempts: number;
  /** How many events came before it; undefined for an error before any. */
  readonly delivered?: number;
  /** The failure may overtake events and even the first of them: the system drops what it held. */
  readonly overtakes?: boolean;
}

const answer = (attempts = 1): Answer => ({ attempts });

/** An exception of the service, of the class of its name. */
const exception = (
  name: string,
  rest: Pick<Failure, "retryable" | "attempts"> & Partial<Failure>,
): Failure => ({ error: name, name, ...rest });

/** One that the service's model does not have. */
const unmodeled = (
  name: string,
  rest: Pick<Failure, "retryable" | "attempts"> & Partial<Failure>,
): Failure => ({ error: "BedrockRuntimeServiceException", name, ...rest });

/** An error of the client's own. */
const own = (
  error: string,
  code: string,
  rest: Pick<Failure, "retryable" | "attempts"> & Partial<Failure>,
): Failure => ({ error, name: error, code, ...rest });

const forGood = { retryable: false, attempts: 1 } as const;
const forNow = { retryable: true, attempts: 3 } as const;
/** In the stream: never tried again by the client, whatever the caller may do. */
const midway = (delivered: number, retryable: boolean) => ({ retryable, attempts: 1, delivered });

const named = (name: string, expected: Failure, hidden?: Failure): FaultCase => ({
  name: `${name}, before the stream`,
  fault: `error; name=${name}`,
  expected,
  ...(hidden && { hidden }),
});

const accessDenied = exception("AccessDeniedException", forGood);

const beforeTheStream: readonly FaultCase[] = [
  named("AccessDeniedException", accessDenied),
  named("InternalServerException", exception("InternalServerException", forNow)),
  named("ModelErrorException", exception("ModelErrorException", forGood)),
  named(
    "ModelNotReadyException",
    exception("ModelNotReadyException", { retryable: true, attempts: 5 }),
    exception("ThrottlingException", forNow),
  ),
  named(
    "ModelStreamErrorException",
    exception("ModelStreamErrorException", forGood),
    exception("ModelErrorException", forGood),
  ),
  {
    ...named("ModelTimeoutException", exception("ModelTimeoutException", forGood)),
    resent: true,
  },
  named("ResourceNotFoundException", exception("ResourceNotFoundException", forGood)),
  named(
    "ServiceQuotaExceededException",
    exception("ServiceQuotaExceededException", forGood),
    exception("ValidationException", forGood),
  ),
  named("ServiceUnavailableException", exception("ServiceUnavailableException", forNow)),
  named("ThrottlingException", exception("ThrottlingException", forNow)),
  named("ValidationException", exception("ValidationException", forGood)),
  // Known by its message, too: it is what a page meets.
  named("ExpiredTokenException", unmodeled("ExpiredTokenException", forGood)),
  ...[
    "IncompleteSignatureException",
    "InvalidSignatureException",
    "MissingAuthenticationTokenException",
    "RequestExpired",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
  ].map((name) => named(name, unmodeled(name, forGood), accessDenied)),

  {
    name: "an error whose text is under Message",
    fault: "error; name=ValidationException; body=Message",
    expected: exception("ValidationException", forGood),
  },
  {
    name: "an error named by __type alone",
    fault: "error; name=ServiceQuotaExceededException; header=false; body=__type",
    expected: exception("ServiceQuotaExceededException", forGood),
  },
  {
    name: "an error named by __type alone, once",
    fault: "error; name=ModelNotReadyException; header=false; body=__type; times=1",
    expected: answer(2),
  },
  {
    name: "an error named by code alone",
    fault: "error; name=ModelNotReadyException; header=false; body=code; times=1",
    expected: answer(2),
  },
  {
    name: "403 without the error header",
    fault: "error; name=AccessDeniedException; header=false",
    expected: accessDenied,
  },
  {
    name: "403 without anything",
    fault: "error; name=AccessDeniedException; header=false; body=empty",
    expected: accessDenied,
  },
  {
    name: "400 with JSON that breaks off",
    fault: "error; name=ValidationException; header=false; body=invalid-json",
    expected: exception("ValidationException", forGood),
  },
  {
    name: "400 with 100 MB",
    fault: "error; name=ValidationException; body=huge",
    expected: exception("ValidationException", forGood),
  },
  {
    name: "503 with HTML",
    fault: "html",
    expected: exception("ServiceUnavailableException", forNow),
  },
  {
    name: "502 with HTML",
    fault: "html; status=502",
    expected: unmodeled("UnknownError", forNow),
  },
  {
    name: "504 with HTML",
    fault: "html; status=504",
    expected: unmodeled("UnknownError", forNow),
  },
  { name: "503 with HTML, once", fault: "html; times=1", expected: answer(2) },
  { name: "504 with HTML, once", fault: "html; status=504; times=1", expected: answer(2) },
  {
    name: "ServiceUnavailableException, once",
    fault: "error; name=ServiceUnavailableException; times=1",
    expected: answer(2),
  },
  {
    name: "throttling, with one attempt",
    fault: "throttle",
    maxAttempts: 1,
    expected: exception("ThrottlingException", { retryable: true, attempts: 1 }),
  },
  { name: "throttling, twice", fault: "throttle; times=2", expected: answer(3) },
  {
    name: "throttling that says how long",
    fault: "throttle; times=1; amzRetryAfter=600",
    expected: answer(2),
  },
  {
    name: "307 to another origin",
    fault: 'redirect; location="{elsewhere}/model/m/invoke"',
    expected: own("UnexpectedResponseError", "REDIRECT_REFUSED", forGood),
  },
  {
    name: "302 to another origin",
    fault: 'redirect; status=302; location="{elsewhere}/"',
    expected: own("UnexpectedResponseError", "REDIRECT_REFUSED", forGood),
  },
  {
    name: "200 with JSON in place of a stream",
    fault: "json",
    expected: own("UnexpectedResponseError", "NOT_AN_EVENT_STREAM", forGood),
  },
  {
    name: "a reset before the headers",
    fault: "reset",
    expected: own("NetworkError", "NETWORK", forNow),
    resent: true,
  },
  {
    name: "a reset before the headers, once",
    fault: "reset; times=1",
    expected: answer(2),
    resent: true,
  },
  {
    name: "silence before the headers",
    fault: "stall",
    options: { requestTimeoutMs: 1000 },
    expected: own("RequestTimeoutError", "REQUEST_TIMEOUT", forNow),
  },
  {
    name: "silence before the headers, once",
    fault: "stall; times=1",
    options: { requestTimeoutMs: 1000 },
    expected: answer(2),
  },
  { name: "headers that take a while", fault: "delay; ms=200", expected: answer() },
];

const credentials: readonly FaultCase[] = [
  {
    name: "credentials that have ended, and can be renewed",
    fault: "expired-token; times=1",
    renewable: true,
    expected: answer(2),
  },
  {
    name: "credentials that have ended for good",
    fault: "expired-token",
    renewable: true,
    expected: unmodeled("ExpiredTokenException", { retryable: false, attempts: 2 }),
  },
  {
    name: "constant credentials that have ended",
    fault: "expired-token",
    expected: unmodeled("ExpiredTokenException", forGood),
  },
  { name: "a clock that is an hour slow", fault: "skewed-clock", expected: answer(2) },
  {
    name: "a clock that is an hour slow, with one attempt",
    fault: "skewed-clock",
    maxAttempts: 1,
    expected: answer(2),
  },
  { name: "a clock that is an hour fast", fault: "skewed-clock; ms=-3600000", expected: answer(2) },
  {
    name: "a clock that is a year slow",
    fault: "skewed-clock; ms=31536000000",
    expected: answer(2),
  },
];

const withinTheStream: readonly FaultCase[] = [
  {
    name: "a clean end between two frames",
    fault: "cut",
    expected: own("IncompleteStreamError", "INCOMPLETE_STREAM", midway(1, true)),
  },
  {
    name: "a clean end between two later frames",
    fault: "cut; after=5",
    expected: own("IncompleteStreamError", "INCOMPLETE_STREAM", midway(5, true)),
  },
  {
    name: "an empty stream",
    fault: "cut; after=0",
    expected: own("IncompleteStreamError", "EMPTY_STREAM", forNow),
  },
  { name: "an empty stream, once", fault: "cut; after=0; times=1", expected: answer(2) },
  {
    name: "an end inside a frame",
    fault: "cut; after=3; bytes=40",
    expected: own("EventStreamError", "TRUNCATED_FRAME", midway(3, true)),
  },
  {
    name: "an end inside the length of a frame",
    fault: "cut; after=3; bytes=2",
    expected: own("EventStreamError", "TRUNCATED_FRAME", midway(3, true)),
  },
  {
    name: "an end inside the first frame",
    fault: "cut; after=0; bytes=40",
    expected: own("EventStreamError", "TRUNCATED_FRAME", forNow),
  },
  {
    name: "a flipped bit",
    fault: "flip; after=2",
    expected: own("EventStreamError", "MESSAGE_CHECKSUM", midway(2, false)),
  },
  {
    name: "a flipped bit in the length of a frame",
    fault: "flip; after=2; bit=20",
    expected: own("EventStreamError", "PRELUDE_CHECKSUM", midway(2, false)),
  },
  {
    name: "a flipped bit in the first frame",
    fault: "flip; after=0",
    expected: own("EventStreamError", "MESSAGE_CHECKSUM", forGood),
  },
  {
    name: "a frame that declares 4 GiB",
    fault: "length; after=2",
    expected: own("EventStreamError", "FRAME_TOO_LARGE", midway(2, false)),
  },
  {
    name: "a first frame that declares 4 GiB",
    fault: "length; after=0",
    expected: own("EventStreamError", "FRAME_TOO_LARGE", forGood),
  },
  {
    name: "a frame that declares 4 GiB of headers",
    fault: "length; after=2; headers=4294967295",
    expected: own("EventStreamError", "HEADERS_TOO_LARGE", midway(2, false)),
  },
  {
    name: "a frame that declares more headers than any has",
    fault: "length; after=2; headers=200000",
    expected: own("EventStreamError", "HEADERS_TOO_LARGE", midway(2, false)),
  },
  {
    name: "a frame that declares fewer bytes than any has",
    fault: "length; after=2; total=12",
    expected: own("EventStreamError", "INVALID_LENGTH", midway(2, false)),
  },
  {
    name: "a frame that declares more headers than bytes",
    fault: "length; after=2; total=100; headers=100",
    expected: own("EventStreamError", "INVALID_LENGTH", midway(2, false)),
  },
  {
    name: "a frame that declares less than it is",
    fault: "length; after=2; total=110",
    expected: own("EventStreamError", "MESSAGE_CHECKSUM", midway(2, false)),
  },
  {
    name: "a frame that declares more than ever comes",
    fault: "length; after=2; total=10000000",
    expected: own("EventStreamError", "TRUNCATED_FRAME", midway(2, true)),
  },
  ...(
    [
      ["internalServerException", true],
      ["modelStreamErrorException", false],
      ["validationException", false],
      ["throttlingException", true],
      ["modelTimeoutException", false],
      ["serviceUnavailableException", true],
    ] as const
  ).flatMap(([name, passes]): FaultCase[] => {
    const type = name[0]!.toUpperCase() + name.slice(1);
    return [
      {
        name: `${name} as the first frame`,
        fault: `exception; name=${name}`,
        expected: exception(type, passes ? forNow : forGood),
      },
      {
        name: `${name} after chunks`,
        fault: `exception; name=${name}; after=2`,
        expected: exception(type, midway(2, passes)),
      },
    ];
  }),
  {
    name: "throttling as the first frame, once",
    fault: "exception; name=throttlingException; times=1",
    expected: answer(2),
  },
  {
    name: "an internal error as the first frame, once",
    fault: "exception; name=internalServerException; times=1",
    expected: answer(2),
  },
  {
    name: "an exception that no model has",
    fault: "exception; name=brandNewException; after=2",
    expected: unmodeled("BrandNewException", midway(2, false)),
  },
  {
    name: "an error frame first",
    fault: "error-frame",
    expected: unmodeled("InternalFailure", forNow),
  },
  {
    name: "an error frame after chunks",
    fault: "error-frame; after=2",
    expected: unmodeled("InternalFailure", midway(2, true)),
  },
  {
    name: "silence after chunks",
    fault: "stall; after=2",
    options: { idleTimeoutMs: 1000 },
    expected: own("IdleTimeoutError", "IDLE_TIMEOUT", midway(2, true)),
  },
  {
    name: "silence before the first chunk",
    fault: "stall; after=0",
    options: { idleTimeoutMs: 1000, requestTimeoutMs: 2000 },
    expected: own("IdleTimeoutError", "IDLE_TIMEOUT", forNow),
    inSomeRuntimes: [own("RequestTimeoutError", "REQUEST_TIMEOUT", forNow)],
  },
  {
    name: "a reset after chunks",
    fault: "reset; after=4",
    expected: { ...own("NetworkError", "NETWORK", midway(4, true)), overtakes: true },
    inSomeRuntimes: [
      { ...own("IncompleteStreamError", "INCOMPLETE_STREAM", midway(4, true)), overtakes: true },
      { ...own("IncompleteStreamError", "EMPTY_STREAM", forNow), overtakes: true },
    ],
  },
  { name: "an event of an unknown type", fault: "unknown-event", expected: answer() },
  {
    name: "an event of a type that objects have",
    fault: "unknown-event; name=constructor; after=0",
    expected: answer(),
  },
  { name: "a chunk without bytes", fault: "bad-chunk; kind=no-bytes", expected: answer() },
  {
    name: "a chunk that is not base64",
    fault: "bad-chunk; kind=bad-base64; after=2",
    expected: own("InvalidEventError", "INVALID_EVENT", midway(2, false)),
  },
  {
    name: "a chunk that is not JSON",
    fault: "bad-chunk; kind=not-json; after=2",
    expected: own("InvalidEventError", "INVALID_EVENT", midway(2, false)),
  },
  { name: "a late first frame", fault: "delay; ms=200; at=first-frame", expected: answer() },
  {
    name: "frames that come slowly",
    fault: "delay; ms=10; at=frames",
    options: { idleTimeoutMs: 2000 },
    expected: answer(),
  },
  { name: "one byte at a time", fault: "drip", expected: answer() },
  { name: "seven bytes at a time", fault: "drip; bytes=7", expected: answer() },
];

const wholeAnswers: readonly FaultCase[] = (
  [
    ["no fault", undefined, answer()],
    ["throttling", "throttle", exception("ThrottlingException", forNow)],
    ["throttling, twice", "throttle; times=2", answer(3)],
    ["503 with HTML", "html", exception("ServiceUnavailableException", forNow)],
    [
      "400 with 100 MB",
      "error; status=400; header=false; body=huge",
      exception("ValidationException", forGood),
    ],
    [
      "307 to another origin",
      'redirect; location="{elsewhere}/"',
      own("UnexpectedResponseError", "REDIRECT_REFUSED", forGood),
    ],
    ["a reset", "reset", own("NetworkError", "NETWORK", forNow)],
    ["a clock that is an hour slow", "skewed-clock", answer(2)],
  ] as const
).map(([name, fault, expected]) => ({
  name: `${name}, for a whole answer`,
  operation: "invokeModel" as const,
  ...(fault && { fault }),
  expected,
  resent: fault === "reset",
}));

/** Every fault of one stream applies to the other too, except what its model or its events lack. */
const conversations: readonly FaultCase[] = [
  { name: "no fault", expected: answer() },
  ...withinTheStream.filter(({ fault = "" }) => !/kind=no-bytes|modelTimeout/.test(fault)),
].map((faultCase) => ({
  ...faultCase,
  name: `${faultCase.name}, for converseStream`,
  operation: "converseStream" as const,
}));

/** All of them. The first is what the others are compared with. */
export const faultCases: readonly FaultCase[] = [
  { name: "no fault", expected: answer() },
  ...beforeTheStream,
  ...credentials,
  ...withinTheStream,
  ...wholeAnswers,
  ...conversations,
];

/** The index of the case without a fault that a case is compared with. */
export const plainOf = ({ operation }: FaultCase): number =>
  operation === "converseStream" ? faultCases.findIndex((it) => it.operation === operation) : 0;
