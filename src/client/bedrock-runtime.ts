import { BedrockFetchError } from "../errors/bedrock-fetch-error.ts";
import type { ResponseMetadata } from "../errors/response-metadata.ts";
import { BedrockRuntimeServiceException } from "../errors/service-exceptions.ts";
import { UnexpectedResponseError } from "../errors/unexpected-response-error.ts";
import { readUpTo } from "../operations/byte-source.ts";
import { toHttpRequest } from "../operations/http-request.ts";
import type { InvokeModelInput, InvokeModelWithResponseStreamInput } from "../operations/inputs.ts";
import { invokeModel } from "../operations/invoke-model.ts";
import { invokeModelWithResponseStream } from "../operations/invoke-model-with-response-stream.ts";
import type { Operation } from "../operations/operation.ts";
import type {
  InvokeModelOutput,
  InvokeModelWithResponseStreamOutput,
} from "../operations/outputs.ts";
import { exceptionFromResponse } from "../operations/service-exception.ts";
import { abortable, delay } from "./abortable.ts";
import { type Authorization, type Authorized, authorization } from "./authorization.ts";
import { CALL_OPTIONS, CLIENT_OPTIONS, checkOptions } from "./check-options.ts";
import { connect } from "./connection.ts";
import { resolveEndpoint } from "./endpoint.ts";
import type { BedrockRuntimeOptions, CallOptions } from "./options.ts";
import { attemptLimit, backoffMs, kindOf, RetryQuota } from "./retry.ts";

const DEFAULT_IDLE_TIMEOUT_MS = 300_000;
const ERROR_BODY_BYTES = 64 * 1024;

/** What is known of an exchange, while it comes to be known. */
type Metadata = { -readonly [Member in keyof ResponseMetadata]: ResponseMetadata[Member] };

/**
 * A client of Amazon Bedrock Runtime.
 *
 * It holds its options, credentials and clock, and no connection: make one and keep it, at module
 * scope too. Constructing it does no I/O.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html
 *
 * @example
 * ```ts
 * import { BedrockRuntime } from "bedrock-fetch";
 * import { fromEnv } from "bedrock-fetch/credentials";
 *
 * const bedrock = new BedrockRuntime({ region: "us-east-1", ...fromEnv() });
 * const { body } = await bedrock.invokeModelWithResponseStream({
 *   modelId: "global.anthropic.claude-haiku-4-5-20251001-v1:0",
 *   body: {
 *     anthropic_version: "bedrock-2023-05-31",
 *     max_tokens: 200,
 *     messages: [{ role: "user", content: "Tell me about event streams." }],
 *   },
 * });
 * for await (const { chunk } of body) console.log(new TextDecoder().decode(chunk.bytes));
 * ```
 */
export class BedrockRuntime {
  readonly #options: BedrockRuntimeOptions;
  readonly #endpoint: string;
  readonly #authorization: Authorization;
  readonly #quota: RetryQuota = new RetryQuota();

  /**
   * @throws InvalidArgumentError for an option that is missing, unknown or cannot work, naming it
   * @throws CredentialsProviderError `INVALID_CREDENTIALS` for a credentials object that is none
   */
  constructor(options: BedrockRuntimeOptions) {
    checkOptions(options, CLIENT_OPTIONS);
    this.#options = { ...options };
    this.#endpoint = resolveEndpoint(options);
    this.#authorization = authorization(options, this.#endpoint);
  }

  /**
   * Asks a model and gives its whole answer.
   *
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
   *
   * @throws InvalidArgumentError for input that cannot work, before any request
   * @throws BedrockRuntimeServiceException, of the class of its name, when the service refuses or fails
   * @throws NetworkError, RequestTimeoutError, IdleTimeoutError when the connection does
   * @throws UnexpectedResponseError when something else than the service answers
   * @throws CredentialsProviderError, or what the credentials function throws, when there are none
   * @throws the signal's reason when it aborts
   *
   * @example
   * ```ts
   * import { BedrockRuntime } from "bedrock-fetch";
   * import { fromEnv } from "bedrock-fetch/credentials";
   *
   * const bedrock = new BedrockRuntime({ region: "us-east-1", ...fromEnv() });
   * const { body, usage } = await bedrock.invokeModel({
   *   modelId: "us.amazon.nova-2-lite-v1:0",
   *   body: { messages: [{ role: "user", content: [{ text: "Hello" }] }] },
   *   requestMetadata: { team: "web" },
   * });
   * console.log(body.json(), usage?.outputTokens);
   * ```
   */
  invokeModel(input: InvokeModelInput, options: CallOptions = {}): Promise<InvokeModelOutput> {
    return this.#call(invokeModel, input, options);
  }

  /**
   * Asks a model and gives its answer as it is generated. Resolves when the first event is here;
   * failures until then are retried, later ones are thrown by the stream.
   *
   * The stream throws what `invokeModel` throws, and:
   * - `EventStreamError` when its bytes are corrupt or end inside a frame
   * - `IncompleteStreamError` when it ends cleanly but the answer has not ended
   * - `InvalidEventError` when an event is not what the service promises
   *
   * Each tells by `eventsDelivered` how much came before.
   *
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html
   *
   * @throws what `invokeModel` and the stream throw, for what happens before the first event
   *
   * @example
   * ```ts
   * import { BedrockRuntime, ThrottlingException } from "bedrock-fetch";
   * import { fromEnv } from "bedrock-fetch/credentials";
   *
   * const bedrock = new BedrockRuntime({ region: "us-east-1", ...fromEnv() });
   * try {
   *   const { body } = await bedrock.invokeModelWithResponseStream(
   *     {
   *       modelId: "us.amazon.nova-2-lite-v1:0",
   *       body: { messages: [{ role: "user", content: [{ text: "Hello" }] }] },
   *     },
   *     { signal: AbortSignal.timeout(60_000) },
   *   );
   *   for await (const { chunk } of body) console.log(JSON.parse(new TextDecoder().decode(chunk.bytes)));
   * } catch (error) {
   *   if (!(error instanceof ThrottlingException)) throw error;
   *   console.log(`Throttled after ${error.eventsDelivered ?? 0} events`);
   * }
   * ```
   */
  invokeModelWithResponseStream(
    input: InvokeModelWithResponseStreamInput,
    options: CallOptions = {},
  ): Promise<InvokeModelWithResponseStreamOutput> {
    return this.#call(invokeModelWithResponseStream, input, options);
  }

  async #call<Output>(
    operation: Operation<Output>,
    input: InvokeModelInput,
    call: CallOptions,
  ): Promise<Output> {
    checkOptions(call, CALL_OPTIONS);
    const { signal } = call;
    const request = await toHttpRequest(operation.request, input);
    const url = this.#endpoint + request.path;
    const corrected = new Set<string>();
    let totalRetryDelay = 0;
    for (let attempts = 1; ; attempts++) {
      const $metadata: Metadata = { attempts, totalRetryDelay };
      let authorized: Authorized | undefined;
      try {
        signal?.throwIfAborted();
        authorized = await abortable(this.#authorization.authorize(url, request), signal);
        const init = { method: "POST", headers: authorized.headers, body: request.body };
        const output = await this.#attempt(operation, url, init, call, $metadata);
        this.#quota.succeed(attempts - corrected.size);
        return output;
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        if (error instanceof BedrockFetchError) error.$metadata ??= $metadata;
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
        this.#options.onRetry?.(error, { attempt: attempts, delayMs });
        await delay(delayMs, signal);
        totalRetryDelay += delayMs;
      }
    }
  }

  /** One request; what is learned of its answer goes to `$metadata`. */
  async #attempt<Output>(
    operation: Operation<Output>,
    url: string,
    init: RequestInit,
    call: CallOptions,
    $metadata: Metadata,
  ): Promise<Output> {
    const options = this.#options;
    const { response, bytes } = await connect(url, init, {
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
      const answer = { headers, status, bytes, $metadata };
      if (response.ok) return await operation.output(answer);
      // Whatever becomes of the body, the status alone makes an error.
      const excerpt = await readUpTo(ERROR_BODY_BYTES, bytes).catch(() => new Uint8Array(0));
      throw exceptionFromResponse(answer, excerpt);
    } catch (error) {
      bytes.cancel();
      throw error;
    }
  }

  /** How long to wait before another attempt, in ms; undefined when there is to be none. */
  #retryDelay(error: unknown, attempt: number): number | undefined {
    const kind = kindOf(error);
    if (attempt >= attemptLimit(kind, this.#options.maxAttempts)) return undefined;
    const retryable = kind !== undefined;
    const wanted = this.#options.shouldRetry?.(error, { attempt, retryable }) ?? retryable;
    if (!wanted || !this.#quota.spend()) return undefined;
    // Anything can be thrown by a credentials function, nothing too.
    const { retryAfterMs }: { readonly retryAfterMs?: number } = Object(error);
    return backoffMs(kind ?? "transient", attempt, Math.random(), retryAfterMs);
  }
}

/** In a page, a redirect that is not followed shows neither its status nor where it leads. */
function refuseRedirect({ headers, status, type }: Response): void {
  if (type !== "opaqueredirect" && !(status >= 300 && status < 400)) return;
  const location = headers.get("location");
  throw new UnexpectedResponseError(
    "REDIRECT_REFUSED",
    `The endpoint answers with a redirect${location === null ? "" : ` to ${location}`}, never followed since it would take credentials along; write the final address as endpoint`,
  );
}
