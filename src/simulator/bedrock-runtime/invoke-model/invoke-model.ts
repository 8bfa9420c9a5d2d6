import { chunkFrame } from "../../eventstream/frames.ts";
import type { Frame } from "../../faults/fault-frames.ts";
import { type JsonObject, parseObject } from "../../json.ts";
import { seededRandom } from "../../random.ts";
import { validationException } from "../../service-error.ts";
import { utf8 } from "../../utf8.ts";
import {
  type GuardedReply,
  type Guardrails,
  guarded,
  knownGuardrail,
} from "../guardrails/guardrail.ts";
import { type Answer, isChat, type ModelCall, type StreamedDocument } from "../models/model.ts";
import type { Operation, OperationCall } from "../operation.ts";
import { composeReply, writtenTo } from "../reply/reply.ts";
import { type Exchange, elapsed, exchangeOf } from "../response/exchange.ts";
import { jsonResponse, written } from "../response/json-response.ts";
import { randomPadding, streamResponse } from "../response/stream-response.ts";
import { checkWritten, unsaid } from "../script/scripted-reply.ts";
import { checkGuardrailUse, guardrailMarks } from "./guardrail-marks.ts";
import { checkContentTypes, type InvocationInput, readInput } from "./invocation-input.ts";

export const invokeModel: Operation = (call) => prepare(call, "accept", whole);

export const invokeModelWithResponseStream: Operation = (call) =>
  prepare(call, "x-amzn-bedrock-accept", streamed);

/** An answer, and what is needed to send it. */
interface Answered {
  readonly answer: Answer;
  readonly input: InvocationInput;
  readonly guarded: GuardedReply | undefined;
  readonly call: ModelCall;
  readonly exchange: Exchange;
}

function prepare(
  call: OperationCall,
  accept: string,
  send: (answered: Answered) => Response | Promise<Response>,
): ReturnType<Operation> {
  const { headers } = call.request;
  const input = readInput(call.labels.modelId!, headers);
  call.entry.requestMetadata = input.requestMetadata;
  return async () => {
    const contentType = headers.get("content-type");
    let parsed: JsonObject | undefined;
    const body = () => {
      parsed ??= parseObject(call.bytes);
      return parsed;
    };
    checkGuardrailUse(input, contentType, body);
    checkContentTypes(contentType, headers.get(accept));
    return send(await answer(call, input, body()));
  };
}

async function answer(
  call: OperationCall,
  input: InvocationInput,
  body: JsonObject,
): Promise<Answered> {
  const exchange = exchangeOf(call);
  const { headers } = exchange;
  const { performanceConfigLatency, serviceTier } = input;
  if (performanceConfigLatency !== null) {
    headers.set("X-Amzn-Bedrock-PerformanceConfig-Latency", performanceConfigLatency);
  }
  if (serviceTier !== null) headers.set("X-Amzn-Bedrock-Service-Tier", serviceTier);

  const modelCall = {
    modelId: call.models.bareId(input.modelId),
    random: seededRandom(`${input.modelId}\n${new TextDecoder().decode(call.bytes)}`),
    now: call.context.now(),
  };
  const model = call.models.find(input.modelId, body);
  let made: GuardedReply | undefined;
  let answer: Answer;
  if (isChat(model)) {
    const asked = model.read(body, modelCall);
    const guardrail = guardrailOf(input, call.guardrails);
    made = await guarded(asked, guardrail, () => call.respond(asked, call));
    answer = model.write(made.reply, { ...modelCall, body, asked, again: composeReply });
    if (call.isScripted) checkWritten(made.reply, answer.whole, input.modelId);
  } else {
    answer = model.answer(body, modelCall);
    // Such a model does not answer in words: a document or an error can be scripted for it.
    if (await call.script("")) throw unsaid(input.modelId);
  }
  call.entry.answer = made?.reply;
  call.entry.inputTokenCount = answer.inputTokens;
  call.entry.outputTokenCount = answer.outputTokens;
  return { answer, input, guarded: made, call: modelCall, exchange };
}

const guardrailOf = (input: InvocationInput, guardrails: Guardrails) =>
  input.guardrailIdentifier
    ? knownGuardrail(guardrails, input.guardrailIdentifier, input.guardrailVersion!)
    : undefined;

async function whole(answered: Answered): Promise<Response> {
  const { answer, exchange } = answered;
  const { inputTokens, outputTokens } = answer;
  await written(exchange, outputTokens ?? 0);

  const { headers } = exchange;
  if (inputTokens !== undefined) {
    headers.set("x-amzn-bedrock-input-token-count", `${inputTokens}`);
  }
  if (outputTokens !== undefined) {
    headers.set("x-amzn-bedrock-output-token-count", `${outputTokens}`);
  }
  if (answer.cache) {
    headers.set("x-amzn-bedrock-cache-read-input-token-count", `${answer.cache.read}`);
    headers.set("x-amzn-bedrock-cache-write-input-token-count", `${writtenTo(answer.cache)}`);
  }
  headers.set("x-amzn-bedrock-invocation-latency", `${elapsed(exchange.started)}`);
  const { trace, action } = guardrailMarks(answered.input, answered.guarded);
  return jsonResponse({ ...answer.whole, ...trace, ...action }, exchange);
}

function streamed(answered: Answered): Response {
  const { answer, exchange } = answered;
  const documents = answer.documents?.();
  if (!documents) {
    throw validationException("The model is unsupported for streaming.");
  }
  exchange.headers.set("X-Amzn-Bedrock-Content-Type", "application/json");
  return streamResponse(exchange, (pacer) => frames(documents, answered, pacer));
}

async function* frames(
  documents: Iterable<StreamedDocument>,
  { answer, input, guarded, call, exchange: { started } }: Answered,
  pacer: (tokens: number) => Promise<void>,
): AsyncGenerator<Frame> {
  const { trace, action } = guardrailMarks(input, guarded);
  let firstByteLatency: number | undefined;
  for (const { item, last } of withLast(documents)) {
    await pacer(item.tokens);
    firstByteLatency ??= elapsed(started);
    const metrics = {
      inputTokenCount: answer.inputTokens,
      outputTokenCount: answer.outputTokens,
      invocationLatency: elapsed(started),
      firstByteLatency,
      ...(answer.streamedCache && {
        cacheReadInputTokenCount: answer.streamedCache.read,
        cacheWriteInputTokenCount: writtenTo(answer.streamedCache),
      }),
    };
    const document = JSON.stringify({
      ...item.document,
      ...(last && trace),
      ...action,
      // An answer that a guardrail stopped ends without them.
      ...(last && !guarded?.intervened && { "amazon-bedrock-invocationMetrics": metrics }),
    });
    const bytes = utf8(document);
    const frame = chunkFrame(bytes, randomPadding(call.random));
    yield { bytes: frame, document, documentBytes: bytes.length };
  }
}

function* withLast<T>(items: Iterable<T>): Iterable<{ item: T; last: boolean }> {
  let held: { item: T } | undefined;
  for (const item of items) {
    if (held) yield { ...held, last: false };
    held = { item };
  }
  if (held) yield { ...held, last: true };
}
