import type { ServiceError } from "../../service-error.ts";
import type { OperationCall } from "../operation.ts";
import type { Asked } from "../reply/asked.ts";
import { type CacheUse, composeReply, type Reply, writtenTo } from "../reply/reply.ts";
import { countTokens } from "../reply/tokens.ts";
import { scriptFailure } from "./script.ts";
import type { ScriptedAnswer } from "./scripted-answer.ts";

/** What a model says: what was scripted, or the simulator's own answer. */
export async function respond(asked: Asked, call: OperationCall): Promise<Reply> {
  const answer = await call.script(asked.question);
  const modelId = call.models.bareId(call.entry.modelId ?? "");
  const cache =
    scriptedCache(answer) ?? call.promptCache.use(modelId, asked.prefixes, call.context.now());
  const cached = cache.read + writtenTo(cache);
  const uncached = { ...asked, inputTokens: Math.max(asked.inputTokens - cached, 0) };
  const reply = answer ? scriptedReply(answer, uncached) : composeReply(uncached);
  return { ...reply, cache };
}

function scriptedCache(answer: ScriptedAnswer | undefined): CacheUse | undefined {
  const { cacheReadInputTokens: read, cacheWriteInputTokens: write } = answer?.usage ?? {};
  if (read === undefined && write === undefined) return undefined;
  return { read: read ?? 0, write: { "5m": write ?? 0, "1h": 0 } };
}

/** A scripted answer as a reply, which every family, operation and surface can write. */
function scriptedReply(answer: ScriptedAnswer, asked: Asked): Omit<Reply, "cache"> {
  const { text = "", reasoning, toolCalls = [], stopReason, usage } = answer;
  const calls = toolCalls.length === 0 ? "" : JSON.stringify(toolCalls);
  return {
    text,
    reasoning,
    toolCalls,
    stopReason: stopReason ?? (toolCalls.length > 0 ? "tool_use" : "end_turn"),
    stopSequence: null,
    usage: {
      inputTokens: usage?.inputTokens ?? asked.inputTokens,
      outputTokens: usage?.outputTokens ?? countTokens(`${reasoning ?? ""}${text}${calls}`),
    },
    citations: [],
  };
}

/** @throws ServiceError if a family's form has no place for something that was scripted. */
export function checkWritten(reply: Reply, written: object, modelId: string): void {
  const json = JSON.stringify(written);
  const has = (text: string) => json.includes(JSON.stringify(text).slice(1, -1));
  const { text, reasoning = "", toolCalls } = reply;
  const lost = [
    !has(text) && "text",
    !has(reasoning) && "reasoning",
    !toolCalls.every(({ name }) => has(name)) && "toolCalls",
  ].filter((name) => name !== false);
  if (lost.length === 0) return;
  throw scriptFailure(`The format of ${modelId} has no place for the scripted ${lost.join(", ")}.`);
}

/** For what cannot be answered in words. */
export const unsaid = (what: string): ServiceError =>
  scriptFailure(`${what} says nothing in words: script a 'document' or an 'error'.`);
