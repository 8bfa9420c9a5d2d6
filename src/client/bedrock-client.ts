import { BedrockFetchError } from "../errors/bedrock-fetch-error.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import type { ResponseMetadata } from "../errors/response-metadata.ts";
import { BedrockRuntimeServiceException } from "../errors/service-exceptions.ts";
import { UnexpectedResponseError } from "../errors/unexpected-response-error.ts";
import { callHook } from "../hook.ts";
import type { Operation } from "../protocol/operation.ts";
import { OperationResponse } from "../protocol/operation-response.ts";
import { unsupported } from "../runtime.ts";
import { abortable, Deadline, delay, reasonOf } from "./abortable.ts";
import { type Authorization, type Authorized, authorization } from "./authorization.ts";
import { CALL_OPTIONS, CLIENT_OPTIONS, checkOptions } from "./check-options.ts";
import { resolveEndpoint } from "./endpoint.ts";
import { type Exchange, exchange } from "./exchange.ts";
import type { BedrockRuntimeOptions, CallOptions } from "./options.ts";
import { requestHeaders, splitHeaders } from "./request-headers.ts";
import { attemptLimit, backoffMs, failureKindOf, RetryQuota } from "./retry.ts";

const DEFAULT_IDLE_TIMEOUT_MS = 300_000;

/** What is known of an exchange, while it comes to be known. */
type Metadata = { -readonly [Member in keyof ResponseMetadata]: ResponseMetadata[Member] };

/**
 * A client of Amazon Bedrock Runtime that runs the operations it is given: a bundle holds those
 * that are imported, and nothing of any other. `BedrockRuntime` adds two methods.
 *
 * It holds its options, credentials and clock, and no connection: make one and keep it, at module
 * scope too. Constructing it does no I/O.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html
 *
 * @example
 * ```ts
 * import { BedrockClient, invokeModel } from "bedrock-fetch";
 * import { fromEnv } from "bedrock-fetch/credentials";
 *
 * const bedrock = new BedrockClient({ ...fromEnv(), region: "us-east-1" });
 * const { body } = await bedrock.call(invokeModel, {
 *   modelId: "us.amazon.nova-2-lite-v1:0",
 *   body: { messages: [{ role: "user", content: [{ text: "Hello" }] }] },
 * });
 * console.log(body.json());
 * ```
 */
export class BedrockClient {
  /** Where requests go, without a slash at its end: `"https://bedrock-runtime.us-east-1.amazonaws.com"`. */
  declare readonly endpoint: string;
  readonly #options: BedrockRuntimeOptions;
  readonly #headers: { readonly [name: string]: string };
  readonly #authorization: Authorization;
  readonly #quota: RetryQuota = new RetryQuota();

  /**
   * @throws InvalidArgumentError for an option that is missing, unknown or cannot work, naming it
   * @throws CredentialsProviderError `INVALID_CREDENTIALS` for a credentials object that is malformed
   */
  constructor(options: BedrockRuntimeOptions) {
    checkOptions(options, CLIENT_OPTIONS);
    this.#options = { ...options };
    this.#headers = requestHeaders(options, options);
    this.endpoint = resolveEndpoint(options);
    this.#authorization = authorization(options, this.endpoint);
    // So that a client works when it is taken apart, or wrapped as Vue's `reactive` does.
    this.call = this.call.bind(this);
    this.forgetCredentials = this.forgetCredentials.bind(this);
  }

  /**
   * Forgets whose credentials these were, such as when another user signs in: the next call asks the
   * credentials function again, and a renewal that is under way does not bring the old ones back.
   */
  forgetCredentials(): void {
    this.#authorization.forget?.();
  }

  /**
   * Runs an operation. A streamed answer resolves when its first event is here; failures until then
   * are retried, later ones are thrown by the stream.
   *
   * @throws InvalidArgumentError for input that cannot work, before any request
   * @throws BedrockRuntimeServiceException, of the class of its name, when the service refuses or fails
   * @throws NetworkError, RequestTimeoutError, IdleTimeoutError, TotalTimeoutError when the connection does
   * @throws UnsupportedRuntimeError where the platform, or the fetch that was given, lacks what is needed
   * @throws UnexpectedResponseError when something other than the service answers
   * @throws CredentialsProviderError, or what the credentials function throws, when there are none
   * @throws the signal's reason when it aborts
   *
   * @example
   * ```ts
   * import { BedrockClient, invokeModelWithResponseStream } from "bedrock-fetch";
   * import { fromEnv } from "bedrock-fetch/credentials";
   * import { textStream } from "bedrock-fetch/text";
   *
   * const bedrock = new BedrockClient({ ...fromEnv(), region: "us-east-1" });
   * const { body } = await bedrock.call(
   *   invokeModelWithResponseStream,
   *   {
   *     modelId: "us.amazon.nova-2-lite-v1:0",
   *     body: { messages: [{ role: "user", content: [{ text: "Hello" }] }] },
   *   },
   *   { signal: AbortSignal.timeout(60_000) },
   * );
   * for await (const text of textStream(body)) console.log(text);
   * ```
   */
  async call<Input, Output>(
    operation: Operation<Input, Output>,
    input: Input,
    options: CallOptions = {},
  ): Promise<Output> {
    if (typeof operation?.request !== "function") {
      throw new InvalidArgumentError("operation", "must be an operation, such as converse");
    }
    checkOptions(options, CALL_OPTIONS);
    const { signal, totalTimeoutMs = this.#options.totalTimeoutMs } = options;
    const fetch = this.#options.fetch ?? globalThis.fetch;
    checkPlatform(fetch, operation);
    const callHeaders = requestHeaders(options, this.#options);
    const deadline = totalTimeoutMs ? new Deadline(totalTimeoutMs) : undefined;
    const prepared = await abortable((async () => operation.request(input))(), signal, deadline);
    const { method = "POST", endpoint = this.endpoint, path, body } = prepared;
    const url = endpoint + path;
    const { headers, unsignedHeaders } = splitHeaders(prepared, {
      ...this.#headers,
      ...callHeaders,
    });
    const request = { method, url, headers, body };
    const corrected = new Set<string>();
    let totalRetryDelay = 0;
    for (let attempts = 1; ; attempts++) {
      const $metadata: Metadata = { attempts, totalRetryDelay };
      let authorized: Authorized | undefined;
      try {
        if (signal?.aborted) throw reasonOf(signal);
        authorized = await abortable(this.#authorization.authorize(request), signal, deadline);
        const init = { method, headers: authorized.headers, ...(body && { body }) };
        for (const [name, value] of Object.entries(unsignedHeaders)) {
          // The signed one wins.
          if (!init.headers.has(name)) init.headers.set(name, value);
        }
        const exchanged = await exchange(url, init, {
          fetch,
          signal,
          deadline,
          requestTimeoutMs: options.requestTimeoutMs ?? this.#options.requestTimeoutMs,
          retryTimeout: operation.isStreamed ?? false,
          idleTimeoutMs:
            options.idleTimeoutMs ?? this.#options.idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS,
        });
        const output = await this.#output(operation, exchanged, $metadata);
        this.#quota.succeed(attempts - corrected.size);
        return output;
      } catch (error) {
        if (signal?.aborted) throw reasonOf(signal);
        if (error instanceof BedrockFetchError && error.$metadata === undefined) {
          Object.assign(error, { $metadata });
        }
        if (
          error instanceof BedrockRuntimeServiceException &&
          !corrected.has(error.name) &&
          authorized?.recover?.(error)
        ) {
          corrected.add(error.name);
          continue;
        }
        // A request that was corrected does not count as a failure.
        const failures = attempts - corrected.size;
        const delayMs = await this.#retryDelay(error, attempts, failures, options, deadline);
        if (delayMs === undefined) throw error;
        callHook(this.#options.onRetry, error, { attempts, delayMs });
        await delay(delayMs, signal);
        totalRetryDelay += delayMs;
      }
    }
  }

  /** What a response says; what is learned of it goes to `$metadata`. */
  async #output<Input, Output>(
    operation: Operation<Input, Output>,
    { response, source }: Exchange,
    $metadata: Metadata,
  ): Promise<Output> {
    try {
      const { headers, status } = response;
      callHook(this.#options.onResponse, { status, headers, attempts: $metadata.attempts });
      this.#authorization.learnTime?.(headers);
      $metadata.httpStatusCode = status;
      $metadata.requestId = headers.get("x-amzn-requestid") ?? undefined;
      refuseRedirect(response);
      const answer = new OperationResponse(response, source, $metadata, operation.exceptions);
      if (!response.ok && !operation.acceptsErrors) throw await answer.exception();
      const output = await operation.response(answer);
      // Whether it read the body or not: only a stream is read later.
      if (!operation.isStreamed) source.cancel();
      return output;
    } catch (error) {
      source.cancel();
      throw error;
    }
  }

  /** How long to wait before another attempt, in ms; undefined when there is to be none. */
  async #retryDelay(
    error: unknown,
    attempts: number,
    failures: number,
    { maxAttempts = this.#options.maxAttempts, signal }: CallOptions,
    deadline: Deadline | undefined,
  ): Promise<number | undefined> {
    const kind = failureKindOf(error);
    if (failures >= attemptLimit(kind, maxAttempts)) return undefined;
    const retryable = kind !== undefined;
    const deciding = callHook(this.#options.shouldRetry, error, { attempts, retryable });
    const decided = await abortable(deciding, signal, deadline);
    if (!(typeof decided === "boolean" ? decided : retryable)) return undefined;
    // Any value can be thrown by a credentials function, including undefined.
    const { retryAfterMs }: { readonly retryAfterMs?: number } = Object(error);
    const delayMs = backoffMs(kind ?? "transient", failures, Math.random(), retryAfterMs);
    if (deadline && deadline.left <= delayMs) return undefined;
    return this.#quota.spend() ? delayMs : undefined;
  }
}

/**
 * A streamed operation needs `TransformStream`; others do without.
 *
 * @throws UnsupportedRuntimeError naming what is missing
 */
function checkPlatform(fetch: unknown, { isStreamed }: Operation<never, unknown>): void {
  const missing = [
    "TextEncoder",
    "AbortController",
    isStreamed ? "TransformStream" : "TextDecoder",
  ].find((name) => !(name in globalThis));
  if (missing || !fetch) throw unsupported(missing ?? "fetch");
}

/** In a page, a redirect that is not followed shows neither its status nor where it leads. */
function refuseRedirect({ headers, status, type }: Response): void {
  if (type !== "opaqueredirect" && !(status >= 300 && status < 400)) return;
  const location = headers.get("location");
  throw new UnexpectedResponseError(
    "REDIRECT_REFUSED",
    `Refused a redirect${location === null ? "" : ` to ${location}`}: following it would forward your credentials. Set \`endpoint\` to the final URL.`,
  );
}
