import { InvalidArgumentError } from "../../errors/invalid-argument-error.ts";
import { viewBytes } from "../../protocol/body-bytes.ts";
import { stringify } from "../../protocol/json/json.ts";
import { MAX_BODY_BYTES } from "../../protocol/operation-response.ts";

/** A body's content: strings and bytes as they are, all else as JSON. */
export async function serializeBody(body: unknown): Promise<string | Uint8Array<ArrayBuffer>> {
  if (body === undefined) return "";
  if (typeof body === "string") return body;
  if (body instanceof Blob) {
    checkLength(body.size);
    return new Uint8Array(await body.arrayBuffer());
  }
  const bytes = viewBytes(body);
  if (bytes) {
    // Bytes over shared memory are copied: fetch and Web Crypto refuse them.
    return bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice();
  }
  return stringify(body, "body");
}

/** The bytes of a body's content. */
export function encodeBody(content: string | Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  checkLength(bytes.length);
  return bytes;
}

function checkLength(length: number): void {
  if (length > MAX_BODY_BYTES) {
    throw new InvalidArgumentError("body", `is ${length} bytes; must be at most ${MAX_BODY_BYTES}`);
  }
}
