import type { Credentials, CredentialsProvider } from "../credentials/credentials.ts";
import type { Fetch } from "../fetch.ts";

/** What `shouldRetry` is told of a failed attempt. */
export interface FailedAttempt {
  /** How many attempts have been made, this one included. */
  readonly attempts: number;
  /** Whether the client would try again by itself. */
  readonly retryable: boolean;
}

/** What `onResponse` is told of a response, before its body is read. */
export interface ResponseNotice {
  readonly status: number;
  readonly headers: Headers;
  /** Which attempt it answers, counting from 1. */
  readonly attempts: number;
}

/** What `onRetry` is told of the retry to come. */
export interface RetryNotice {
  /** How many attempts have failed. */
  readonly attempts: number;
  /** How long the client now waits, in ms. */
  readonly delayMs: number;
}

/** The options of a client. One of `credentials` and `apiKey` is needed. */
export interface BedrockRuntimeOptions {
  /** Such as `"us-east-1"`. Needed, except with an API key and an `endpoint`. */
  readonly region?: string | undefined;
  /**
   * AWS credentials, or a function that returns them; every provider of the AWS SDK fits. What a
   * function returns is kept until five minutes before its `expiration`.
   */
  readonly credentials?: Credentials | CredentialsProvider | undefined;
  /** A Bedrock API key, or a function that returns one, called for each attempt. */
  readonly apiKey?: string | (() => string | Promise<string>) | undefined;
  /** Where to send requests in place of AWS's endpoint; its path is kept as a prefix. */
  readonly endpoint?: string | URL | undefined;
  /** Default: false. */
  readonly useFipsEndpoint?: boolean | undefined;
  /** Default: false. */
  readonly useDualstackEndpoint?: boolean | undefined;
  /**
   * Called as `fetch(url, init)`. A response is read as a stream of the Web or of Node if it has one,
   * else by `arrayBuffer()`, else by `text()`, which cannot carry an event stream. Default: the
   * runtime's.
   */
  readonly fetch?: Fetch | undefined;
  /**
   * How many attempts a call has; 1 turns retries off. A request that was refused for a wrong clock
   * or expired credentials is corrected and sent once more, not counted here. The waits between
   * them grow from 100 ms, or 500 ms where the service throttles, at random; one that the service
   * asks for (`Retry-After`) is kept. None is over 20 s.
   * Default: 3, and 5 for `ModelNotReadyException`.
   */
  readonly maxAttempts?: number | undefined;
  /**
   * How long to wait for response headers, in ms, per attempt. A whole answer's headers come only
   * when it is complete, so one that outlasts this is not requested again; a stream is.
   * Default: no limit. (Node has one of 300 s for headers and for silence in a
   * body; a dispatcher with `headersTimeout` and `bodyTimeout` raises it.)
   */
  readonly requestTimeoutMs?: number | undefined;
  /**
   * How long a call may take in all, in ms: every attempt, the waits between them, and the reading
   * of the body, streamed or whole. Default: no limit.
   */
  readonly totalTimeoutMs?: number | undefined;
  /**
   * Headers for every request, such as those that a gateway asks for. They are signed, except
   * `user-agent` and `x-amzn-trace-id`, which are replaced on the way. They take precedence over those
   * that an operation sets, such as `accept`.
   */
  readonly headers?: RequestHeaders | undefined;
  /**
   * Whether requests are signed, or carry an API key. With `false` they carry neither, for a
   * gateway that signs by itself; what the gateway requires, such as `authorization`, goes in
   * `headers`.
   * Default: true.
   */
  readonly signing?: boolean | undefined;
  /**
   * Whether an API key, or requests without a signature, may go to an `http:` endpoint that is not
   * this machine: anyone on the way can read the key, the prompts and the answers. Default: false.
   */
  readonly dangerouslyAllowPlainHttp?: boolean | undefined;
  /** The longest silence within an answer's body, in ms; 0 turns it off. Default: 300,000. */
  readonly idleTimeoutMs?: number | undefined;
  /**
   * Whether long-term access keys and API keys may be used in a page, where every visitor can read
   * them. Temporary credentials and short-term API keys (`bedrock-api-key-…`) need no permission.
   * Default: false.
   */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
  /**
   * Decides whether a failed attempt is followed by another, within `maxAttempts` and the retry quota;
   * `undefined` leaves it to the default, which is `retryable`.
   */
  readonly shouldRetry?:
    | ((error: unknown, failed: FailedAttempt) => boolean | undefined)
    | undefined;
  /**
   * Called for each response. Like every hook it only observes: if it throws or rejects, the console
   * says so and the call goes on.
   */
  readonly onResponse?: ((response: ResponseNotice) => unknown) | undefined;
  /** Called before each wait for the next attempt. */
  readonly onRetry?: ((error: unknown, notice: RetryNotice) => unknown) | undefined;
  /** Called when credentials could not be renewed while the old ones still work. */
  readonly onCredentialsError?: ((error: unknown) => unknown) | undefined;
}

/** Headers by name. Those of the signature cannot be among them, except with `signing: false`. */
export type RequestHeaders = Headers | { readonly [name: string]: string };

/** The options of one call. */
export interface CallOptions {
  /** Ends the call, or its stream, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** In place of the client's. */
  readonly maxAttempts?: number | undefined;
  /** In place of the client's, in ms. */
  readonly requestTimeoutMs?: number | undefined;
  /** In place of the client's, in ms. */
  readonly idleTimeoutMs?: number | undefined;
  /** In place of the client's, in ms. */
  readonly totalTimeoutMs?: number | undefined;
  /** In addition to the client's; one of the same name replaces it. */
  readonly headers?: RequestHeaders | undefined;
}
