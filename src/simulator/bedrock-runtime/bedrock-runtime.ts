import { type Accounts, authorize } from "../auth/authorization.ts";
import { faultResponse } from "../faults/fault-response.ts";
import { readBody } from "../http/request-body.ts";
import { type JsonObject, parseObject } from "../json.ts";
import { seededRandom } from "../random.ts";
import type { Service, ServiceContext } from "../service.ts";
import { ServiceError } from "../service-error.ts";
import { checkGuardrail, createGuardrail } from "./guardrail.ts";
import {
  bodyTooLong,
  checkContentTypes,
  type InvocationInput,
  MAX_BODY_BYTES,
  readInput,
} from "./invocation-input.ts";
import { type InvocationLogEntry, type OpenEntry, open } from "./invocation-log.ts";
import { bareModelId, findModel } from "./models/catalog.ts";
import { generate } from "./models/generation.ts";
import type { Pace } from "./pace.ts";
import { findRoute, type Route } from "./route.ts";
import { streamResponse } from "./stream-response.ts";
import { wholeResponse } from "./whole-response.ts";

interface BedrockRuntimeOptions {
  readonly accounts: Accounts;
  readonly pace: () => Pace;
  readonly log: InvocationLogEntry[];
}

/** Amazon Bedrock Runtime: InvokeModel and InvokeModelWithResponseStream. */
export function createBedrockRuntime({ accounts, pace, log }: BedrockRuntimeOptions): Service {
  return async (request, context) => {
    const route = findRoute(request.method, new URL(request.url).pathname);
    if (!route) {
      // A fault can still bring what AWS answers: 200.
      const instead = context.fault && (await faultResponse(context.fault, request.signal));
      if (instead) return instead;
      throw unknownOperation(request);
    }

    const entry = open(log, {
      timestamp: context.now().toISOString(),
      region: context.region,
      requestId: context.requestId,
      operation: route.operation,
      modelId: route.modelId,
      fault: context.fault?.fault,
    });
    try {
      const body = await readBody(request, MAX_BODY_BYTES);
      if (!body) throw bodyTooLong();
      entry.identity = await authorize(request, body, accounts, context.now());
      const input = readInput(route.modelId, request.headers);
      entry.requestMetadata = input.requestMetadata;

      const instead = context.fault && (await faultResponse(context.fault, request.signal));
      if (instead) {
        entry.status = instead.status;
        entry.errorCode = instead.headers.get("x-amzn-errortype")?.split(":")[0];
        entry.outcome = "failed";
        return instead;
      }
      const response = await invoke(request, route, input, body, context, pace(), entry);
      entry.status = response.status;
      return response;
    } catch (error) {
      entry.outcome = request.signal.aborted ? "canceled" : "failed";
      if (error instanceof ServiceError) {
        entry.status = error.status;
        entry.errorCode = error.name;
      }
      throw error;
    }
  };
}

function invoke(
  request: Request,
  route: Route,
  input: InvocationInput,
  bytes: Uint8Array,
  context: ServiceContext,
  pace: Pace,
  entry: OpenEntry,
): Promise<Response> | Response {
  const { headers: asked, signal } = request;
  const streams = route.operation === "InvokeModelWithResponseStream";
  const contentType = asked.get("content-type");
  let parsed: JsonObject | undefined;
  const body = () => {
    parsed ??= parseObject(bytes);
    return parsed;
  };
  checkGuardrail(input, contentType, body);
  checkContentTypes(contentType, asked.get(streams ? "x-amzn-bedrock-accept" : "accept"));

  const started = performance.now();
  const random = seededRandom(`${route.modelId}\n${new TextDecoder().decode(bytes)}`);
  const guardrail = createGuardrail(input);
  const model = findModel(route.modelId, body());
  const answer = model(body(), {
    modelId: bareModelId(route.modelId),
    random,
    now: context.now(),
    generate: guardrail?.generate ?? generate,
  });
  entry.inputTokenCount = answer.inputTokens;
  entry.outputTokenCount = answer.outputTokens;

  const headers = new Headers();
  if (input.performanceConfigLatency !== null) {
    headers.set("X-Amzn-Bedrock-PerformanceConfig-Latency", input.performanceConfigLatency);
  }
  if (input.serviceTier !== null) headers.set("X-Amzn-Bedrock-Service-Tier", input.serviceTier);
  const { fault } = context;
  const answering = { answer, guardrail, pace, fault, random, signal, headers, started, entry };
  return streams ? streamResponse(answering) : wholeResponse(answering);
}

/** AWS answers 200 to a path that it does not know, which hides a mistake that a test should show. */
const unknownOperation = ({ method, url }: Request): ServiceError =>
  new ServiceError(
    "UnknownOperationException",
    `The simulator has no operation ${method} ${new URL(url).pathname}.`,
    404,
  );
