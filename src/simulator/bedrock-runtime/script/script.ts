import { InvalidArgumentError } from "../../../errors/invalid-argument-error.ts";
import { ScriptError } from "../../../errors/script-error.ts";
import { ServiceError } from "../../service-error.ts";
import {
  checkAnswer,
  type Respond,
  type Responder,
  type ScriptedAnswer,
  type ScriptedOutcome,
  type ScriptRequest,
} from "./scripted-answer.ts";

/** What a simulator was told to answer. */
export interface Script {
  readonly respond: Respond | undefined;
  /**
   * @returns Undefined for the simulator's own answer.
   * @throws ScriptedInstead for a document, documents or an error.
   * @throws ServiceError for a request that nothing was scripted for, or a responder that failed.
   */
  answerTo(request: Omit<ScriptRequest, "number">): Promise<ScriptedAnswer | undefined>;
  /** @throws ScriptError unless all answers were asked for, and all requests answered. */
  done(): void;
}

/** The operations in which a model answers: only these use up a list. */
export const SPOKEN: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "InvokeModel",
  "InvokeModelWithResponseStream",
  "Converse",
  "ConverseStream",
  "Messages",
  "ChatCompletions",
  "Responses",
]);

/** @throws InvalidArgumentError for answers that cannot be given. */
export function createScript(respond: Respond | undefined): Script {
  if (respond === undefined) {
    return { respond, answerTo: async () => undefined, done: () => {} };
  }
  const list = listOf(respond);
  let count = 0;
  const missed: string[] = [];
  const failures: unknown[] = [];

  /** @throws ServiceError where the list has no more. */
  function take(number: number, { operation, modelId }: Omit<ScriptRequest, "number">) {
    if (!list) return respond as Responder;
    if (number <= list.length) return list[number - 1];
    const what = `${operation} of ${modelId}`;
    missed.push(what);
    throw new ServiceError(
      "UnscriptedRequestException",
      `No answer is scripted for request ${number}, ${what}: ${list.length} were.`,
    );
  }

  return {
    respond,
    async answerTo(request) {
      if (list && !SPOKEN.has(request.operation)) return undefined;
      const number = ++count;
      const given = take(number, request);
      const field = list ? `respond[${number - 1}]` : "respond";
      let answer: ScriptedAnswer | undefined;
      try {
        const outcome = typeof given === "function" ? await given({ ...request, number }) : given;
        answer = checkAnswer(field, outcome);
      } catch (cause) {
        failures.push(cause);
        const why = cause instanceof Error ? cause.message : String(cause);
        throw scriptFailure(cause instanceof InvalidArgumentError ? why : `${field} threw: ${why}`);
      }
      const { document, documents, error } = answer ?? {};
      if (document ?? documents ?? error) throw new ScriptedInstead(answer!);
      return answer;
    },
    done() {
      const left = list ? list.slice(count) : [];
      const problems = [
        ...left.map((_, index) => `respond[${count + index}] was not asked for`),
        ...missed.map((what) => `nothing was scripted for ${what}`),
        ...failures.map(
          (cause) => `respond failed: ${cause instanceof Error ? cause.message : cause}`,
        ),
      ];
      if (problems.length === 0) return;
      throw new ScriptError(
        problems.join("; "),
        ...(failures.length > 0 ? [{ cause: failures[0] }] : []),
      );
    },
  };
}

/** What is answered in place of a model's words, on its way to where answers are sent. */
export class ScriptedInstead extends Error {
  override readonly name = "ScriptedInstead";
  readonly answer: ScriptedAnswer;

  constructor(answer: ScriptedAnswer) {
    super();
    this.answer = answer;
  }
}

/** A script that cannot be followed: named so that it cannot be taken for AWS's own refusal. */
export const scriptFailure = (message: string): ServiceError =>
  new ServiceError("ScriptedAnswerException", message);

function listOf(respond: Respond): readonly (ScriptedOutcome | Responder)[] | undefined {
  if (typeof respond === "function") return undefined;
  if (!Array.isArray(respond)) {
    throw new InvalidArgumentError("respond", "must be a function or a list of answers");
  }
  const list: readonly (ScriptedOutcome | Responder)[] = [...respond];
  for (const [index, item] of list.entries()) {
    if (typeof item !== "function") checkAnswer(`respond[${index}]`, item);
  }
  return list;
}
