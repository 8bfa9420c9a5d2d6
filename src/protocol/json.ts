import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";

/** Parses text or bytes as JSON; `undefined` if invalid. */
export function parseJson(json: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof json === "string" ? json : new TextDecoder().decode(json));
  } catch {
    return undefined;
  }
}

/** How values look that JSON does not carry. */
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
    // Few values need the second look, which is slower.
    if (json !== undefined && TRACES.some((trace) => json!.includes(trace))) {
      JSON.stringify(value, refuseLoss);
    }
  } catch (cause) {
    const { message } = cause as Error;
    throw new InvalidArgumentError(member, `not serializable as JSON (${message})`, { cause });
  }
  if (json === undefined) {
    throw new InvalidArgumentError(member, `must be a JSON value, not a ${typeof value}`);
  }
  return json;
}

function refuseLoss(this: { [key: string]: unknown }, key: string, value: unknown): unknown {
  const original = this[key];
  const isBytes = ArrayBuffer.isView(original);
  if (isBytes || (value === original && isOpaque(value))) {
    const where = key === "" ? "" : ` as ${JSON.stringify(key)}`;
    const advice = isBytes || value instanceof ArrayBuffer ? "; encode bytes as base64 first" : "";
    throw new Error(`JSON cannot carry a ${kindOf(original)}${where}${advice}`);
  }
  return value;
}

/** Maps, streams, forms and promises all serialize as `{}`. */
function isOpaque(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Object.keys(value).length > 0) return false;
  const prototype = Object.getPrototypeOf(value);
  return !Array.isArray(value) && prototype !== null && prototype.constructor?.name !== "Object";
}

const kindOf = (value: unknown): string =>
  Object.prototype.toString.call(value).slice("[object ".length, -1);
