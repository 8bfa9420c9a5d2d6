import { type ServiceModel, shapeOf } from "./service-model.ts";

/**
 * What JSON stands for by the service model: base64 becomes bytes, and a timestamp a Date. Members
 * that the model lacks stay as they are. An independent reading: the library has its own.
 */
export function fromJson(model: ServiceModel, name: string, json: unknown): unknown {
  const shape = shapeOf(model, name);
  if (json === null || json === undefined) return json;
  if (shape.type === "blob") return new Uint8Array(Buffer.from(String(json), "base64"));
  if (shape.type === "timestamp") return new Date(String(json));
  if (shape.type === "list" && Array.isArray(json)) {
    return json.map((item) => fromJson(model, shape.member.shape, item));
  }
  if (shape.type === "structure" && !shape.document && typeof json === "object") {
    return Object.fromEntries(
      Object.entries(json).map(([member, value]) => {
        const target = Object.hasOwn(shape.members, member) && shape.members[member];
        return [member, target ? fromJson(model, target.shape, value) : value];
      }),
    );
  }
  return json;
}

/** The opposite: what a value is as JSON. */
export function toJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([member, inner]) => [member, toJson(inner)]),
    );
  }
  return value;
}

/**
 * Where `whole` lacks or changes something that `part` has, as paths. Bytes are compared as bytes,
 * dates as dates; what is undefined in `part` counts as not there.
 */
export function lacking(part: unknown, whole: unknown, path = ""): string[] {
  if (part === undefined) return [];
  if (part instanceof Uint8Array) {
    const same = whole instanceof Uint8Array && Buffer.from(part).equals(whole);
    return same ? [] : [path];
  }
  if (part instanceof Date) {
    return whole instanceof Date && whole.getTime() === part.getTime() ? [] : [path];
  }
  if (Array.isArray(part)) {
    if (!Array.isArray(whole) || whole.length !== part.length) return [path];
    return part.flatMap((item, i) => lacking(item, whole[i], `${path}[${i}]`));
  }
  if (typeof part === "object" && part !== null) {
    if (typeof whole !== "object" || whole === null || Array.isArray(whole)) return [path];
    const members = whole as { readonly [member: string]: unknown };
    return Object.entries(part).flatMap(([member, value]) =>
      lacking(
        value,
        Object.hasOwn(members, member) ? members[member] : undefined,
        `${path}.${member}`,
      ),
    );
  }
  return part === whole ? [] : [path];
}
