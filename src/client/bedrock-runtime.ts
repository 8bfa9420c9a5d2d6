import type {
  InvokeModelInput,
  InvokeModelWithResponseStreamInput,
} from "../operations/invoke-model/input.ts";
import { invokeModel } from "../operations/invoke-model/invoke-model.ts";
import { invokeModelWithResponseStream } from "../operations/invoke-model/invoke-model-with-response-stream.ts";
import type {
  InvokeModelOutput,
  InvokeModelWithResponseStreamOutput,
} from "../operations/invoke-model/output.ts";
import { BedrockClient } from "./bedrock-client.ts";
import type { BedrockRuntimeOptions, CallOptions } from "./options.ts";

/**
 * A client of Amazon Bedrock Runtime: a `BedrockClient` with methods for the two operations that
 * everybody looks for first.
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
 * const bedrock = new BedrockRuntime({ ...fromEnv(), region: "us-east-1" });
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
export class BedrockRuntime extends BedrockClient {
  constructor(options: BedrockRuntimeOptions) {
    super(options);
    this.invokeModel = this.invokeModel.bind(this);
    this.invokeModelWithResponseStream = this.invokeModelWithResponseStream.bind(this);
  }

  /**
   * Asks a model and returns its whole answer.
   *
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
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
   * import { BedrockRuntime } from "bedrock-fetch";
   * import { fromEnv } from "bedrock-fetch/credentials";
   *
   * const bedrock = new BedrockRuntime({ ...fromEnv(), region: "us-east-1" });
   * const { body, usage } = await bedrock.invokeModel({
   *   modelId: "us.amazon.nova-2-lite-v1:0",
   *   body: { messages: [{ role: "user", content: [{ text: "Hello" }] }] },
   *   requestMetadata: { team: "web" },
   * });
   * console.log(body.json(), usage?.outputTokens);
   * ```
   */
  invokeModel(input: InvokeModelInput, options?: CallOptions): Promise<InvokeModelOutput> {
    return this.call(invokeModel, input, options);
  }

  /**
   * Asks a model and returns its answer as it is generated. Resolves when the first event is here;
   * failures until then are retried, later ones are thrown by the stream.
   *
   * The stream throws what `invokeModel` throws, and:
   * - `EventStreamError` when its bytes are corrupt or end inside a frame
   * - `IncompleteStreamError` when it ends cleanly but the answer has not ended
   * - `InvalidEventError` when an event is not what the service promises
   *
   * Each reports in `eventsDelivered` how much came before.
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
   * const bedrock = new BedrockRuntime({ ...fromEnv(), region: "us-east-1" });
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
    options?: CallOptions,
  ): Promise<InvokeModelWithResponseStreamOutput> {
    return this.call(invokeModelWithResponseStream, input, options);
  }
}
