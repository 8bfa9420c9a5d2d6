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
  getReader?(): BodyReader;
  [Symbol.asyncIterator]?(): AsyncIterator<Uint8Array>;
}

/**
 * A reader of whatever body a fetch answers with; undefined when the body comes in one piece only,
 * once all of it is there.
 */
export function streamReader(response: Body): BodyReader | undefined {
  const body = response.body as AnyBody | null | undefined;
  if (body?.getReader) return body.getReader();
  const pieces = body?.[Symbol.asyncIterator]?.();
  return (
    pieces && {
      read: () => pieces.next(),
      cancel: async () => pieces.return?.(),
    }
  );
}

/** Reads a body in one piece. */
export function wholeReader(response: Body): BodyReader {
  let isRead = false;
  return {
    async read() {
      if (isRead) return { done: true };
      isRead = true;
      const value = response.arrayBuffer
        ? await response.arrayBuffer()
        : new TextEncoder().encode(await response.text());
      return { value };
    },
    cancel: async () => {},
  };
}
