import { BedrockFetchError } from "../errors/bedrock-fetch-error.ts";
import type { ResponseMetadata } from "../errors/response-metadata.ts";
import { BedrockRuntimeServiceException } from "../errors/service-exceptions.ts";
import { UnexpectedResponseError } from "../errors/unexpected-response-error.ts";
import type { Operation } from "../protocol/operation.ts";
import { OperationResponse } from "../protocol/response.ts";
import { abortable, delay } from "./abortable.ts";
import { type Authorization, type Authorized, authorization } from "./authorization.ts";
import { CALL_OPTIONS, CLIENT_OPTIONS, checkOptions } from "./check-options.ts";
import { resolveEndpoint } from "./endpoint.ts";
import { exchange } from "./exchange.ts";
import type { BedrockRuntimeOptions, CallOptions } from "./options.ts";
import { attemptLimit, backoffMs, kindOf, RetryQuota } from "./retry.ts";

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
 * const bedrock = new BedrockClient({ region: "us-east-1", ...fromEnv() });
 * const { body } = await bedrock.call(invokeModel, {
 *   modelId: "us.amazon.nova-2-lite-v1:0",
 *   body: { messages: [{ role: "user", content: [{ text: "Hello" }] }] },
 * });
 * console.log(body.json());
 * ```
 */
export class BedrockClient {
  /** Where requests go, without a slash at its end: `"https://bedrock-runtime.us-east-1.amazonaws.com"`. */
  readonly endpoint: string;
  readonly #options: BedrockRuntimeOptions;
  readonly #authorization: Authorization;
  readonly #quota: RetryQuota = new RetryQuota();

  /**
   * @throws InvalidArgumentError for an option that is missing, unknown or cannot work, naming it
   * @throws CredentialsProviderError `INVALID_CREDENTIALS` for a credentials object that is malformed
   */
  constructor(options: BedrockRuntimeOptions) {
    checkOptions(options, CLIENT_OPTIONS);
    this.#options = { ...options };
    this.endpoint = resolveEndpoint(options);
    this.#authorization = authorization(options, this.endpoint);
  }

  /**
   * Runs an operation. A streamed answer resolves when its first event is here; failures until then
   * are retried, later ones are thrown by the stream.
   *
   * @throws InvalidArgumentError for input that cannot work, before any request
   * @throws BedrockRuntimeServiceException, of the class of its name, when the service refuses or fails
   * @throws NetworkError, RequestTimeoutError, IdleTimeoutError when the connection does
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
   * const bedrock = new BedrockClient({ region: "us-east-1", ...fromEnv() });
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
    checkOptions(options, CALL_OPTIONS);
    const { signal } = options;
    const request = await operation.request(input);
    const url = this.endpoint + request.path;
    const corrected = new Set<string>();
    let totalRetryDelay = 0;
    for (let attempts = 1; ; attempts++) {
      const $metadata: Metadata = { attempts, totalRetryDelay };
      let authorized: Authorized | undefined;
      try {
        signal?.throwIfAborted();
        authorized = await abortable(this.#authorization.authorize(url, request), signal);
        const { method = "POST", body } = request;
        const init = { method, headers: authorized.headers, ...(body && { body }) };
        const output = await this.#attempt(operation, url, init, options, $metadata);
        this.#quota.succeed(attempts - corrected.size);
        return output;
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        if (error instanceof BedrockFetchError && error.$metadata === undefined) {
          Object.assign(error, { $metadata });
        }
        if (
          error instanceof BedrockRuntimeServiceException &&
          !corrected.has(error.name) &&
          authorized?.correct?.(error)
        ) {
          corrected.add(error.name);
          continue;
        }
        const delayMs = this.#retryDelay(error, attempts);
        if (delayMs === undefined) throw error;
        this.#options.onRetry?.(error, { attempts, delayMs });
        await delay(delayMs, signal);
        totalRetryDelay += delayMs;
      }
    }
  }

  /** One request; what is learned of its response goes to `$metadata`. */
  async #attempt<Input, Output>(
    operation: Operation<Input, Output>,
    url: string,
    init: RequestInit,
    call: CallOptions,
    $metadata: Metadata,
  ): Promise<Output> {
    const options = this.#options;
    const { response, source } = await exchange(url, init, {
      fetch: options.fetch ?? globalThis.fetch,
      signal: call.signal,
      requestTimeoutMs: call.requestTimeoutMs ?? options.requestTimeoutMs,
      idleTimeoutMs: call.idleTimeoutMs ?? options.idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS,
    });
    try {
      const { headers, status } = response;
      this.#authorization.heed?.(headers.get("date"));
      $metadata.httpStatusCode = status;
      $metadata.requestId = headers.get("x-amzn-requestid") ?? undefined;
      refuseRedirect(response);
      const answer = new OperationResponse(response, source, $metadata, operation.exceptions);
      if (!response.ok) throw await answer.exception();
      return await operation.response(answer);
    } catch (error) {
      source.cancel();
      throw error;
    }
  }

  /** How long to wait before another attempt, in ms; undefined when there is to be none. */
  #retryDelay(error: unknown, attempts: number): number | undefined {
    const kind = kindOf(error);
    if (attempts >= attemptLimit(kind, this.#options.maxAttempts)) return undefined;
    const retryable = kind !== undefined;
    const wanted = this.#options.shouldRetry?.(error, { attempts, retryable }) ?? retryable;
    if (!wanted || !this.#quota.spend()) return undefined;
    // Anything can be thrown by a credentials function, nothing too.
    const { retryAfterMs }: { readonly retryAfterMs?: number } = Object(error);
    return backoffMs(kind ?? "transient", attempts, Math.random(), retryAfterMs);
  }
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
