import type { Frame } from "../../faults/fault-frames.ts";
import { type JsonObject, parseObject, required, stringAt } from "../../json.ts";
import { seededRandom } from "../../random.ts";
import { validationException } from "../../service-error.ts";
import { utf8 } from "../../utf8.ts";
import { guarded, knownGuardrail } from "../guardrails/guardrail.ts";
import { guardrailMarks } from "../invoke-model/guardrail-marks.ts";
import { type InvocationInput, readInput } from "../invoke-model/invocation-input.ts";
import type { ChatModel, Turn } from "../models/model.ts";
import type { Operation, OperationCall } from "../operation.ts";
import type { Asked } from "../reply/asked.ts";
import { composeReply, type Reply } from "../reply/reply.ts";
import { exchangeOf } from "../response/exchange.ts";
import { jsonResponse, written } from "../response/json-response.ts";
import { streamResponse } from "../response/stream-response.ts";
import { sentEvent, serverSentEvents } from "./server-sent-events.ts";

/** One event of a streamed answer. */
export interface SurfaceEvent {
  /** The event's name; undefined where the vendor names none. */
  readonly name?: string | undefined;
  readonly document: object;
  readonly tokens: number;
}

/** An answer in the vendor's form. */
interface SurfaceAnswer {
  readonly whole: object;
  events(): Iterable<SurfaceEvent>;
}

/** An error in the vendor's form, as its API answers it. */
export type SurfaceError = (name: string, message: string, status: number) => object;

/** An API of another vendor that Bedrock Runtime serves at a path of its own. */
export interface Surface {
  /** The family whose models it serves. */
  readonly family: ChatModel;
  /** The body as the family itself reads it, for models that say by it what they are. */
  toFamily(body: JsonObject): JsonObject;
  read(body: JsonObject, modelId: string): Asked;
  write(reply: Reply, turn: Turn, requestBody: JsonObject): SurfaceAnswer;
  /** Whether a guardrail that the headers name is applied. */
  readonly isGuarded: boolean;
  readonly error: SurfaceError;
  /** The event by which a stream reports an error; undefined name where the vendor gives none. */
  errorEvent(name: string, message: string): SurfaceEvent;
  /** What stands after the last event. */
  readonly end: string;
}

/** The operation that a surface is. */
export const operationOf =
  (surface: Surface): Operation =>
  (call) => {
    const body = parseObject(call.bytes);
    required(body.model, "model");
    const modelId = stringAt(body, "model");
    call.entry.modelId = modelId;
    const input = readInput(modelId, call.request.headers);
    call.entry.requestMetadata = input.requestMetadata;
    return () => answer(surface, call, body, input);
  };

async function answer(
  surface: Surface,
  call: OperationCall,
  body: JsonObject,
  input: InvocationInput,
): Promise<Response> {
  const { modelId } = input;
  // Whether these paths refuse the ids that are served through profiles only is not known.
  const model = call.models.find(modelId, surface.toFamily(body), { byAnyId: true });
  if (model !== surface.family) {
    throw validationException(
      `The model '${modelId}' does not support this API. Use Converse or InvokeModel.`,
    );
  }
  const exchange = exchangeOf(call);
  const modelCall = {
    modelId: call.models.bareId(modelId),
    random: seededRandom(`${modelId}\n${new TextDecoder().decode(call.bytes)}`),
    now: call.context.now(),
  };
  const asked = surface.read(body, modelCall.modelId);
  const guardrail = guardrailOf(surface, input, call);
  const made = await guarded(asked, guardrail, () => call.respond(asked, call));
  const { reply } = made;
  call.entry.answer = reply;
  call.entry.inputTokenCount = reply.usage.inputTokens;
  call.entry.outputTokenCount = reply.usage.outputTokens;
  const turn = { ...modelCall, body: surface.toFamily(body), asked, again: composeReply };
  const { whole, events } = surface.write(reply, turn, body);
  const marks = guardrailMarks(input, surface.isGuarded ? made : undefined);
  if (body.stream === true) {
    const form = serverSentEvents(surface.errorEvent);
    return streamResponse(exchange, (pacer) => frames(events(), surface, marks, pacer), form);
  }
  await written(exchange, reply.usage.outputTokens);
  return jsonResponse({ ...whole, ...marks.trace, ...marks.action }, exchange);
}

function guardrailOf(surface: Surface, input: InvocationInput, { guardrails }: OperationCall) {
  const { guardrailIdentifier: id, guardrailVersion: version } = input;
  if (!surface.isGuarded || !id) return undefined;
  if (!version) {
    throw validationException(
      "guardrailVersion must be provided when guardrailIdentifier is provided.",
    );
  }
  return knownGuardrail(guardrails, id, version);
}

async function* frames(
  events: Iterable<SurfaceEvent>,
  { end }: Surface,
  { action }: ReturnType<typeof guardrailMarks>,
  pacer: (tokens: number) => Promise<void>,
): AsyncGenerator<Frame> {
  for (const { name, document, tokens } of events) {
    await pacer(tokens);
    const json = JSON.stringify({ ...document, ...action });
    const documentBytes = utf8(json).length;
    yield { bytes: sentEvent(name, json), document: json, documentBytes };
  }
  if (end !== "") yield { bytes: sentEvent(undefined, end) };
}
