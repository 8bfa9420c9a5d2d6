import { isObject, type JsonObject } from "./json.ts";
import { ServiceError } from "./service-error.ts";

interface StringShape {
  readonly type: "string";
  /** The least and the greatest length, in characters. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  /** The values of an enumeration. */
  readonly values?: readonly string[];
  /** A sensitive value is not repeated in a message. */
  readonly sensitive?: boolean;
}

interface NumberShape {
  readonly type: "number" | "integer";
  readonly min?: number;
  readonly max?: number;
}

interface ListShape {
  readonly type: "list";
  readonly of: Shape;
  readonly min?: number;
  readonly max?: number;
}

interface MapShape {
  readonly type: "map";
  readonly key: StringShape;
  readonly value: Shape;
  readonly min?: number;
  readonly max?: number;
}

interface StructureShape {
  readonly type: "structure";
  /** A function where a structure contains itself. Members beyond these are ignored. */
  readonly members: Readonly<Record<string, Shape | (() => Shape)>>;
  readonly required?: readonly string[];
}

/** What a service model says of a value. A document can be anything. */
export type Shape =
  | StringShape
  | NumberShape
  | ListShape
  | MapShape
  | StructureShape
  | { readonly type: "boolean" | "blob" | "document" };

/** What a service model asks of a string that travels outside a body. */
export interface StringConstraint extends Omit<StringShape, "type"> {
  /** Whether the member may be absent. Default `false`. */
  readonly optional?: boolean;
}

/** A member of an input: its name as AWS's messages write it, its value, what the model asks of it. */
export type ConstrainedMember = readonly [
  name: string,
  value: unknown,
  constraint: StringConstraint,
];

/** @throws ServiceError that lists every constraint that is not met, as AWS words it. */
export function checkConstraints(
  members: readonly ConstrainedMember[],
  errorName = "ValidationException",
): void {
  const broken = members.flatMap(([name, value, { optional, ...constraint }]) => {
    if (value !== null && value !== undefined) {
      return brokenIn(value, { ...constraint, type: "string" }, name);
    }
    return optional ? [] : [missing(name)];
  });
  if (broken.length > 0) throw constraintError(broken, errorName);
}

/**
 * @throws ServiceError `SerializationException` for a value of another type than the shape's, and
 *   `ValidationException` that lists every constraint that is not met, as AWS words it.
 */
export function checkShape(input: JsonObject, shape: StructureShape): void {
  const broken = brokenIn(input, shape, "");
  if (broken.length > 0) throw constraintError(broken);
}

/** The error for constraints that were found broken, each in AWS's words. */
export function constraintError(
  broken: readonly string[],
  errorName = "ValidationException",
): ServiceError {
  const count = `${broken.length} validation error${broken.length === 1 ? "" : "s"} detected`;
  return new ServiceError(errorName, `${count}: ${broken.join("; ")}`);
}

const missing = (path: string): string =>
  `Value null at '${path}' failed to satisfy constraint: Member must not be null`;

function brokenIn(value: unknown, shape: Shape, path: string): string[] {
  switch (shape.type) {
    case "string":
      if (typeof value !== "string") throw mistyped(value, "String");
      return brokenString(value, shape, path);
    case "number":
    case "integer":
      if (typeof value !== "number" || (shape.type === "integer" && !Number.isInteger(value))) {
        throw mistyped(value, shape.type === "integer" ? "Integer" : "Float");
      }
      return outside(value, shape, path, `Value '${value}'`, "value");
    case "boolean":
      if (typeof value !== "boolean") throw mistyped(value, "Boolean");
      return [];
    case "blob":
      if (typeof value !== "string") throw mistyped(value, "Blob");
      return [];
    case "list":
      if (!Array.isArray(value)) throw mistyped(value, "List");
      return [
        ...outside(value.length, shape, path, shown(value.length), "length"),
        ...value.flatMap((item, index) => brokenIn(item, shape.of, `${path}.${index + 1}.member`)),
      ];
    case "map":
      if (!isPlain(value)) throw mistyped(value, "Map");
      return brokenMap(value, shape, path);
    case "structure":
      if (!isPlain(value)) throw mistyped(value, "Structure");
      return brokenStructure(value, shape, path);
    default:
      return [];
  }
}

const isPlain = (value: unknown): value is JsonObject => isObject(value as JsonObject);

function brokenString(value: string, shape: StringShape, path: string): string[] {
  const { pattern, values, sensitive } = shape;
  const display = sensitive ? "Value" : `Value '${value}'`;
  const failed = (what: string) => [
    `${display} at '${path}' failed to satisfy constraint: Member must ${what}`,
  ];
  const tooLong = outside(value.length, shape, path, display, "length");
  if (tooLong.length > 0) return tooLong;
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) {
    return failed(`satisfy regular expression pattern: ${pattern}`);
  }
  if (values && !values.includes(value)) {
    return failed(`satisfy enum value set: [${values.join(", ")}]`);
  }
  return [];
}

function brokenMap(value: JsonObject, shape: MapShape, path: string): string[] {
  const entries = Object.entries(value);
  return [
    ...outside(entries.length, shape, path, "Value", "length"),
    ...entries.flatMap(([key, item]) => [
      ...brokenString(key, shape.key, `${path}.key`),
      ...brokenIn(item, shape.value, `${path}.${shape.key.sensitive ? "" : `${key}.`}member`),
    ]),
  ];
}

function brokenStructure(value: JsonObject, shape: StructureShape, path: string): string[] {
  const at = (name: string) => (path === "" ? name : `${path}.${name}`);
  const isMissing = (name: string) => value[name] === undefined || value[name] === null;
  return [
    ...(shape.required ?? []).filter(isMissing).map((name) => missing(at(name))),
    ...Object.entries(shape.members)
      .filter(([name]) => Object.hasOwn(value, name) && !isMissing(name))
      .flatMap(([name, member]) =>
        brokenIn(value[name], typeof member === "function" ? member() : member, at(name)),
      ),
  ];
}

function outside(
  size: number,
  {
    min = Number.NEGATIVE_INFINITY,
    max = Number.POSITIVE_INFINITY,
  }: { min?: number; max?: number },
  path: string,
  display: string,
  what: "length" | "value",
): string[] {
  if (size >= min && size <= max) return [];
  const bound = size < min ? `greater than or equal to ${min}` : `less than or equal to ${max}`;
  return [
    `${display} at '${path}' failed to satisfy constraint: Member must have ${what} ${bound}`,
  ];
}

const shown = (length: number): string => (length === 0 ? "Value '[]'" : "Value");

function mistyped(value: unknown, type: string): ServiceError {
  if (Array.isArray(value)) {
    return new ServiceError("SerializationException", "Start of list found where not expected");
  }
  if (typeof value === "object" && value !== null) {
    return new ServiceError(
      "SerializationException",
      "Start of structure or map found where not expected.",
    );
  }
  const token = value === null ? "NULL" : (typeof value).toUpperCase();
  return new ServiceError(
    "SerializationException",
    `${token}_VALUE can not be converted to ${/^[AIO]/.test(type) ? "an" : "a"} ${type}`,
  );
}
