import { UnexpectedResponseError } from "../errors/unexpected-response-error.ts";
import { excerpt } from "./excerpt.ts";

/** A body's bytes, with ways to read them. */
export class BodyBytes extends Uint8Array<ArrayBuffer> {
  /** The bytes as UTF-8. */
  text(): string {
    return new TextDecoder().decode(this);
  }

  /**
   * The bytes as JSON. The type parameter is a promise of the caller's; nothing checks it.
   *
   * @throws UnexpectedResponseError `NOT_JSON`, with the beginning of the body
   */
  json<T = unknown>(): T {
    try {
      return JSON.parse(this.text()) as T;
    } catch (cause) {
      const message = `The body is not JSON: ${excerpt(this)}`;
      throw new UnexpectedResponseError("NOT_JSON", message, { cause });
    }
  }
}

/** A Uint8Array of any view or ArrayBuffer; undefined for all else. */
export function viewBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (!ArrayBuffer.isView(value)) return undefined;
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}
