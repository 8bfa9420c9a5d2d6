import { InvalidArgumentError } from "../../errors/invalid-argument-error.ts";

/** Parses text or bytes as JSON; `undefined` if invalid. */
export function parseJson(json: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof json === "string" ? json : new TextDecoder().decode(json));
  } catch {
    return undefined;
  }
}

/** What values that JSON cannot carry look like once serialized. */
const TRACES = ["{}", '{"0":', '"type":"Buffer"'];

/**
 * A value of the caller's as JSON.
 *
 * @param member - what to name in an error
 * @throws InvalidArgumentError for a value that JSON cannot carry, such as bytes, a Map or a stream,
 *   anywhere in it: what it holds would be dropped or garbled
 */
export function stringify(value: unknown, member: string): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
    // Few values need the second pass, which is slower.
    if (json !== undefined && TRACES.some((trace) => json!.includes(trace))) {
      JSON.stringify(value, refuseLoss);
    }
  } catch (cause) {
    const { message } = cause as Error;
    throw new InvalidArgumentError(member, `must be serializable as JSON (${message})`, { cause });
  }
  if (json === undefined) {
    throw new InvalidArgumentError(member, `must be a JSON value, not a ${typeof value}`);
  }
  return json;
}

/**
 * An object as JSON, member by member, so that an error names the one that it is about.
 *
 * @throws InvalidArgumentError for a value that JSON cannot carry
 */
export const stringifyMembers = (value: object): string =>
  `{${Object.entries(value)
    .filter(([, content]) => content !== undefined)
    .map(([name, content]) => `${JSON.stringify(name)}:${stringify(content, name)}`)}}`;

function refuseLoss(this: { [key: string]: unknown }, key: string, value: unknown): unknown {
  const original = this[key];
  const loss = lossOf(original, value);
  if (loss) throw new Error(key === "" ? loss : `${JSON.stringify(key)}: ${loss}`);
  return value;
}

/**
 * Why a value cannot be a JSON document: it is bytes, or one of those that serialize as `{}` or as
 * what they are made of, such as a Map, a form, a promise or a stream; undefined if it can.
 *
 * @param converted - what its own `toJSON` made of it
 */
export function lossOf(value: unknown, converted: unknown = value): string | undefined {
  const isBytes = ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
  if (!isBytes && (value !== converted || !isOpaque(value))) return undefined;
  const tag = Object.prototype.toString.call(value).slice("[object ".length, -1);
  const kind = tag === "Object" ? value?.constructor.name : tag;
  return `${kind} has no JSON form${isBytes ? "; encode bytes as base64 first" : ""}`;
}

function isOpaque(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  if (Symbol.asyncIterator in value) return true;
  const prototype = Object.getPrototypeOf(value);
  return (
    Object.keys(value).length === 0 &&
    prototype !== null &&
    prototype.constructor?.name !== "Object"
  );
}
