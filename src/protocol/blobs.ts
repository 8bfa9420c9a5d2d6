import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { base64Length, decodeBase64, encodeBase64 } from "./base64.ts";
import { stringify } from "./json.ts";

/**
 * Where a JSON document has members that are not JSON: by the model's shapes and not by name, since
 * documents of the caller's own, in which anything may be called `bytes`, lie among them. Lists are
 * passed through.
 */
export interface Blobs {
  readonly [member: string]: Blobs | "blob" | "timestamp";
}

/**
 * A value as JSON in UTF-8, its blobs as base64. Bytes become base64 where they are sent from, so
 * that an image costs its place in the request and nothing else.
 *
 * @throws InvalidArgumentError for a blob that is not bytes, or a value that JSON cannot carry
 */
export function toJson(value: object, blobs: Blobs): Uint8Array<ArrayBuffer> {
  // Stands where bytes are to go: drawn for this request, so that no text of the caller's has it.
  const mark = `${Math.random()}`;
  const found: Uint8Array[] = [];
  const marked = convert(value, blobs, (blob, path) => {
    found.push(toBytes(blob, path));
    return mark;
  });
  const encoder = new TextEncoder();
  const texts = stringify(marked, "input")
    .split(mark)
    .map((text) => encoder.encode(text));
  let length = 0;
  for (const bytes of found) length += base64Length(bytes);
  for (const text of texts) length += text.length;
  const json = new Uint8Array(length);
  let at = 0;
  texts.forEach((text, i) => {
    json.set(text, at);
    at = encodeBase64(found[i] ?? new Uint8Array(0), json, at + text.length);
  });
  return json;
}

/**
 * A parsed document with bytes for its blobs and dates for its timestamps.
 *
 * @throws what `invalid` makes for one that cannot be read
 */
export const fromJson = (
  document: object,
  blobs: Blobs,
  invalid: (message: string) => Error,
): object =>
  convert(document, blobs, (value, path, kind) => {
    if (kind === "timestamp") {
      const date = new Date(typeof value === "number" ? value * 1000 : String(value));
      if (!Number.isNaN(date.getTime())) return date;
    }
    const bytes = kind === "blob" && typeof value === "string" && decodeBase64(value);
    if (bytes) return bytes;
    throw invalid(`${path} is not ${kind === "blob" ? "base64" : "a timestamp"}`);
  }) as object;

/** A copy of a value with something else for its blobs and timestamps; what has none is shared. */
function convert(
  value: unknown,
  blobs: Blobs[string],
  replace: (value: unknown, path: string, kind: string) => unknown,
  path = "",
): unknown {
  if (typeof blobs === "string") return replace(value, path, blobs);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((item, i) => convert(item, blobs, replace, `${path}[${i}]`));
  }
  const copy: { [member: string]: unknown } = { ...value };
  // In the order of JSON.
  for (const [member, inner] of Object.entries(copy)) {
    if (Object.hasOwn(blobs, member) && inner !== undefined && inner !== null) {
      copy[member] = convert(inner, blobs[member]!, replace, path ? `${path}.${member}` : member);
    }
  }
  return copy;
}

function toBytes(value: unknown, path: string): Uint8Array {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  throw new InvalidArgumentError(path, "must be bytes: a Uint8Array or ArrayBuffer");
}
