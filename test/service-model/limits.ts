import { patterns } from "./docstrings/patterns.ts";
import { type Limited, type ServiceModel, type Shape, shapeOf } from "./service-model.ts";

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
    case "map": {
      const keys = limitsOf(model, shapeOf(model, shape.key.shape));
      const values = limitsOf(model, shapeOf(model, shape.value.shape));
      return [range(shape, "pair"), keys && `keys ${of(keys)}`, values && `values ${of(values)}`]
        .filter(Boolean)
        .join("; ");
    }
    case "double":
    case "float":
    case "integer":
    case "long":
      return range(shape);
    default:
      return "";
  }
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
