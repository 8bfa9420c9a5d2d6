import fc from "fast-check";
import {
  type Member,
  membersOf,
  type ServiceModel,
  type Shape,
  type Structure,
  shapeOf,
} from "./service-model.ts";

type Made = fc.Arbitrary<unknown>;

const LARGEST = Number.MAX_SAFE_INTEGER;

const text = (min = 0, max = 40): Made => {
  const length = { minLength: min, maxLength: Math.max(min, Math.min(max, 40)) };
  return fc.oneof(fc.string(length), fc.string({ ...length, unit: "binary" }));
};

/** A document: JSON, at times with members that are called as blobs elsewhere are. */
const document: Made = fc.oneof(
  // One that is null the SDK leaves out. Large numbers it reads as objects of its own.
  fc
    .jsonValue({ maxDepth: 3 })
    .filter((value) => value !== null)
    .map((value) =>
      JSON.parse(JSON.stringify(value), (_, inner) =>
        typeof inner === "number" && Math.abs(inner) > LARGEST ? inner % LARGEST : inner,
      ),
    ),
  fc.record({
    bytes: fc.oneof(fc.string(), fc.constant("AAAA")),
    image: fc.record({ source: fc.record({ bytes: fc.string() }) }),
    submitTime: fc.oneof(fc.integer(), fc.constant("2026-01-01T00:00:00Z")),
  }),
);

/** Whole milliseconds, of years with four digits. */
const timestamp: Made = fc.date({
  min: new Date("1970-01-01"),
  max: new Date("9999-12-31"),
  noInvalidDate: true,
});

/**
 * Values of a shape of the service model: what is required is there, what is optional may be, one
 * member of a union is.
 */
export function valuesOf(model: ServiceModel, name: string): Made {
  const made = new Map<string, Made>();
  const of = (shapeName: string): Made => {
    const known = made.get(shapeName);
    if (known) return known;
    const arbitrary = make(shapeOf(model, shapeName));
    made.set(shapeName, arbitrary);
    return arbitrary;
  };
  const structure = (shape: Structure): Made => {
    const members = membersOf(model, shape).map(
      ([member, target]) => [member, memberOf(target)] as const,
    );
    if (shape.union) {
      return fc.oneof(...members.map(([member, value]) => fc.record({ [member]: value })));
    }
    return fc.record(Object.fromEntries(members), { requiredKeys: [...(shape.required ?? [])] });
  };
  /** A label is a segment of the path: never empty, and neither of the two that are steps. */
  const memberOf = ({ shape, location }: Member): Made =>
    location === "uri"
      ? fc
          .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
          .filter((label) => label !== "." && label !== "..")
      : of(shape);
  const make = (shape: Shape): Made => {
    switch (shape.type) {
      case "structure":
        return shape.document ? document : structure(shape);
      case "list":
        return fc.array(of(shape.member.shape), { minLength: shape.min ?? 0, maxLength: 3 });
      case "map":
        return fc.dictionary(of(shape.key.shape) as fc.Arbitrary<string>, of(shape.value.shape), {
          minKeys: shape.min ?? 0,
          maxKeys: 4,
        });
      case "string":
        if (shape.enum) return fc.oneof(fc.constantFrom(...shape.enum), text());
        return shape.pattern?.startsWith("[a-zA-Z0-9\\s")
          ? fc.stringMatching(new RegExp(`^(?:${shape.pattern})$`), { maxLength: 20 })
          : text(shape.min, shape.max);
      case "boolean":
        return fc.boolean();
      case "blob":
        return fc.uint8Array({ minLength: shape.min ?? 0 });
      case "timestamp":
        return timestamp;
      case "integer":
      case "long":
        return fc.integer();
      default:
        return fc.double({ noNaN: true, min: -LARGEST, max: LARGEST });
    }
  };
  return of(name);
}
