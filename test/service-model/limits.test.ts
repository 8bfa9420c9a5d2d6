import { describe, expect, it } from "vitest";
import type { ServiceModel, Shape } from "../helpers/service-model/service-model.ts";
import { limitsOf } from "./limits.ts";

const model: ServiceModel = {
  operations: {},
  shapes: {
    Key: { type: "string", min: 1, max: 256, pattern: "[0-9]{12}" },
    Value: { type: "string", max: 256, pattern: "[0-9]{12}" },
    Word: { type: "string", min: 1 },
    Text: { type: "string" },
  },
};

const cases: readonly (readonly [Shape, string])[] = [
  [{ type: "string" }, ""],
  [{ type: "string", min: 0 }, ""],
  [{ type: "string", min: 1 }, "not empty"],
  [{ type: "string", min: 0, max: 1000 }, "at most 1000 characters"],
  [{ type: "string", min: 1, max: 64 }, "1 to 64 characters"],
  [{ type: "string", pattern: "[0-9]{12}" }, "12 digits"],
  [{ type: "string", max: 1, pattern: "[0-9]{12}" }, "at most 1 character: 12 digits"],
  [{ type: "string", max: 2048, pattern: "arn:aws:.*" }, "at most 2048 characters"],
  [{ type: "string", max: 9, enum: ["a", "b"] }, ""],
  [{ type: "blob", min: 1 }, "not empty"],
  [{ type: "blob", min: 0, max: 25_000_000 }, "at most 25,000,000 bytes"],
  [{ type: "float", min: 0, max: 1 }, "0 to 1"],
  [{ type: "integer", min: 1 }, "at least 1"],
  [{ type: "integer", min: 0 }, ""],
  [{ type: "boolean" }, ""],
  [{ type: "list", member: { shape: "Text" }, max: 200 }, "at most 200 items"],
  [{ type: "list", member: { shape: "Text" }, min: 1 }, "at least 1 item"],
  [
    { type: "list", member: { shape: "Key" }, min: 1, max: 5 },
    "1 to 5 items, each of 1 to 256 characters: 12 digits",
  ],
  [{ type: "list", member: { shape: "Word" } }, "each not empty"],
  [
    { type: "map", key: { shape: "Key" }, value: { shape: "Value" }, min: 1, max: 16 },
    "1 to 16 pairs, keys of 1 to 256 characters, values of at most 256 characters: 12 digits",
  ],
  [
    { type: "map", key: { shape: "Word" }, value: { shape: "Value" } },
    "keys not empty; values of at most 256 characters: 12 digits",
  ],
  [{ type: "map", key: { shape: "Text" }, value: { shape: "Text" } }, ""],
];

describe("limits in docstrings", () => {
  it.each(cases)("of %j", (shape, words) => {
    expect(limitsOf(model, shape)).toBe(words);
  });

  it("need words for each pattern", () => {
    expect(() => limitsOf(model, { type: "string", pattern: "[xyz]+" })).toThrow(
      "docstrings/patterns.ts has no words for the pattern [xyz]+",
    );
  });
});
