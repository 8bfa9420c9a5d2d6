import type { ResponseStream, ResponseStreamEvent } from "bedrock-fetch";
import { collect } from "bedrock-fetch/text";
import type { Body, Format } from "../formats/format.ts";
import { runTool } from "../tools/run-tool.ts";
import type { Tool } from "../tools/tool.ts";

/** A model that goes on calling tools is cut off here: every round is paid for. */
const MAX_ROUNDS = 5;

/**
 * What the model says, round after round: while it calls tools, they are run, and it is asked again
 * with what they found. Without a tool call it is the answer as it came.
 *
 * @param first the answer to `body`, which the caller has waited for: a refusal still has its status
 */
export async function* answerWithTools(
  first: ResponseStream,
  body: Body,
  { results }: Format,
  tools: readonly Tool[],
  ask: (body: Body) => Promise<ResponseStream>,
): AsyncGenerator<ResponseStreamEvent> {
  let stream = first;
  let asked = body;
  for (let round = 1; ; round++) {
    const seen: ResponseStreamEvent[] = [];
    for await (const event of stream) {
      seen.push(event);
      yield event;
    }
    if (!results || tools.length === 0) return;
    const { message, toolCalls } = await collect(again(seen));
    if (!message || toolCalls.length === 0 || round === MAX_ROUNDS) return;
    const found = toolCalls.map((call) => runTool(tools, call));
    asked = { ...asked, messages: [...(asked.messages ?? []), message, ...results(found)] };
    stream = await ask(asked);
  }
}

/** Events that were passed on already, for those who read streams. */
async function* again<T>(events: readonly T[]): AsyncGenerator<T> {
  yield* events;
}
