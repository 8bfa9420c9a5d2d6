import { assert, type Failure } from "../assert.ts";
import { ask, clientOf, documentsOf, faulty, logged, mark } from "../calls.ts";
import type { SetModule } from "../context.ts";

interface Expected {
  /** The error's `code`, or its name for an error of the service: one of these. Unset: no error. */
  error?: string | string[];
  retryable?: boolean;
  /** Documents before the error. */
  delivered?: number;
  attempts?: number;
  maxAttempts?: number;
}

/** Every fault that can happen to a stream, and what its reader is told. */
const table: Readonly<Record<string, Expected>> = {
  // In place of the stream.
  throttle: { error: "ThrottlingException", retryable: true },
  "throttle; times=2": { attempts: 3, maxAttempts: 3 },
  "error; name=ModelNotReadyException; body=__type; times=1": { attempts: 2, maxAttempts: 3 },
  "error; name=ServiceUnavailableException; times=1": { attempts: 2, maxAttempts: 3 },
  "error; name=ValidationException": { error: "ValidationException", attempts: 1, maxAttempts: 3 },
  "error; name=ModelTimeoutException": {
    error: "ModelTimeoutException",
    attempts: 1,
    maxAttempts: 3,
  },
  "html; status=502": { error: "UnknownError", retryable: true },
  "html; status=503": { error: "ServiceUnavailableException", retryable: true },
  "html; status=504; times=1": { attempts: 2, maxAttempts: 3 },
  "redirect; location=https://elsewhere.example": { error: "REDIRECT_REFUSED", retryable: false },
  "expired-token": { error: "ExpiredTokenException", retryable: false },
  json: { error: "NOT_AN_EVENT_STREAM", retryable: false },
  reset: { error: "NETWORK", retryable: true },
  // Firefox and Deno ask again by themselves where a connection breaks before any answer.
  "reset; times=1": { maxAttempts: 3 },
  "skewed-clock; ms=3600000": { attempts: 2 },
  "skewed-clock; ms=-3600000": { attempts: 2 },
  // Before the first event.
  "delay; ms=50": {},
  "delay; ms=50; at=first-frame": {},
  "delay; ms=2; at=frames": {},
  "exception; name=throttlingException": { error: "ThrottlingException", delivered: 0 },
  "exception; name=throttlingException; times=1": { attempts: 2, maxAttempts: 3 },
  "exception; name=internalServerException; times=1": { attempts: 2, maxAttempts: 3 },
  "exception; name=validationException": {
    error: "ValidationException",
    attempts: 1,
    maxAttempts: 3,
  },
  "cut; after=0": { error: "EMPTY_STREAM", retryable: true },
  "cut; after=0; bytes=50": { error: "TRUNCATED_FRAME", retryable: true },
  // Within the stream: nothing is retried, and what came before is delivered.
  "exception; name=throttlingException; after=2": {
    error: "ThrottlingException",
    retryable: true,
    delivered: 2,
    maxAttempts: 3,
  },
  "exception; name=internalServerException; after=2": {
    error: "InternalServerException",
    delivered: 2,
  },
  "exception; name=modelStreamErrorException; after=2": {
    error: "ModelStreamErrorException",
    delivered: 2,
  },
  "exception; name=modelTimeoutException; after=2": {
    error: "ModelTimeoutException",
    delivered: 2,
  },
  "exception; name=serviceUnavailableException; after=2": {
    error: "ServiceUnavailableException",
    delivered: 2,
  },
  "exception; name=aFutureException; after=2": { error: "AFutureException", delivered: 2 },
  "error-frame; after=2": { error: "InternalFailure", delivered: 2 },
  // WebKit tells a broken connection as the end of the body.
  "reset; after=2": {
    error: ["NETWORK", "INCOMPLETE_STREAM", "EMPTY_STREAM"],
    retryable: true,
    maxAttempts: 3,
  },
  "cut; after=2": { error: "INCOMPLETE_STREAM", retryable: true, delivered: 2, maxAttempts: 3 },
  "cut; after=2; bytes=2": { error: "TRUNCATED_FRAME", retryable: true, delivered: 2 },
  "cut; after=2; bytes=100": { error: "TRUNCATED_FRAME", retryable: true, delivered: 2 },
  "flip; after=2": { error: "MESSAGE_CHECKSUM", retryable: false, delivered: 2 },
  "flip; after=2; bit=5": { error: "PRELUDE_CHECKSUM", retryable: false, delivered: 2 },
  "length; after=2": { error: "FRAME_TOO_LARGE", retryable: false, delivered: 2 },
  "length; after=2; total=12": { error: "INVALID_LENGTH", retryable: false, delivered: 2 },
  "length; after=2; headers=200000": { error: "HEADERS_TOO_LARGE", retryable: false, delivered: 2 },
  "bad-chunk; kind=bad-base64; after=2": { error: "INVALID_EVENT", delivered: 2 },
  "bad-chunk; kind=not-json; after=2": { error: "INVALID_EVENT", delivered: 2 },
  // What is no fault to a reader.
  "bad-chunk; kind=no-bytes; after=2": {},
  "unknown-event; after=2": {},
  drip: {},
};

const faults: SetModule = (context) => {
  const { test, library, runtime, setting } = context;

  for (const [fault, expected] of Object.entries(table)) {
    test(fault, async () => {
      const { id, requestMetadata } = mark();
      const client = clientOf(context, {
        fetch: faulty(`${fault}; key=${id}`),
        maxAttempts: expected.maxAttempts ?? 1,
      });
      const documents: string[] = [];
      let failure: Failure | undefined;
      let attempts: number | undefined;
      try {
        const input = ask("Say it in 12 words", { requestMetadata });
        const { body, $metadata } = await client.invokeModelWithResponseStream(input);
        attempts = $metadata.attempts;
        for await (const { chunk } of body) documents.push(new TextDecoder().decode(chunk.bytes));
      } catch (error) {
        failure = error as Failure;
      }

      if (expected.error === undefined) {
        assert.equal(failure, undefined, failure && String(failure));
        if (expected.attempts) assert.equal(attempts, expected.attempts, "attempts");
        const last = (await logged(setting, id)).at(-1);
        // A chunk without bytes and an event of another kind leave no trace.
        assert.deepEqual(documents.slice(0, last?.sent.length), last?.sent);
        assert.ok(documents.at(-1)?.includes("message_stop"));
        return;
      }
      assert.ok(failure, `no error, but ${documents.length} documents`);
      const name = String(failure.code ?? failure.name);
      assert.ok([expected.error].flat().includes(name), `${name}: ${failure.message}`);
      if (expected.retryable !== undefined) assert.equal(failure.retryable, expected.retryable);
      const metadata = failure.$metadata as { attempts: number; httpStatusCode?: number };
      if (expected.attempts) assert.equal(metadata.attempts, expected.attempts, "attempts");
      assert.equal(failure.eventsDelivered ?? 0, documents.length, "eventsDelivered");
      // A reset may take along what had arrived and had not been read, and so sets no number.
      if (expected.delivered !== undefined) {
        assert.equal(documents.length, expected.delivered, "documents before the error");
        assert.equal(metadata.attempts, 1, "attempts");
      }
    });
  }

  test("expired credentials are renewed, and the call made again", async () => {
    let asked = 0;
    const client = clientOf(context, {
      fetch: faulty(`expired-token; times=1; key=${mark().id}`),
      credentials: async () => {
        asked++;
        return { ...setting.credentials, expiration: new Date(Date.now() + 3_600_000) };
      },
    });
    const { body, $metadata } = await client.invokeModelWithResponseStream(ask("Hello"));
    assert.ok((await documentsOf(body)).length > 0);
    assert.equal(asked, 2);
    assert.equal($metadata.attempts, 2);
  });

  test("Retry-After is heeded where it can be read", async () => {
    const waits: number[] = [];
    const client = clientOf(context, {
      fetch: faulty(`throttle; amzRetryAfter=700; times=1; key=${mark().id}`),
      maxAttempts: 2,
      onRetry: (_, { delayMs }) => waits.push(delayMs),
    });
    const { $metadata } = await client.invokeModel(ask("Hello"));
    assert.equal(waits.length, 1);
    assert.ok(runtime.page ? waits[0]! <= 700 : waits[0] === 700, `waited ${waits[0]} ms`);
    assert.equal($metadata.totalRetryDelay, waits[0]);
  });

  test("an answer that is no answer is told as it is", async () => {
    const client = clientOf(context, { fetch: faulty("json") });
    const error = await assert.rejects(client.invokeModelWithResponseStream(ask("Hello")));
    assert.ok(error instanceof library.UnexpectedResponseError);
  });
};

export default faults;
