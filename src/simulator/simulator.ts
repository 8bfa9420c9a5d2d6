import type { SimulatorCredentials } from "./auth/authorization.ts";
import { createIssuedCredentials } from "./auth/issued-credentials.ts";
import { createOpenIdTokens } from "./auth/open-id-tokens.ts";
import { createAsyncJobs } from "./bedrock-runtime/async-invoke/async-jobs.ts";
import { createBedrockRuntime } from "./bedrock-runtime/bedrock-runtime.ts";
import {
  createGuardrails,
  type SimulatorGuardrail,
} from "./bedrock-runtime/guardrails/guardrail.ts";
import type { InvocationLogEntry } from "./bedrock-runtime/invocation-log.ts";
import { createCatalog, type SimulatorModels } from "./bedrock-runtime/models/catalog.ts";
import type { Pace } from "./bedrock-runtime/response/pace.ts";
import { checkOptions } from "./check-options.ts";
import {
  createCognitoIdentity,
  type SimulatorIdentityPool,
} from "./cognito-identity/cognito-identity.ts";
import type { Fault, FaultChooser, FaultOption, FaultRule } from "./faults/fault.ts";
import { createFaultChoice, toFaultRule } from "./faults/fault-choice.ts";
import { faultResponse } from "./faults/fault-response.ts";
import { allowCrossOrigin, isPreflight, preflightResponse } from "./http/cors.ts";
import type { Service, ServiceContext } from "./service.ts";
import { errorResponse, ServiceError } from "./service-error.ts";
import { createSts, type SimulatorRole } from "./sts/sts.ts";

/**
 * What a simulator accepts where it is not told otherwise: temporary credentials, as a page or a
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

/** How a simulator is set up. */
export interface SimulatorOptions {
  /** The region that requests must be signed for. Default `"us-east-1"`. */
  readonly region?: string | undefined;
  /** Who may call. Default: `simulatorCredentials`. */
  readonly credentials?: SimulatorCredentials | readonly SimulatorCredentials[] | undefined;
  /** Bedrock API keys (bearer tokens) that are accepted. Default: none. */
  readonly apiKeys?: readonly string[] | undefined;
  /** The identity pools that Cognito Identity knows. Default: none. */
  readonly cognito?: { readonly pools: readonly SimulatorIdentityPool[] } | undefined;
  /** The roles that STS gives credentials of for web identity tokens. Default: none. */
  readonly sts?: { readonly roles: readonly SimulatorRole[] } | undefined;
  /** Which models there are, and which of them by what ids. Default: as AWS serves them. */
  readonly models?: SimulatorModels | undefined;
  /**
   * The guardrails that there are, each with the words that it denies. Default: whichever a request
   * names, denying `"forbidden"`.
   */
  readonly guardrails?: readonly SimulatorGuardrail[] | undefined;
  /** How long a job of StartAsyncInvoke is in progress, in ms. Default 1000. */
  readonly asyncInvokeMs?: number | undefined;
  /** How fast models write. Default: as fast as they are read. */
  readonly pace?: Pace | undefined;
  /**
   * Faults for requests that choose none by the header `x-simulator-fault`: objects, functions, or
   * the header's own words, `"throttle; times=1"`.
   */
  readonly faults?: FaultOption | readonly FaultOption[] | undefined;
  /** The service's clock. Default: the real one. */
  readonly now?: (() => Date) | undefined;
  /**
   * Which response headers a page may read: all, none, or those named. Default `false`: AWS may hide
   * them, so a client must do without.
   */
  readonly exposeHeaders?: boolean | readonly string[] | undefined;
}

/**
 * Amazon Bedrock Runtime, Cognito Identity and STS in one function: it takes a request and answers
 * it, so it can be served over HTTP or stand in for `fetch`. As `fetch` does, it rejects with the
 * signal's reason when the request is aborted, and with a `TypeError` when a fault breaks the
 * connection; everything else is a response.
 *
 * Which service a request is for is told by its host (`cognito-identity.…`, `sts.…`), or on loopback
 * by what only that service's requests have; all others are for Bedrock Runtime.
 *
 * Bedrock Runtime verifies signatures (SigV4, service `bedrock`) and API keys, and checks the input
 * against the service model. Of its operations all but InvokeModelWithBidirectionalStream are there:
 *
 * - InvokeModel and its stream for these models: Anthropic Claude (Messages and Text Completions),
 *   Amazon Nova and Titan Text, Meta Llama, Mistral, Cohere Command and Command R, AI21 Jamba,
 *   DeepSeek, Google Gemma, MiniMax, Moonshot Kimi, NVIDIA Nemotron, OpenAI gpt-oss, Qwen, TwelveLabs
 *   Pegasus, Writer Palmyra, Z.AI GLM. Whole alone: embeddings (Titan, Cohere, Nova), Rerank (Amazon,
 *   Cohere), and images (Nova Canvas, Titan, Stability), which are PNGs of two colors.
 * - Converse and ConverseStream for those of them that chat, with tools, images, documents and
 *   citations, reasoning, guardrails and structured output.
 * - CountTokens, by the foundation model's id: what the same request reports as its input's.
 * - ApplyGuardrail, with the words that `guardrails` deny, and InvokeGuardrailChecks.
 * - StartAsyncInvoke, GetAsyncInvoke and ListAsyncInvokes; no output is written anywhere.
 *
 * Ids of cross-region inference profiles and ARNs stand for the model in them; where an ARN names
 * none, `models.aliases` or else the body's shape decides. An id that AWS serves through a profile
 * only is refused as AWS refuses it. Conversations are checked as the services check them. Answers are made from the prompt and repeat with it. A request for
 * "500 words" gets 500; one with tools has the first of them called. With a guardrail, a prompt that
 * has a denied word ("forbidden" where none are set up) is stopped. A model of its own,
 * `simulator.bytes-v1:0`, writes as much as `{"chunks": 1000, "chunkBytes": 100000}` asks for.
 *
 * Source: the service model of Bedrock Runtime, 2023-09-30, and "Inference request parameters and
 * response fields" in the Amazon Bedrock User Guide.
 */
export interface Simulator {
  (input: Request | URL | string, init?: RequestInit): Promise<Response>;
  /** What was invoked, oldest first: the latest 10,000. */
  readonly invocationLog: readonly InvocationLogEntry[];
  /** The rules in force; add and remove at any time. */
  readonly faults: (FaultRule | FaultChooser)[];
  /** The pace in force; may be changed at any time. */
  pace: Pace;
  /** Empties the log, and forgets how often faults have struck and what jobs there were. Rules stay. */
  clear(): void;
}

/**
 * Sets up a simulator. It keeps its state to itself: two of them know nothing of each other.
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
  const log: InvocationLogEntry[] = [];
  const faults = asList<FaultOption>(options.faults ?? []).map(toFaultRule);
  const faultChoice = createFaultChoice(faults);
  const issued = createIssuedCredentials(now);
  const credentials = asList<SimulatorCredentials>(options.credentials ?? simulatorCredentials);
  const jobs = createAsyncJobs(options.asyncInvokeMs);
  const bedrockRuntime = createBedrockRuntime({
    guardrails: createGuardrails(options.guardrails),
    models: createCatalog(options.models),
    jobs,
    accounts: { region, credentials, apiKeys: options.apiKeys ?? [], issued },
    pace: () => simulator.pace,
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

  async function answer(request: Request): Promise<Response> {
    const requestId = crypto.randomUUID();
    let clock = now;
    let response: Response;
    if (isPreflight(request)) {
      response = preflightResponse(request);
    } else {
      try {
        const fault = faultChoice.choose(request);
        clock = skewed(now, fault);
        const context = { region, requestId, fault, issued, now: clock };
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

  const simulator: Simulator = Object.assign(
    async (input: Request | URL | string, init?: RequestInit) => {
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      // A request's signal follows another only as long as something holds the request.
      const held = [input, request];
      inHand.add(held);
      try {
        return await answer(request);
      } finally {
        inHand.delete(held);
      }
    },
    {
      invocationLog: log,
      faults,
      pace: options.pace ?? {},
      clear() {
        log.length = 0;
        jobs.clear();
        faultChoice.clear();
      },
    },
  );
  return simulator;
}

function checkSimulatorOptions(options: SimulatorOptions): void {
  checkOptions("options", options, [
    "region",
    "credentials",
    "apiKeys",
    "cognito",
    "sts",
    "models",
    "guardrails",
    "asyncInvokeMs",
    "pace",
    "faults",
    "now",
    "exposeHeaders",
  ]);
  checkOptions("pace", options.pace, ["firstTokenMs", "tokensPerSecond"]);
  checkOptions("models", options.models, ["profileOnly", "ended", "aliases"]);
  checkOptions("cognito", options.cognito, ["pools"]);
  checkOptions("sts", options.sts, ["roles"]);
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
