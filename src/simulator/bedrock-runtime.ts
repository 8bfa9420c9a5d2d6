import { type Accounts, authorize } from "./authorization.ts";
import {
  bodyTooLong,
  checkContentTypes,
  type InvocationInput,
  MAX_BODY_BYTES,
  readInput,
} from "./constraints.ts";
import { damaged, type Frame } from "./fault-frames.ts";
import { faultResponse } from "./fault-response.ts";
import { chunkFrame } from "./frames.ts";
import { generate } from "./generation.ts";
import { checkGuardrail, createGuardrail, type Guardrail } from "./guardrail.ts";
import { type InvocationLogEntry, type OpenEntry, open, recordSent } from "./invocation-log.ts";
import { type JsonObject, parseObject } from "./json.ts";
import { bareModelId, findModel } from "./models/catalogue.ts";
import type { Answer, StreamedDocument } from "./models/model.ts";
import { createPacer, type Pace } from "./pace.ts";
import { pullStream } from "./pull-stream.ts";
import { type Random, seededRandom } from "./random.ts";
import { readBody } from "./request-body.ts";
import { findRoute, type Route } from "./route.ts";
import type { Service, ServiceContext } from "./service.ts";
import { ServiceError } from "./service-error.ts";
import { wait } from "./wait.ts";

interface BedrockRuntimeOptions {
  readonly accounts: Accounts;
  readonly pace: () => Pace;
  readonly log: InvocationLogEntry[];
}

const encoder = /* @__PURE__ */ new TextEncoder();

/** Amazon Bedrock Runtime: InvokeModel and InvokeModelWithResponseStream. */
export function createBedrockRuntime({ accounts, pace, log }: BedrockRuntimeOptions): Service {
  return async (request, context) => {
    const route = findRoute(request.method, new URL(request.url).pathname);
    if (!route) return unknownOperation();

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
      entry.outcome = request.signal.aborted ? "cancelled" : "failed";
      if (error instanceof ServiceError) {
        entry.status = error.status;
        entry.errorCode = error.name;
      }
      throw error;
    }
  };
}

async function invoke(
  request: Request,
  route: Route,
  input: InvocationInput,
  bytes: Uint8Array,
  context: ServiceContext,
  pace: Pace,
  entry: OpenEntry,
): Promise<Response> {
  const streams = route.operation === "InvokeModelWithResponseStream";
  const contentType = request.headers.get("content-type");
  let parsed: JsonObject | undefined;
  const body = () => (parsed ??= parseObject(bytes));
  checkGuardrail(input, contentType, body);
  checkContentTypes(contentType, request.headers.get(streams ? "x-amzn-bedrock-accept" : "accept"));

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

  if (!streams) {
    const tokens = answer.outputTokens ?? 0;
    const perToken = pace.tokensPerSecond === undefined ? 0 : 1000 / pace.tokensPerSecond;
    const delay = (pace.firstTokenMs ?? 0) + tokens * perToken;
    if (delay > 0) await wait(delay, request.signal);
    return wholeResponse(answer, guardrail, headers, started, entry);
  }

  if (!answer.documents) {
    throw new ServiceError("ValidationException", "The model is unsupported for streaming.");
  }
  const documents = answer.documents();
  const { fault } = context;
  headers.set("Content-Type", "application/vnd.amazon.eventstream");
  headers.set("X-Amzn-Bedrock-Content-Type", "application/json");
  const stream = pullStream(request.signal, (signal) => {
    const frames = answerFrames(
      answer,
      documents,
      guardrail,
      random,
      createPacer(pace, signal),
      started,
    );
    return recorded(fault ? damaged(frames, fault, signal) : frames, signal, entry);
  });
  return new Response(stream, { headers });
}

function wholeResponse(
  answer: Answer,
  guardrail: Guardrail | undefined,
  headers: Headers,
  started: number,
  entry: OpenEntry,
): Response {
  const text = JSON.stringify({ ...answer.whole, ...guardrail?.trace(), ...guardrail?.action() });
  headers.set("Content-Type", "application/json");
  headers.set("x-amzn-bedrock-input-token-count", `${answer.inputTokens}`);
  if (answer.outputTokens !== undefined) {
    headers.set("x-amzn-bedrock-output-token-count", `${answer.outputTokens}`);
  }
  if (answer.tellsCache) {
    headers.set("x-amzn-bedrock-cache-read-input-token-count", "0");
    headers.set("x-amzn-bedrock-cache-write-input-token-count", "0");
  }
  headers.set("x-amzn-bedrock-invocation-latency", `${elapsed(started)}`);
  const body = encoder.encode(text);
  headers.set("Content-Length", `${body.length}`);
  recordSent(entry, text, body.length);
  entry.outcome = "complete";
  return new Response(body, { headers });
}

async function* answerFrames(
  answer: Answer,
  documents: Iterable<StreamedDocument>,
  guardrail: Guardrail | undefined,
  random: Random,
  pacer: (tokens: number) => Promise<void>,
  started: number,
): AsyncGenerator<Frame> {
  let firstByteLatency: number | undefined;
  for (const { item, last } of withLast(documents)) {
    await pacer(item.tokens);
    firstByteLatency ??= elapsed(started);
    const document = JSON.stringify({
      ...item.document,
      ...(last && guardrail?.trace()),
      ...guardrail?.action(),
      ...(last && !guardrail?.intervened && metrics(answer, started, firstByteLatency)),
    });
    const bytes = encoder.encode(document);
    yield {
      bytes: chunkFrame(bytes, 2 + Math.floor(random() * 59)),
      document,
      documentBytes: bytes.length,
    };
  }
}

const metrics = (answer: Answer, started: number, firstByteLatency: number): object => ({
  "amazon-bedrock-invocationMetrics": {
    inputTokenCount: answer.inputTokens,
    outputTokenCount: answer.outputTokens,
    invocationLatency: elapsed(started),
    firstByteLatency,
    ...(answer.tellsCache && { cacheReadInputTokenCount: 0, cacheWriteInputTokenCount: 0 }),
  },
});

function* withLast(
  documents: Iterable<StreamedDocument>,
): Iterable<{ item: StreamedDocument; last: boolean }> {
  let held: StreamedDocument | undefined;
  for (const item of documents) {
    if (held) yield { item: held, last: false };
    held = item;
  }
  if (held) yield { item: held, last: true };
}

/** Notes in the log what leaves, and how it ended. */
async function* recorded(
  frames: AsyncIterable<Frame>,
  signal: AbortSignal,
  entry: OpenEntry,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  try {
    let intact = true;
    for await (const { bytes, document, documentBytes, damaged } of frames) {
      // Before the bytes leave: a reader that has them finds them in the log.
      if (damaged) intact = false;
      if (intact && document !== undefined) recordSent(entry, document, documentBytes ?? 0);
      if (bytes.length > 0) yield bytes;
    }
    entry.outcome = intact ? "complete" : "failed";
  } catch (error) {
    entry.outcome = "failed";
    throw error;
  } finally {
    if (entry.outcome === "open") entry.outcome = "cancelled";
    else if (entry.outcome === "failed" && signal.aborted) entry.outcome = "cancelled";
  }
}

const elapsed = (started: number): number => Math.max(1, Math.round(performance.now() - started));

/** What AWS answers to a path that it does not know: no error at all, by its status. */
const unknownOperation = (): Response =>
  new Response(
    '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}',
    { headers: { "Content-Type": "application/json" } },
  );
