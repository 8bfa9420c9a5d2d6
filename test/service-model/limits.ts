import {
  type Limited,
  type ServiceModel,
  type Shape,
  type StringMap,
  shapeOf,
} from "../helpers/service-model/service-model.ts";
import { patterns } from "./docstrings/patterns.ts";

/** The limits of a shape in words, such as `"1 to 64 characters: letters and digits"`; may be empty. */
export function limitsOf(model: ServiceModel, shape: Shape): string {
  switch (shape.type) {
    case "string":
      return shape.enum ? "" : joined(range(shape, "character"), wordsOf(shape.pattern));
    case "blob":
      return range(shape, "byte");
    case "list": {
      const items = limitsOf(model, shapeOf(model, shape.member.shape));
      return [range(shape, "item"), items && `each ${of(items)}`].filter(Boolean).join(", ");
    }
    case "map":
      return mapLimits(model, shape);
    case "double":
    case "float":
    case "integer":
    case "long":
      return range(shape);
    default:
      return "";
  }
}

function mapLimits(model: ServiceModel, map: StringMap): string {
  const key = shapeOf(model, map.key.shape);
  const value = shapeOf(model, map.value.shape);
  const pairs = range(map, "pair");
  if (key.type === "string" && value.type === "string" && key.pattern) {
    const words = wordsOf(key.pattern);
    const lengths = [
      `keys ${of(range(key, "character"))}`,
      `values ${of(range(value, "character"))}`,
    ];
    if (words === wordsOf(value.pattern)) {
      return joined([pairs, ...lengths].filter(Boolean).join(", "), words);
    }
  }
  const keys = limitsOf(model, key);
  const values = limitsOf(model, value);
  return [pairs, keys && `keys ${of(keys)}`, values && `values ${of(values)}`]
    .filter(Boolean)
    .join("; ");
}

const joined = (...parts: readonly string[]): string => parts.filter(Boolean).join(": ");

const of = (limits: string): string => (/^(\d|at )/.test(limits) ? `of ${limits}` : limits);

const inWords = (count: number): string =>
  count < 10_000 ? String(count) : count.toLocaleString("en-US");

function range({ min = 0, max }: Limited, unit?: string): string {
  const plural = (count: number): string => (count === 1 ? ` ${unit}` : ` ${unit}s`);
  const unitOf = (count: number): string => (unit ? plural(count) : "");
  if (max === undefined) {
    if (min === 0) return "";
    return unit && unit !== "item" && min === 1
      ? "not empty"
      : `at least ${inWords(min)}${unitOf(min)}`;
  }
  if (min === 0 && unit) return `at most ${inWords(max)}${unitOf(max)}`;
  return `${inWords(min)} to ${inWords(max)}${unitOf(max)}`;
}

function wordsOf(pattern: string | undefined): string {
  // The forms that an ARN can have are longer than any docstring.
  if (pattern === undefined || pattern.includes("arn:")) return "";
  const words = patterns[pattern];
  if (words === undefined) {
    throw new Error(`docstrings/patterns.ts has no words for the pattern ${pattern}`);
  }
  return words;
}
