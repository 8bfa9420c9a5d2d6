import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";

/** What the service's model allows of a body, asked or answered. */
export const MAX_BODY_BYTES = 25_000_000;

/** The bytes of a request's body. */
export async function encodeBody(body: unknown): Promise<Uint8Array<ArrayBuffer>> {
  const size = body instanceof Blob ? body.size : 0;
  const bytes = size > MAX_BODY_BYTES ? undefined : await toBytes(body);
  const length = bytes?.byteLength ?? size;
  if (bytes === undefined || length > MAX_BODY_BYTES) {
    throw invalid(`${length} bytes, over ${MAX_BODY_BYTES}`);
  }
  return bytes;
}

async function toBytes(body: unknown): Promise<Uint8Array<ArrayBuffer>> {
  if (body === undefined) return new Uint8Array(0);
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body instanceof Blob) return new Uint8Array(await body.arrayBuffer());
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body)) {
    const bytes = new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
    // Bytes over shared memory are copied: fetch and Web Crypto refuse them.
    return body.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice();
  }
  return new TextEncoder().encode(serialise(body));
}

function serialise(value: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
  } catch (cause) {
    throw invalid(`not serialisable as JSON (${(cause as Error).message})`, cause);
  }
  if (json === undefined || (json === "{}" && !isPlainObject(value))) {
    throw invalid(
      `${describe(value)} has nothing that JSON carries; write a string, bytes, a Blob or JSON`,
    );
  }
  return json;
}

/** Maps, streams, forms and promises all serialise as `{}`: what they hold would be dropped silently. */
function isPlainObject(value: unknown): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype.constructor?.name === "Object";
}

function describe(value: unknown): string {
  return typeof value === "object" ? `a ${value?.constructor?.name}` : `a ${typeof value}`;
}

function invalid(message: string, cause?: unknown): InvalidArgumentError {
  return new InvalidArgumentError("body", message, cause);
}
