import { InvalidArgumentError } from "../../errors/invalid-argument-error.ts";
import { viewBytes } from "../body-bytes.ts";
import { base64Length, decodeBase64, encodeBase64 } from "./base64.ts";
import { lossOf, stringifyMembers } from "./json.ts";

/** What JSON stands for; undefined when it cannot be read. */
type ReadJson = (json: unknown) => Uint8Array | Date | undefined;

/**
 * Where a JSON document has members that are not JSON: by the model's shapes and not by name, since
 * documents of the caller's own, in which anything may be called `bytes`, lie among them. Lists are
 * passed through.
 */
export interface Blobs {
  readonly [member: string]: Blobs | ReadJson;
}

/** Bytes, from base64. */
export const blob: ReadJson = decodeBase64;

/** A Date, from a date-time or from seconds since 1970. */
export const timestamp: ReadJson = (json) => {
  const date = new Date(typeof json === "number" ? json * 1000 : String(json));
  return Number.isNaN(date.getTime()) ? undefined : date;
};

/**
 * A value as JSON in UTF-8, its blobs as base64. Bytes become base64 where they are sent from, so
 * that an image costs its place in the request and nothing else.
 *
 * @throws InvalidArgumentError for a blob that is not bytes, or a value that JSON cannot carry
 */
export function toJson(value: object, blobs: Blobs): Uint8Array<ArrayBuffer> {
  // Stands where bytes are to go: drawn for this request, so that no text of the caller's has it.
  const mark = `bytes ${Math.random()}`;
  const found: Uint8Array[] = [];
  let length = 0;
  const marked = convert(value, blobs, (content, path) => {
    const bytes = viewBytes(content);
    if (!bytes) throw new InvalidArgumentError(path, "must be a Uint8Array or ArrayBuffer");
    found.push(bytes);
    length += base64Length(bytes);
    return mark;
  });
  const texts = stringifyMembers(marked as object)
    .split(mark)
    .map((text) => {
      const bytes = new TextEncoder().encode(text);
      length += bytes.length;
      return bytes;
    });
  const json = new Uint8Array(length);
  let at = 0;
  texts.forEach((text, i) => {
    json.set(text, at);
    at += text.length;
    if (found[i]) at = encodeBase64(found[i], json, at);
  });
  return json;
}

/** Reads a parsed document. */
export type ReadDocument = (document: object, invalid: (message: string) => Error) => object;

/** Reads a parsed document with bytes for its blobs and dates for its timestamps. */
export const fromJson =
  (blobs: Blobs): ReadDocument =>
  (document, invalid) =>
    convert(document, blobs, (json, path, read) => {
      const value = read(json);
      if (!value) throw invalid(`Cannot read ${path}: not base64, or not a timestamp`);
      return value;
    }) as object;

/** A value with something else for its blobs and timestamps; what has none of them is not copied. */
function convert(
  value: unknown,
  blobs: Blobs[string],
  replace: (value: unknown, path: string, read: ReadJson) => unknown,
  path = "",
): unknown {
  if (typeof blobs === "function") return replace(value, path, blobs);
  if (typeof value !== "object" || value === null) return value;
  const loss = lossOf(value);
  if (loss) throw new InvalidArgumentError(path, loss);
  if (Array.isArray(value)) {
    // The model has no lists of lists, which could be of any depth.
    return value.map((item, i) =>
      Array.isArray(item) ? item : convert(item, blobs, replace, `${path}[${i}]`),
    );
  }
  let copy = value as { [member: string]: unknown };
  // In the order of JSON.
  for (const member of Object.keys(value)) {
    const inner = copy[member];
    if (!Object.hasOwn(blobs, member) || inner === undefined || inner === null) continue;
    const made = convert(inner, blobs[member]!, replace, path ? `${path}.${member}` : member);
    if (made === inner) continue;
    if (copy === value) copy = { ...copy };
    copy[member] = made;
  }
  return copy;
}
