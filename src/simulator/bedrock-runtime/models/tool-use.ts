import { arrayAt, isObject, type Json, type JsonObject, objectAt, stringAt } from "../../json.ts";
import type { Generation } from "./generation.ts";

export interface Tool {
  readonly name: string;
  readonly schema: JsonObject;
}

/**
 * Which tool the simulated model calls: none once it was given a result or when its answer was cut
 * short, the one that the request insists on, otherwise the first.
 */
export function chooseTool(
  generation: Generation,
  tools: Json | undefined,
  choice: JsonObject,
  hasResult: boolean,
): Tool | undefined {
  if (generation.blocked || generation.stop === "length") return undefined;
  const all = (Array.isArray(tools) ? tools : []).filter(isObject).map(readTool);
  if (choice.type === "tool") return all.find((tool) => tool.name === choice.name);
  if (hasResult || choice.type === "none") return undefined;
  return all[0];
}

/** Anthropic writes a tool flat, Nova within `toolSpec`, OpenAI within `function`. */
function readTool(tool: JsonObject): Tool {
  const spec = isObject(tool.toolSpec)
    ? tool.toolSpec
    : isObject(tool.function)
      ? tool.function
      : tool;
  const schema = spec.input_schema ?? objectAt(spec, "inputSchema").json ?? spec.parameters;
  return { name: stringAt(spec, "name"), schema: isObject(schema) ? schema : {} };
}

/** An input that fits the tool's JSON Schema, taking names from the question where it wants text. */
export function sampleInput(schema: JsonObject, question: string): JsonObject {
  const properties = objectAt(schema, "properties");
  const required = arrayAt(schema, "required");
  const names = Object.keys(properties).filter(
    (name) => required.length === 0 || required.includes(name),
  );
  return Object.fromEntries(
    names.map((name) => [name, sample(objectAt(properties, name), question)]),
  );
}

function sample(schema: JsonObject, question: string): Json {
  const [first] = arrayAt(schema, "enum");
  if (first !== undefined) return first;
  switch (schema.type) {
    case "integer":
    case "number":
      return Number(/\d+/.exec(question)?.[0] ?? 1);
    case "boolean":
      return true;
    case "array":
      return [];
    case "object":
      return sampleInput(schema, question);
    default:
      return /(?<=\s)\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)*/u.exec(question)?.[0] ?? "Seattle";
  }
}
