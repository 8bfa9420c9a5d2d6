import { arrayAt, isObject, type Json, type JsonObject, objectAt } from "../../json.ts";

/** A value that satisfies a JSON Schema of an object, taking words and numbers from the question. */
export function sampleInput(schema: JsonObject, question: string): JsonObject {
  const value = sample(schema, question, schema);
  return isObject(value) ? value : {};
}

function sample(schema: JsonObject, question: string, root: JsonObject): Json {
  if (schema.const !== undefined) return schema.const;
  const [first] = arrayAt(schema, "enum");
  if (first !== undefined) return first;
  const reference = /^#\/(\$defs|definitions)\/([^/]+)$/.exec(String(schema.$ref));
  if (reference) {
    return sample(objectAt(objectAt(root, reference[1]!), reference[2]!), question, root);
  }
  const [choice] = ["anyOf", "oneOf", "allOf"].flatMap((name) =>
    arrayAt(schema, name).filter(isObject),
  );
  if (choice) return sample(choice, question, root);

  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  switch (types.find((type) => type !== "null")) {
    case "integer":
    case "number":
      return Number(/\d+/.exec(question)?.[0] ?? 1);
    case "boolean":
      return true;
    case "array": {
      const least = typeof schema.minItems === "number" ? schema.minItems : 0;
      const items = objectAt(schema, "items");
      return Array.from({ length: least }, () => sample(items, question, root));
    }
    case "string":
      return textFrom(schema, question);
    default:
      return "properties" in schema || types[0] === "object"
        ? sampleMembers(schema, question, root)
        : textFrom(schema, question);
  }
}

function sampleMembers(schema: JsonObject, question: string, root: JsonObject): JsonObject {
  const properties = objectAt(schema, "properties");
  const required = arrayAt(schema, "required");
  const names = Object.keys(properties).filter(
    (name) => required.length === 0 || required.includes(name),
  );
  return Object.fromEntries(
    names.map((name) => [name, sample(objectAt(properties, name), question, root)]),
  );
}

function textFrom(schema: JsonObject, question: string): string {
  if (schema.format === "date-time") return "2026-01-02T03:04:05Z";
  if (schema.format === "date") return "2026-01-02";
  if (schema.format === "email") return "someone@example.com";
  if (schema.format === "uri" || schema.format === "url") return "https://example.com/";
  return /(?<=\s)\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)*/u.exec(question)?.[0] ?? "Seattle";
}
