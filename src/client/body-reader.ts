import { UnsupportedRuntimeError } from "../errors/unsupported-runtime-error.ts";

/** What to throw where a body, or a piece of it, is not bytes or cannot be had. */
export const unreadable = (): UnsupportedRuntimeError =>
  new UnsupportedRuntimeError(
    "body to read",
    "fetch returned one that is read already, or neither bytes nor arrayBuffer()",
  );

/** What a body is read by: a stream's own reader, or something like it. */
export interface BodyReader {
  read(): Promise<{
    readonly done?: boolean | undefined;
    readonly value?: Uint8Array | ArrayBuffer | undefined;
  }>;
  cancel(): Promise<unknown>;
}

/** What a `body` may be where fetch is not the platform's: a stream of the Web, of Node, or nothing. */
interface AnyBody {
  readonly locked?: boolean;
  getReader?(): BodyReader;
  [Symbol.asyncIterator]?(): AsyncIterator<Uint8Array | ArrayBuffer>;
}

/**
 * A reader of whatever a fetch answers with: piece by piece where the body is a stream, else in one
 * piece; undefined when the bytes cannot be had.
 */
export function bodyReader(response: Request | Response): BodyReader | undefined {
  // A fetch may resolve with nothing.
  const body = response?.body as AnyBody | null | undefined;
  if (!response || response.bodyUsed || body?.locked) return undefined;
  if (body?.getReader) return body.getReader();
  const pieces = body?.[Symbol.asyncIterator]?.() ?? wholeBody(response);
  // A generator that waits is left only once it waits no more: canceling ends the read by itself.
  let leave = (): void => {};
  return (
    pieces && {
      read: () =>
        new Promise((resolve, reject) => {
          leave = () => resolve({ done: true });
          pieces.next().then(resolve, reject);
        }),
      async cancel() {
        leave();
        await pieces.return?.();
      },
    }
  );
}

function wholeBody(
  response: Request | Response,
): AsyncIterator<Uint8Array | ArrayBuffer> | undefined {
  if (response.arrayBuffer) return pieceOf(() => response.arrayBuffer());
  // What is not text is lost in it.
  const isBinary = /eventstream/.test(response.headers?.get("content-type") ?? "");
  if (isBinary || !response.text) return undefined;
  return pieceOf(async () => new TextEncoder().encode(await response.text()));
}

async function* pieceOf<T>(read: () => Promise<T>): AsyncGenerator<T> {
  yield await read();
}
