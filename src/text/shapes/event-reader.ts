import type { AnswerEvent } from "../events/answer-event.ts";
import { choicesIn, type Members, membersOf, textOfPart } from "./choices.ts";
import { ToolCalls } from "./tool-calls.ts";
import { usageIn } from "./usage.ts";

/** Reads the events of one answer out of its documents, one document after the other. */
export function eventReader(): (document: unknown) => AnswerEvent[] {
  const toolCalls = new ToolCalls();
  return (document) => {
    const events = [...eventsIn(document, toolCalls)];
    return events.length > 0 ? events : [{ type: "other", document }];
  };
}

function* eventsIn(document: unknown, toolCalls: ToolCalls): Generator<AnswerEvent> {
  const members = membersOf(document);

  for (const { index: choice, owner, parts } of choicesIn(document)) {
    for (const part of parts) {
      const reasoning = reasoningOfPart(part);
      if (reasoning) yield { type: "reasoning", text: reasoning, choice, document };
      const text = textOfPart(part);
      if (text) yield { type: "text", text, choice, document };
      yield* toolCalls.read(part, choice, members);
    }
    if (members.type === "content_block_stop") {
      yield* toolCalls.stopBlock(choice, members.index, members);
    }
    if (members.contentBlockStop) {
      const { contentBlockIndex } = membersOf(members.contentBlockStop);
      yield* toolCalls.stopBlock(choice, contentBlockIndex, members);
    }
    const reason = stopReasonOf(owner);
    if (reason) {
      yield* toolCalls.stopChoice(choice, members);
      yield { type: "stop", reason, choice, document };
    }
  }

  const action = members["amazon-bedrock-guardrailAction"];
  const trace = members["amazon-bedrock-trace"];
  if (typeof action === "string" || trace !== undefined) {
    yield { type: "guardrail", action: text(action), trace, document };
  }

  const metrics = members["amazon-bedrock-invocationMetrics"];
  const usage = usageIn(members, metrics);
  if (usage) yield { type: "usage", usage, document };

  const { invocationLatency, firstByteLatency } = membersOf(metrics);
  if (typeof invocationLatency === "number") {
    yield {
      type: "latency",
      invocationLatency,
      firstByteLatency: typeof firstByteLatency === "number" ? firstByteLatency : undefined,
      document,
    };
  }
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

function reasoningOfPart(part: Members): string | undefined {
  const { reasoningText, text: nova = membersOf(reasoningText).text } = membersOf(
    part.reasoningContent,
  );
  // Claude, OpenAI-shaped, Nova
  return [part.thinking, part.reasoning_content, part.reasoning, nova].map(text).find(Boolean);
}

function stopReasonOf(owner: Members): string | undefined {
  const { stop_reason, finish_reason, completionReason, stopReason } = owner;
  return [
    stop_reason, // Claude whole, Llama, Mistral
    finish_reason, // OpenAI-shaped, Cohere
    completionReason, // Titan
    stopReason, // Nova whole
    membersOf(owner.delta).stop_reason, // Claude
    membersOf(owner.messageStop).stopReason, // Nova
    membersOf(owner.finishReason).reason, // AI21
  ]
    .map(text)
    .find(Boolean);
}
