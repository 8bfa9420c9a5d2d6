import type { ToolCall } from "bedrock-fetch/text";
import type { ToolResult } from "../formats/format.ts";
import type { Tool } from "./tool.ts";

/** Runs the tool that a model called. One that fails ends nothing: the model is told, and may try again. */
export function runTool(tools: readonly Tool[], { id, name, input }: ToolCall): ToolResult {
  try {
    const tool = tools.find((one) => one.name === name);
    if (!tool) throw new Error(`There is no tool named ${name}`);
    return { id, name, text: tool.run(input), failed: false };
  } catch (error) {
    return { id, name, text: (error as Error).message, failed: true };
  }
}
