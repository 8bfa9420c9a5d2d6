import type { SimulatorCredentials } from "./auth/authorization.ts";
import { createIssuedCredentials } from "./auth/issued-credentials.ts";
import { createOpenIdTokens } from "./auth/open-id-tokens.ts";
import { createAsyncJobs } from "./bedrock-runtime/async-invoke/async-jobs.ts";
import { createBedrockRuntime } from "./bedrock-runtime/bedrock-runtime.ts";
import { createGuardrails } from "./bedrock-runtime/guardrails/guardrail.ts";
import { createInvocationLog, type InvocationLogEntry } from "./bedrock-runtime/invocation-log.ts";
import { createCatalog } from "./bedrock-runtime/models/catalog.ts";
import { createPromptCache } from "./bedrock-runtime/prompt-cache.ts";
import type { Pace } from "./bedrock-runtime/response/pace.ts";
import { createScript } from "./bedrock-runtime/script/script.ts";
import type { Respond } from "./bedrock-runtime/script/scripted-answer.ts";
import { respond } from "./bedrock-runtime/script/scripted-reply.ts";
import { checkPlatform } from "./check-platform.ts";
import { createCognitoIdentity } from "./cognito-identity/cognito-identity.ts";
import type { Fault, FaultOption } from "./faults/fault.ts";
import { createFaultChoice, toFaultRule } from "./faults/fault-choice.ts";
import { faultResponse } from "./faults/fault-response.ts";
import { allowCrossOrigin, isPreflight, preflightResponse } from "./http/cors.ts";
import { toRequest } from "./http/to-request.ts";
import type { Service, ServiceContext } from "./service.ts";
import { errorResponse, ServiceError } from "./service-error.ts";
import { checkSimulatorOptions, type SimulatorOptions } from "./simulator-options.ts";
import { createSts } from "./sts/sts.ts";

/**
 * What a simulator accepts by default: temporary credentials, as a page or a
 * Worker has them. They open nothing but simulators.
 *
 * @example
 * ```ts
 * import { BedrockRuntime } from "bedrock-fetch";
 * import { simulatorCredentials } from "bedrock-fetch/simulator";
 *
 * // For a simulator that is served at this address.
 * const bedrock = new BedrockRuntime({
 *   region: "us-east-1",
 *   endpoint: "http://127.0.0.1:8787",
 *   credentials: simulatorCredentials,
 * });
 * ```
 */
export const simulatorCredentials: {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
} = {
  accessKeyId: "ASIASIMULATOREXAMPLE",
  secretAccessKey: "simulator/secret/access/key/EXAMPLEKEY00",
  sessionToken: "simulator-session-token//////////EXAMPLE+token/with=every+kind/of=sign==",
};

/**
 * Amazon Bedrock Runtime, Cognito Identity and STS in one function: it takes a request and answers
 * it, so it can be served over HTTP or stand in for `fetch`. As `fetch` does, it rejects with the
 * signal's reason when the request is aborted, and with a `TypeError` when a fault breaks the
 * connection; where the platform lacks what it needs, such as jest's jsdom, with an
 * `UnsupportedRuntimeError`. Everything else is a response.
 *
 * The host shows which service a request is for (`cognito-identity.…`, `sts.…`), or on loopback
 * by what only that service's requests have; all others are for Bedrock Runtime.
 *
 * Bedrock Runtime verifies signatures (SigV4, service `bedrock`) and API keys, and checks the input
 * against the service model. It has all of the operations but InvokeModelWithBidirectionalStream:
 *
 * - InvokeModel and its stream for these models: Anthropic Claude (Messages and Text Completions),
 *   Amazon Nova and Titan Text, Meta Llama, Mistral, Cohere Command and Command R, AI21 Jamba,
 *   DeepSeek, Google Gemma, MiniMax, Moonshot Kimi, NVIDIA Nemotron, OpenAI gpt-oss, Qwen, TwelveLabs
 *   Pegasus, Writer Palmyra, Z.AI GLM. Not streamed: embeddings (Titan, Cohere, Nova, TwelveLabs
 *   Marengo), Rerank (Amazon, Cohere), and images (Nova Canvas, Titan, Stability), which are PNGs of
 *   two colors.
 * - Converse and ConverseStream for the chat models among them, with tools, images, documents and
 *   citations, reasoning, guardrails, structured output, prompt caches and Nova's web search.
 * - CountTokens, by the foundation model's id: what the same request would report for its input.
 * - ApplyGuardrail, with the words that `guardrails` deny, and InvokeGuardrailChecks.
 * - StartAsyncInvoke, GetAsyncInvoke and ListAsyncInvokes; no output is written anywhere.
 *
 * Beside them, the APIs of other vendors at paths of their own: Anthropic's Messages for Claude,
 * OpenAI's Chat Completions and Responses for the models that speak them.
 *
 * Ids of cross-region inference profiles and ARNs stand for the model that they name, those of AWS's
 * prompt routers for one of their models; if an ARN does not name one, `models.aliases` or else the
 * body's shape decides. An id that AWS serves only through a profile is refused as AWS refuses it.
 * Conversations are checked as the services check them. Answers are made from the prompt: the same
 * prompt has the same answer. A request for "500 words" gets 500; one with tools has
 * the first of them called; `respond` scripts other answers. With a guardrail, a prompt that has a
 * denied word ("forbidden" by default) is stopped. A model of its own,
 * `simulator.bytes-v1:0`, writes as much as `{"chunks": 1000, "chunkBytes": 100000}` asks for.
 *
 * Source: the service model of Bedrock Runtime, 2023-09-30, and "Inference request parameters and
 * response fields" in the Amazon Bedrock User Guide.
 */
export interface Simulator {
  /**
   * Called as `fetch` is, or as a server calls its handler: `Bun.serve({ fetch: simulator })` and
   * `Deno.serve(simulator)` work. What a server passes beside the request is ignored.
   */
  (input: Request | URL | string, init?: object): Promise<Response>;
  /** What was invoked, oldest first: the latest 10,000. */
  readonly invocationLog: readonly InvocationLogEntry[];
  /**
   * Resolves with the entry of the `count`-th invocation, counted from 1 since the start or the latest
   * `clear()`, once it has ended: at once if it has.
   *
   * @throws InvalidArgumentError for a count below 1.
   *
   * @example
   * ```ts
   * import { createSimulator } from "bedrock-fetch/simulator";
   *
   * const simulator = createSimulator();
   * // What an application does on its own, some time later.
   * const call = simulator("https://bedrock-runtime.us-east-1.amazonaws.com/model/a.b/converse", {
   *   method: "POST",
   * });
   * const { operation, status } = await simulator.ended(1);
   * console.log(operation, status); // "Converse", 403: nothing was signed
   * await call;
   * ```
   */
  ended(
    count: number,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<InvocationLogEntry>;
  /**
   * What the models say: see `SimulatorOptions.respond`. May be set at any time; a list that is set
   * starts at its first answer.
   */
  respond: Respond | undefined;
  /**
   * Checks at the end of a test that the script was followed.
   *
   * @throws ScriptError if answers of the list were not asked for, if a request came that nothing was
   *   scripted for, or if a function of the script failed.
   */
  done(): void;
  /** The rules in force, text among them. Add and remove them at any time. */
  readonly faults: FaultOption[];
  /** The pace in force; may be changed at any time. */
  pace: Pace;
  /**
   * Empties the log and the prompt cache, and forgets how often faults were applied and which jobs
   * were started. Rules stay.
   */
  clear(): void;
}

/**
 * Creates a simulator. Simulators share no state.
 *
 * @throws InvalidArgumentError for an option or a fault that does not exist.
 *
 * @example
 * ```ts
 * import { BedrockRuntime } from "bedrock-fetch";
 * import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
 *
 * const simulator = createSimulator({ pace: { firstTokenMs: 20, tokensPerSecond: 2000 } });
 * const bedrock = new BedrockRuntime({
 *   region: "us-east-1",
 *   credentials: simulatorCredentials,
 *   fetch: simulator,
 * });
 * const { body } = await bedrock.invokeModelWithResponseStream({
 *   modelId: "amazon.nova-micro-v1:0",
 *   body: { messages: [{ role: "user", content: [{ text: "Tell me about event streams" }] }] },
 *   requestMetadata: { team: "web" },
 * });
 * for await (const event of body) console.log(new TextDecoder().decode(event.chunk?.bytes));
 *
 * console.log(simulator.invocationLog[0]?.requestMetadata);
 * ```
 */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  checkSimulatorOptions(options);
  const region = options.region ?? "us-east-1";
  const now = options.now ?? (() => new Date());
  let script = createScript(options.respond);
  const log = createInvocationLog(options.onInvocationEnd);
  const faults: FaultOption[] = asList<FaultOption>(options.faults ?? []).map(toFaultRule);
  const faultChoice = createFaultChoice(faults);
  const issued = createIssuedCredentials(now);
  const credentials = asList<SimulatorCredentials>(options.credentials ?? simulatorCredentials);
  const jobs = createAsyncJobs(options.asyncInvokeMs);
  const promptCache = createPromptCache();
  const bedrockRuntime = createBedrockRuntime({
    respond,
    guardrails: createGuardrails(options.guardrails),
    models: createCatalog(options.models),
    jobs,
    promptCache,
    accounts: { region, credentials, apiKeys: options.apiKeys ?? [], issued },
    pace: () => simulator.pace,
    script: () => script,
    log,
  });

  const inHand = new Set<unknown>();
  const openIdTokens = createOpenIdTokens(now);
  const cognitoIdentity = createCognitoIdentity(options.cognito?.pools ?? [], openIdTokens);
  const sts = createSts(options.sts?.roles ?? [], openIdTokens);

  /** Undefined for Bedrock Runtime, which is what is left. */
  function chooseService(request: Request): Service | undefined {
    if (isCognitoIdentity(request)) return cognitoIdentity;
    return isSts(request) ? sts : undefined;
  }

  async function answer(request: Request, isServed: boolean): Promise<Response> {
    const requestId = crypto.randomUUID();
    let clock = now;
    let response: Response;
    if (isPreflight(request)) {
      response = preflightResponse(request);
    } else {
      try {
        const fault = faultChoice.choose(request);
        clock = skewed(now, fault);
        const context = { region, requestId, fault, issued, isServed, now: clock };
        const service = chooseService(request);
        response = service
          ? ((fault && (await faultResponse(fault, request.signal))) ??
            (await service(request, context)))
          : await bedrockRuntime(request, context);
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        response = errorResponse(error);
      }
    }
    response.headers.set("x-amzn-RequestId", requestId);
    response.headers.set("Date", clock().toUTCString());
    allowCrossOrigin(response.headers, options.exposeHeaders ?? false);
    return response;
  }

  const simulator = Object.assign(
    async (input: Request | URL | string, init?: object) => {
      checkPlatform();
      const { request, isServed } = toRequest(input, init);
      request.signal.throwIfAborted();
      // A request's signal follows another only as long as something holds the request.
      const held = [input, request];
      inHand.add(held);
      try {
        return await answer(request, isServed);
      } finally {
        inHand.delete(held);
      }
    },
    {
      invocationLog: log.entries,
      ended: (count: number, { signal }: { signal?: AbortSignal | undefined } = {}) =>
        log.ended(count, signal),
      faults,
      pace: options.pace ?? {},
      done: () => script.done(),
      clear() {
        log.clear();
        jobs.clear();
        promptCache.clear();
        faultChoice.clear();
      },
    },
  );
  return Object.defineProperty(simulator as Omit<typeof simulator, "respond">, "respond", {
    enumerable: true,
    get: () => script.respond,
    set: (respond: Respond | undefined) => {
      script = createScript(respond);
    },
  }) as Simulator;
}

const isCognitoIdentity = (request: Request): boolean =>
  new URL(request.url).hostname.startsWith("cognito-identity.") ||
  (request.headers.get("x-amz-target") ?? "").startsWith("AWSCognitoIdentityService.");

function isSts(request: Request): boolean {
  const { hostname, pathname } = new URL(request.url);
  const form = /^application\/x-www-form-urlencoded\b/i;
  return (
    /^sts\b/.test(hostname) ||
    (pathname === "/" && form.test(request.headers.get("content-type") ?? ""))
  );
}

function skewed(now: () => Date, fault: Fault | undefined): ServiceContext["now"] {
  if (fault?.fault !== "skewed-clock") return now;
  return () => new Date(now().getTime() + (fault.ms ?? 3_600_000));
}

const asList = <T>(value: T | readonly T[]): T[] => (isList(value) ? [...value] : [value]);

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);
