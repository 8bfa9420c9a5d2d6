import {
  arrayAt,
  checkMembers,
  isObject,
  type JsonObject,
  limitAt,
  objectAt,
  stringAt,
  stringsAt,
} from "../../../json.ts";
import { randomUuid } from "../../../random.ts";
import { asked, type Tool, type ToolChoice } from "../../reply/asked.ts";
import { type PromptPart, partsWithCachePoints } from "../../reply/prompt-prefix.ts";
import { writtenTo } from "../../reply/reply.ts";
import { countTokens, tokenize } from "../../reply/tokens.ts";
import { type ChatModel, untimed } from "../model.ts";
import { readChat } from "./chat-messages.ts";

const MEMBERS = [
  "schemaVersion",
  "messages",
  "system",
  "inferenceConfig",
  "toolConfig",
  "reasoningConfig",
  "additionalModelRequestFields",
];

/** Amazon Nova (`schemaVersion: "messages-v1"`). */
export const nova: ChatModel = {
  read(body) {
    checkMembers(body, MEMBERS);
    const config = objectAt(body, "inferenceConfig");
    const toolConfig = objectAt(body, "toolConfig");
    const chat = readChat(body);
    return asked({
      ...chat,
      maxTokens: limitAt(config, "max_new_tokens" in config ? "max_new_tokens" : "maxTokens", 5000),
      stopSequences: stringsAt(config, "stopSequences"),
      tools: toolSpecs(toolConfig),
      toolChoice: readToolChoice(objectAt(toolConfig, "toolChoice")),
      hasToolResult: hasToolResult(chat.last),
      reasons: novaReasons(body),
      parts: conversationParts(body),
    });
  },

  write({ reasoning, text, toolCalls, stopReason, usage, cache }, { random }) {
    const { inputTokens, outputTokens } = usage;
    const cached = {
      cacheReadInputTokenCount: cache.read,
      cacheWriteInputTokenCount: writtenTo(cache),
    };
    const totalTokens = inputTokens + outputTokens + cache.read + writtenTo(cache);
    const calls = toolCalls.map(({ id = randomUuid(random), name, input }) => ({
      name,
      toolUseId: id,
      input,
    }));
    const reasoningContent = { reasoningText: { text: reasoning } };
    return {
      inputTokens,
      outputTokens,
      cache,
      streamedCache: cache,
      whole: {
        output: {
          message: {
            content: [
              ...(reasoning === undefined ? [] : [{ reasoningContent }]),
              ...(text === "" && calls.length > 0 ? [] : [{ text }]),
              ...calls.map((toolUse) => ({ toolUse })),
            ],
            role: "assistant",
          },
        },
        stopReason: nameOf(stopReason),
        usage: { inputTokens, outputTokens, totalTokens, ...cached },
      },
      *documents() {
        yield untimed({ messageStart: { role: "assistant" } });
        let contentBlockIndex = 0;
        const delta = (delta: object) => ({ contentBlockDelta: { delta, contentBlockIndex } });
        if (reasoning !== undefined) {
          for (const text of tokenize(reasoning)) {
            yield { document: delta({ reasoningContent: { reasoningText: { text } } }), tokens: 1 };
          }
          yield untimed({ contentBlockStop: { contentBlockIndex } });
          contentBlockIndex++;
        }
        // Nova closes and opens a block for every piece of text.
        for (const part of tokenize(text)) {
          yield { document: delta({ text: part }), tokens: 1 };
          yield untimed({ contentBlockStop: { contentBlockIndex } });
          contentBlockIndex++;
        }
        for (const { toolUseId, name, input } of calls) {
          yield untimed({
            contentBlockStart: { start: { toolUse: { toolUseId, name } }, contentBlockIndex },
          });
          const json = JSON.stringify(input);
          yield { document: delta({ toolUse: { input: json } }), tokens: countTokens(json) };
          yield untimed({ contentBlockStop: { contentBlockIndex } });
          contentBlockIndex++;
        }
        yield untimed({ messageStop: { stopReason: nameOf(stopReason) } });
        yield untimed({
          metadata: { usage: { inputTokens, outputTokens, ...cached }, metrics: {}, trace: {} },
        });
      },
    };
  },
};

/** Nova 2 thinks if `reasoningConfig` says so. */
export const novaReasons = (fields: JsonObject): boolean =>
  [fields, objectAt(fields, "inferenceConfig")].some(
    (place) => objectAt(place, "reasoningConfig").type === "enabled",
  );

/** The parts of a prompt in the order in which they are cached, which Converse has as well. */
export const conversationParts = (body: JsonObject): PromptPart[] => [
  ...partsWithCachePoints(arrayAt(objectAt(body, "toolConfig"), "tools")),
  ...partsWithCachePoints(arrayAt(body, "system")),
  ...arrayAt(body, "messages")
    .filter(isObject)
    .flatMap((message) => partsWithCachePoints(arrayAt(message, "content"), message.role)),
];

/** The tools of a `toolConfig`, which Converse has as well. */
export const toolSpecs = (toolConfig: JsonObject): Tool[] =>
  arrayAt(toolConfig, "tools")
    .filter(isObject)
    .filter(({ toolSpec }) => isObject(toolSpec))
    .map((tool) => {
      const spec = objectAt(tool, "toolSpec");
      return {
        name: stringAt(spec, "name"),
        schema: objectAt(objectAt(spec, "inputSchema"), "json"),
      };
    });

/** A `toolChoice`, which Converse has as well. */
export function readToolChoice(choice: JsonObject): ToolChoice {
  if (isObject(choice.tool)) return { type: "tool", name: stringAt(choice.tool, "name") };
  return { type: "any" in choice ? "any" : "auto" };
}

/** Whether a message brings the results of tools, which Converse writes alike. */
export const hasToolResult = (message: JsonObject): boolean =>
  arrayAt(message, "content").some((block) => isObject(block) && isObject(block.toolResult));

/** A guardrail's message ends as any other answer does. */
const nameOf = (stopReason: string): string =>
  stopReason === "guardrail_intervened" ? "end_turn" : stopReason;
