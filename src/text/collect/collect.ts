import type { AnswerBody } from "../documents/answer-body.ts";
import type { Usage } from "../events/answer-event.ts";
import { events } from "../events/events.ts";

/** One of the alternatives of a complete answer. */
export interface CollectedChoice {
  /** Its text; empty without any. */
  readonly text: string;
  /** Its reasoning; empty without any. */
  readonly reasoning: string;
  /** The tool calls that are complete. */
  readonly toolCalls: readonly ToolCall[];
  /** Why it stopped, in the words of the model's family; undefined if the model did not say. */
  readonly stopReason: string | undefined;
}

/** A tool that the model wants called, with its whole input. */
export interface ToolCall {
  /** What a tool result has to name; undefined in families without ids. */
  readonly id: string | undefined;
  readonly name: string;
  /** The JSON as the model wrote it. */
  readonly arguments: string;
  /** `arguments` parsed, `{}` if empty. Undefined if it is not JSON, as when it was cut. */
  readonly input: unknown;
}

/** A complete answer. Text, reasoning, tool calls and stop reason are those of the first choice. */
export interface CollectedAnswer extends CollectedChoice {
  /** All alternatives, the first included. */
  readonly choices: readonly CollectedChoice[];
  /** Tokens, as far as the answer counts them. */
  readonly usage: Usage;
  /** Until the answer was complete, in ms; undefined if the answer does not say. */
  readonly invocationLatency: number | undefined;
  /** Until the answer's first byte, in ms; undefined if the answer does not say. */
  readonly firstByteLatency: number | undefined;
  /** `"INTERVENED"` if a guardrail did so anywhere in the answer, `"NONE"`; undefined without one. */
  readonly guardrailAction: string | undefined;
  /** The guardrail's last trace; undefined without one. */
  readonly guardrailTrace: unknown;
}

/**
 * The whole answer, once it is complete.
 *
 * The body of InvokeModel is read as well; its tokens and latency are in headers, and in the document
 * of some families only, so prefer what the client's answer says of them.
 *
 * @throws {DocumentError} `NOT_JSON`
 * @throws what the body throws, such as an exception of the service in the stream
 *
 * @example
 * ```ts
 * import { type AnswerBody, collect } from "bedrock-fetch/text";
 *
 * export async function print(body: AnswerBody): Promise<void> {
 *   const { text, toolCalls, stopReason, usage } = await collect(body);
 *   console.log(text, toolCalls, stopReason, usage.outputTokens);
 * }
 * ```
 */
export async function collect(body: AnswerBody): Promise<CollectedAnswer> {
  const choices = new Map([[0, new GrowingChoice()]]);
  const choiceAt = (index: number): GrowingChoice => {
    const choice = choices.get(index) ?? new GrowingChoice();
    choices.set(index, choice);
    return choice;
  };
  let usage: Usage = {};
  let invocationLatency: number | undefined;
  let firstByteLatency: number | undefined;
  let guardrailAction: string | undefined;
  let guardrailTrace: unknown;

  for await (const event of events(body)) {
    switch (event.type) {
      case "text":
        choiceAt(event.choice).text += event.text;
        break;
      case "reasoning":
        choiceAt(event.choice).reasoning += event.text;
        break;
      case "toolCallStop": {
        const { id, name, arguments: json, input } = event;
        choiceAt(event.choice).toolCalls.push({ id, name, arguments: json, input });
        break;
      }
      case "stop":
        choiceAt(event.choice).stopReason = event.reason;
        break;
      case "usage":
        usage = { ...usage, ...event.usage };
        break;
      case "latency":
        ({ invocationLatency, firstByteLatency } = event);
        break;
      case "guardrail":
        if (guardrailAction !== "INTERVENED") guardrailAction = event.action ?? guardrailAction;
        guardrailTrace = event.trace ?? guardrailTrace;
    }
  }
  const inOrder = [...choices].sort(([a], [b]) => a - b).map(([, choice]) => ({ ...choice }));
  return {
    ...choiceAt(0),
    choices: inOrder,
    usage,
    invocationLatency,
    firstByteLatency,
    guardrailAction,
    guardrailTrace,
  };
}

class GrowingChoice implements CollectedChoice {
  text = "";
  reasoning = "";
  readonly toolCalls: ToolCall[] = [];
  stopReason: string | undefined = undefined;
}
