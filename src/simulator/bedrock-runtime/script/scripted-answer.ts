import { InvalidArgumentError } from "../../../errors/invalid-argument-error.ts";
import { checkOptions } from "../../check-options.ts";
import type { ErrorFault, ErrorName } from "../../faults/fault.ts";
import { checkFault } from "../../faults/parse-fault.ts";
import type { JsonObject } from "../../json.ts";
import type { OperationName } from "../invocation-log.ts";
import { STOP_REASONS, type StopReason, type ToolCall } from "../reply/reply.ts";

/** A request that is to be answered, read as far as all of them can be. */
export interface ScriptRequest {
  /** Which one it is, counted from 1 since the answers were scripted. */
  readonly number: number;
  readonly operation: OperationName;
  /** As the request names it; undefined where it names none. */
  readonly modelId: string | undefined;
  /** The body, in the form of its operation and model. */
  readonly input: JsonObject;
  /** What the user said last, whatever the form; empty for a model that does not chat, such as embeddings. */
  readonly text: string;
  readonly requestMetadata: JsonObject | undefined;
  /** Whether the answer will be streamed. */
  readonly isStreamed: boolean;
  readonly headers: Headers;
}

/**
 * What the model is to say. The simulator puts it into the form of the model, the operation and the
 * surface that were asked, whole or streamed.
 *
 * `document`, `documents` and `error` stand alone; all others go together.
 */
export interface ScriptedAnswer {
  /** Default: no text. */
  readonly text?: string | undefined;
  /** What the model thinks before it speaks. Default: nothing. */
  readonly reasoning?: string | undefined;
  /** The tools that it calls, in parallel. Default: none. */
  readonly toolCalls?: readonly ToolCall[] | undefined;
  /** Default: `"tool_use"` where tools are called, `"end_turn"` otherwise. */
  readonly stopReason?: StopReason | undefined;
  /** Default: counted. */
  readonly usage?:
    | {
        readonly inputTokens?: number | undefined;
        readonly outputTokens?: number | undefined;
        readonly cacheReadInputTokens?: number | undefined;
        readonly cacheWriteInputTokens?: number | undefined;
      }
    | undefined;
  /** The body of the answer as it is: nothing is added to it. In a stream, its only document. */
  readonly document?: JsonObject | undefined;
  /**
   * The documents of a stream as they are. ConverseStream's are named by their one member, such as
   * `{ contentBlockDelta: … }`.
   */
  readonly documents?: readonly JsonObject[] | undefined;
  /** An error in place of an answer: its name, or all that an `"error"` fault can say. */
  readonly error?: ErrorName | (string & Record<never, never>) | ScriptedError | undefined;
}

/** An error that is answered. */
export type ScriptedError = Omit<ErrorFault, "fault">;

/** An answer, text alone as a string, or undefined for the simulator's own answer. */
export type ScriptedOutcome = ScriptedAnswer | string | undefined;

/** Decides what is answered to a request. */
export type Responder = (request: ScriptRequest) => ScriptedOutcome | Promise<ScriptedOutcome>;

/** The answers of a simulator: a function that is asked for each, or a list that is used up in turn. */
export type Respond = Responder | readonly (ScriptedOutcome | Responder)[];

const MEMBERS = [
  "text",
  "reasoning",
  "toolCalls",
  "stopReason",
  "usage",
  "document",
  "documents",
  "error",
];

const COUNTS = ["inputTokens", "outputTokens", "cacheReadInputTokens", "cacheWriteInputTokens"];

const ALONE = ["document", "documents", "error"] as const;

/**
 * An answer whose members exist and have the values that they should.
 *
 * @throws InvalidArgumentError otherwise; `field` says where the answer stands.
 */
export function checkAnswer(field: string, given: ScriptedOutcome): ScriptedAnswer | undefined {
  if (given === undefined) return undefined;
  if (typeof given === "string") return { text: given };
  check(field, "an object, a string, a function or undefined", isPlain(given));
  checkOptions(field, given, MEMBERS);
  const { text, reasoning, toolCalls = [], stopReason, usage, document, documents, error } = given;
  const set = MEMBERS.filter((name) => given[name as keyof ScriptedAnswer] !== undefined);
  const lone = ALONE.find((name) => set.includes(name));
  if (lone !== undefined && set.length > 1) {
    throw new InvalidArgumentError(
      `${field}.${lone}`,
      `must stand alone, not with ${set.join(", ")}`,
    );
  }
  check(`${field}.text`, "a string", text === undefined || typeof text === "string");
  check(`${field}.reasoning`, "a string", reasoning === undefined || typeof reasoning === "string");
  check(`${field}.toolCalls`, "a list", Array.isArray(toolCalls));
  toolCalls.forEach((call, index) => {
    const place = `${field}.toolCalls[${index}]`;
    checkOptions(place, call, ["id", "name", "input"]);
    check(
      `${place}.name`,
      "a string that is not empty",
      typeof call?.name === "string" && call.name !== "",
    );
    check(`${place}.input`, "an object", isPlain(call.input));
    check(`${place}.id`, "a string", call.id === undefined || typeof call.id === "string");
  });
  check(
    `${field}.stopReason`,
    `one of ${STOP_REASONS.join(", ")}`,
    stopReason === undefined || STOP_REASONS.includes(stopReason),
  );
  checkOptions(`${field}.usage`, usage, COUNTS);
  for (const [name, count] of Object.entries(usage ?? {})) {
    const isCount = count === undefined || (Number.isInteger(count) && count >= 0);
    check(`${field}.usage.${name}`, "a whole number", isCount);
  }
  check(`${field}.document`, "an object", document === undefined || isPlain(document));
  const areDocuments = Array.isArray(documents) && documents.every(isPlain);
  check(`${field}.documents`, "a list of objects", documents === undefined || areDocuments);
  if (error !== undefined) checkError(field, error);
  return given;
}

/** The fault that an answer's error is. */
export const errorFault = (error: NonNullable<ScriptedAnswer["error"]>): ErrorFault =>
  typeof error === "string" ? { fault: "error", name: error } : { ...error, fault: "error" };

function checkError(field: string, error: NonNullable<ScriptedAnswer["error"]>): void {
  const isName = typeof error === "string" && error !== "";
  check(`${field}.error`, "a name or an object", isName || isPlain(error));
  try {
    checkFault(errorFault(error));
  } catch (cause) {
    if (!(cause instanceof InvalidArgumentError)) throw cause;
    throw new InvalidArgumentError(`${field}.error`, cause.message.slice("fault: ".length));
  }
}

function check(field: string, what: string, holds: boolean): void {
  if (!holds) throw new InvalidArgumentError(field, `must be ${what}`);
}

const isPlain = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);
