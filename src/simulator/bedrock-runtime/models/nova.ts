import { arrayAt, isObject, type Json, limitAt, objectAt, stringsAt } from "../../json.ts";
import { randomUuid } from "../../random.ts";
import { readChat } from "./chat-messages.ts";
import { type Answer, type Model, untimed } from "./model.ts";
import { countTokens } from "./tokens.ts";
import { chooseTool, sampleInput } from "./tool-use.ts";

/** Amazon Nova (`schemaVersion: "messages-v1"`). */
export const nova: Model = (body, call): Answer => {
  const config = objectAt(body, "inferenceConfig");
  const chat = readChat(body);
  const generation = call.generate({
    ...chat,
    maxTokens: limitAt(config, "max_new_tokens" in config ? "max_new_tokens" : "maxTokens", 5000),
    stopSequences: stringsAt(config, "stopSequences"),
  });

  const tool = chooseTool(
    generation,
    objectAt(body, "toolConfig").tools,
    {},
    hasToolResult(chat.last),
  );
  const toolUse = tool && {
    name: tool.name,
    toolUseId: randomUuid(call.random),
    input: sampleInput(tool.schema, chat.question),
  };
  const stopReason = toolUse ? "tool_use" : stopReasons[generation.stop];
  const inputTokens = generation.inputTokens;
  const outputTokens =
    generation.tokens.length + (toolUse ? countTokens(JSON.stringify(toolUse)) : 0);
  const cache = { cacheReadInputTokenCount: 0, cacheWriteInputTokenCount: 0 };

  return {
    inputTokens,
    outputTokens,
    tellsCache: true,
    whole: {
      output: {
        message: {
          content: [{ text: generation.text }, ...(toolUse ? [{ toolUse }] : [])],
          role: "assistant",
        },
      },
      stopReason,
      usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens, ...cache },
    },
    *documents() {
      yield untimed({ messageStart: { role: "assistant" } });
      let contentBlockIndex = 0;
      // Nova closes and opens a block for every piece of text.
      for (const text of generation.tokens) {
        yield {
          document: { contentBlockDelta: { delta: { text }, contentBlockIndex } },
          tokens: 1,
        };
        yield untimed({ contentBlockStop: { contentBlockIndex } });
        contentBlockIndex++;
      }
      if (toolUse) {
        const { toolUseId, name, input } = toolUse;
        yield untimed({
          contentBlockStart: { start: { toolUse: { toolUseId, name } }, contentBlockIndex },
        });
        yield {
          document: {
            contentBlockDelta: {
              delta: { toolUse: { input: JSON.stringify(input) } },
              contentBlockIndex,
            },
          },
          tokens: countTokens(JSON.stringify(input)),
        };
        yield untimed({ contentBlockStop: { contentBlockIndex } });
      }
      yield untimed({ messageStop: { stopReason } });
      yield untimed({
        metadata: { usage: { inputTokens, outputTokens, ...cache }, metrics: {}, trace: {} },
      });
    },
  };
};

const stopReasons = { end: "end_turn", length: "max_tokens", sequence: "stop_sequence" } as const;

const hasToolResult = (message: Json | undefined): boolean =>
  isObject(message) &&
  arrayAt(message, "content").some((block) => isObject(block) && isObject(block.toolResult));
