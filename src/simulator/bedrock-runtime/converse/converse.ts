import { checkConstraints, checkShape } from "../../constraints.ts";
import { eventFrame, withPadding } from "../../eventstream/frames.ts";
import type { Frame } from "../../faults/fault-frames.ts";
import {
  arrayAt,
  isObject,
  type JsonObject,
  objectAt,
  parseJsonInput,
  stringAt,
  stringsAt,
} from "../../json.ts";
import { type Random, seededRandom } from "../../random.ts";
import { validationException } from "../../service-error.ts";
import {
  appliedDetails,
  type GuardedReply,
  type Guardrail,
  guarded,
  knownGuardrail,
  usageOf,
  wordPolicy,
} from "../guardrails/guardrail.ts";
import type { ConversingModel } from "../models/catalog.ts";
import type { Operation, OperationCall } from "../operation.ts";
import type { Asked } from "../reply/asked.ts";
import { type CacheUse, composeReply, writtenTo } from "../reply/reply.ts";
import { type Exchange, elapsed, exchangeOf } from "../response/exchange.ts";
import { jsonResponse, written } from "../response/json-response.ts";
import { randomPadding, streamResponse } from "../response/stream-response.ts";
import { conversationalModelId, MAX_IDENTIFIER } from "../shapes.ts";
import { hasCachePoint, readConversation } from "./conversation.ts";
import {
  type ConverseEvent,
  type ConverseExtras,
  converseAnswer,
  converseEvents,
  membersAt,
} from "./converse-output.ts";
import { converseRequest } from "./converse-shapes.ts";

export const converse: Operation = (call) => prepare(call, whole);

export const converseStream: Operation = (call) => prepare(call, streamed);

/** A reply, and what is needed to send it. */
interface Answered {
  readonly model: ConversingModel;
  readonly made: GuardedReply;
  readonly random: Random;
  readonly exchange: Exchange;
  readonly extras: ConverseExtras;
}

function prepare(
  call: OperationCall,
  send: (answered: Answered) => Response | Promise<Response>,
): ReturnType<Operation> {
  const modelId = call.labels.modelId!;
  checkConstraints([
    ["modelId", modelId, { min: 1, max: MAX_IDENTIFIER, pattern: conversationalModelId }],
  ]);
  const input = parseJsonInput(call.bytes);
  checkShape(input, converseRequest);
  call.entry.requestMetadata = isObject(input.requestMetadata) ? input.requestMetadata : undefined;
  return async () => send(await answer(call, modelId, input));
}

async function answer(call: OperationCall, modelId: string, input: JsonObject): Promise<Answered> {
  const model = call.models.findConversing(modelId);
  const exchange = exchangeOf(call);
  const asked = readConversation(input, call.models.bareId(modelId), model.traits);
  const guardrail = guardrailOf(input, call);
  const made = await guarded(asked, guardrail, () => call.respond(asked, call));
  const random = seededRandom(`${modelId}\n${new TextDecoder().decode(call.bytes)}`);

  const { inputTokens, outputTokens } = usageTokens(made);
  call.entry.answer = made.reply;
  call.entry.inputTokenCount = inputTokens;
  call.entry.outputTokenCount = outputTokens;
  const extras = {
    usage: tokenUsage(made, model, input, call.entry.operation === "Converse"),
    reported: { ...echoed(input), ...trace(made, asked, input, call) },
    additional: additionalFields(made, asked, model, input, call),
  };
  return { model, made, random, exchange, extras };
}

async function whole({ model, made, random, exchange, extras }: Answered): Promise<Response> {
  await written(exchange, made.reply.usage.outputTokens);
  const latency = elapsed(exchange.started);
  return jsonResponse(converseAnswer(made.reply, model.traits, random, latency, extras), exchange);
}

function streamed({ model, made, random, exchange, extras }: Answered): Response {
  const latency = () => elapsed(exchange.started);
  const events = converseEvents(made.reply, model.traits, random, latency, extras);
  return streamResponse(exchange, (pacer) => frames(events, random, pacer));
}

async function* frames(
  events: Iterable<ConverseEvent>,
  random: Random,
  pacer: (tokens: number) => Promise<void>,
): AsyncGenerator<Frame> {
  for (const { type, member, tokens } of events) {
    await pacer(tokens);
    const payload = withPadding(member, randomPadding(random));
    const document = JSON.stringify({ [type]: member });
    yield {
      bytes: eventFrame(type, payload),
      event: type,
      document,
      documentBytes: document.length,
    };
  }
}

function guardrailOf(input: JsonObject, { guardrails }: OperationCall): Guardrail | undefined {
  const config = objectAt(input, "guardrailConfig");
  const identifier = stringAt(config, "guardrailIdentifier");
  const version = stringAt(config, "guardrailVersion");
  if (identifier === "" && version === "") return undefined;
  if (identifier === "" || version === "") {
    throw validationException(
      "guardrailIdentifier and guardrailVersion must be provided together in guardrailConfig.",
    );
  }
  return knownGuardrail(guardrails, identifier, version);
}

/** A model that a guardrail kept from being asked has read and written nothing. */
const usageTokens = ({ reply, inputMatches, intervened }: GuardedReply) =>
  intervened && inputMatches.length > 0 ? { inputTokens: 0, outputTokens: 0 } : reply.usage;

/** What has been cached, by how long it is kept. */
const cacheDetails = ({ write }: CacheUse): object[] =>
  (["1h", "5m"] as const)
    .filter((ttl) => write[ttl] > 0)
    .map((ttl) => ({ inputTokens: write[ttl], ttl }));

function tokenUsage(
  made: GuardedReply,
  { traits }: ConversingModel,
  input: JsonObject,
  whole: boolean,
): object {
  const { inputTokens, outputTokens } = usageTokens(made);
  const reportsCache =
    (whole && traits.reportsCache === "whole") ||
    (traits.reportsCache !== undefined && hasCachePoint(input));
  const { cache } = made.reply;
  const [read, write] = [cache.read, writtenTo(cache)];
  const details = cacheDetails(cache);
  return {
    ...(details.length > 0 && traits.reportsCache === "whole" && { cacheDetails: details }),
    ...((reportsCache || read + write > 0) && {
      cacheReadInputTokenCount: read,
      cacheReadInputTokens: read,
      cacheWriteInputTokenCount: write,
      cacheWriteInputTokens: write,
    }),
    inputTokens,
    outputTokens,
    serverToolUsage: {},
    totalTokens: inputTokens + outputTokens + read + write,
  };
}

/** The latency and the tier that were asked for are those that the answer was made with. */
function echoed({ performanceConfig, serviceTier }: JsonObject): object {
  return {
    ...(isObject(performanceConfig) && { performanceConfig }),
    ...(isObject(serviceTier) && { serviceTier }),
  };
}

function trace(made: GuardedReply, asked: Asked, input: JsonObject, call: OperationCall): object {
  const { guardrail, inputMatches, outputMatches, intervened, reply } = made;
  const mode = stringAt(objectAt(input, "guardrailConfig"), "trace");
  const invokedModelId = call.models.routedTo(call.labels.modelId!, call.context.region);
  const routed = invokedModelId !== undefined && { promptRouter: { invokedModelId } };
  if (!guardrail || (mode !== "enabled" && mode !== "enabled_full")) {
    return routed ? { trace: routed } : {};
  }
  const assessment = (text: string, matches: readonly string[]) => ({
    appliedGuardrailDetails: appliedDetails(guardrail, call.context.region),
    invocationMetrics: {
      guardrailCoverage: { textCharacters: { guarded: text.length, total: text.length } },
      guardrailProcessingLatency: 1,
      usage: usageOf(text),
    },
    ...(matches.length > 0 && { wordPolicy: wordPolicy(matches) }),
  });
  return {
    trace: {
      guardrail: {
        ...(intervened && { actionReason: "Guardrail blocked." }),
        inputAssessment: { [guardrail.id]: assessment(asked.guarded, inputMatches) },
        ...(inputMatches.length === 0 && {
          outputAssessments: { [guardrail.id]: [assessment(reply.text, outputMatches)] },
        }),
      },
      ...routed,
    },
  };
}

function additionalFields(
  { reply }: GuardedReply,
  asked: Asked,
  { chat }: ConversingModel,
  input: JsonObject,
  call: OperationCall,
): object {
  const paths = stringsAt(input, "additionalModelResponseFieldPaths");
  if (!chat || arrayAt(input, "additionalModelResponseFieldPaths").length === 0) return {};
  const modelId = call.models.bareId(call.labels.modelId!);
  const random = seededRandom(modelId);
  const now = call.context.now();
  const body = { messages: [] };
  const { whole } = chat.write(reply, { modelId, random, now, body, asked, again: composeReply });
  return { additionalModelResponseFields: membersAt(whole, paths) };
}
