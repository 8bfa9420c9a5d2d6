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

/** A document as text, and bytes that are still to become base64. */
type Part = string | Uint8Array;

/**
 * A value as JSON in UTF-8, its blobs as base64. Bytes become base64 where they are sent from, so
 * that an image costs its place in the request and nothing else.
 *
 * @throws InvalidArgumentError for a blob that is not bytes, or a value that JSON cannot carry
 */
export function toJson(value: object, blobs: Blobs): Uint8Array<ArrayBuffer> {
  const parts: Part[] = [];
  write(value, blobs, "", parts);
  const encoder = new TextEncoder();
  const pieces = parts.map((part) =>
    typeof part === "string" ? ([encoder.encode(part), false] as const) : ([part, true] as const),
  );
  let length = 0;
  for (const [bytes, isBlob] of pieces) length += isBlob ? base64Length(bytes) : bytes.length;
  const json = new Uint8Array(length);
  let at = 0;
  for (const [bytes, isBlob] of pieces) {
    if (isBlob) {
      at = encodeBase64(bytes, json, at);
    } else {
      json.set(bytes, at);
      at += bytes.length;
    }
  }
  return json;
}

function write(
  value: unknown,
  blobs: Blobs | "blob" | "timestamp" | undefined,
  path: string,
  parts: Part[],
): void {
  if (blobs === "blob") {
    const bytes = toBytes(value);
    if (!bytes) throw new InvalidArgumentError(path, "must be bytes: a Uint8Array or ArrayBuffer");
    append(parts, '"', bytes, '"');
  } else if (typeof blobs !== "object" || typeof value !== "object" || value === null) {
    append(parts, stringify(value, path));
  } else if (Array.isArray(value)) {
    append(parts, "[");
    value.forEach((item, i) => {
      if (i > 0) append(parts, ",");
      write(item ?? null, blobs, `${path}[${i}]`, parts);
    });
    append(parts, "]");
  } else {
    let separator = "{";
    for (const [member, part] of Object.entries(value)) {
      if (part === undefined) continue;
      append(parts, `${separator}${JSON.stringify(member)}:`);
      const inner = Object.hasOwn(blobs, member) ? blobs[member] : undefined;
      write(part, inner, path ? `${path}.${member}` : member, parts);
      separator = ",";
    }
    append(parts, separator === "{" ? "{}" : "}");
  }
}

/** Text joins the text before it. */
function append(parts: Part[], ...more: Part[]): void {
  for (const part of more) {
    const last = parts.at(-1);
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
}

function toBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (!ArrayBuffer.isView(value)) return undefined;
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

/**
 * Replaces blobs by bytes and timestamps by dates, in place: a document that was just parsed.
 *
 * @throws what `invalid` makes for a blob that is not base64
 */
export function revive(document: unknown, blobs: Blobs, invalid: (member: string) => Error): void {
  if (Array.isArray(document)) {
    for (const item of document) revive(item, blobs, invalid);
  } else if (typeof document === "object" && document !== null) {
    const members = document as { [member: string]: unknown };
    for (const [member, inner] of Object.entries(blobs)) {
      const value = Object.hasOwn(members, member) ? members[member] : undefined;
      if (value === undefined || value === null) continue;
      if (typeof inner === "object") {
        revive(value, inner, invalid);
      } else if (inner === "timestamp") {
        members[member] = new Date(typeof value === "number" ? value * 1000 : String(value));
      } else {
        const bytes = typeof value === "string" ? decodeBase64(value) : undefined;
        if (bytes === undefined) throw invalid(member);
        members[member] = bytes;
      }
    }
  }
}
