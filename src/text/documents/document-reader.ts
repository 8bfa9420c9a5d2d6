import { DocumentError } from "../../errors/document-error.ts";
import type { AnswerBody, AnswerChunk } from "./answer-body.ts";

/**
 * Reads a body document by document. Not a generator, because a generator cannot be canceled while
 * it waits; and streams by their own readers, because WebKit cannot iterate them.
 */
export interface DocumentReader {
  /** The next document, or undefined after the last: JSON has no undefined. */
  read(): Promise<unknown>;

  /** Releases the body, also while a `read` waits. */
  cancel(reason?: unknown): Promise<void>;
}

export function documentReader(body: AnswerBody): DocumentReader {
  const chunks = "getReader" in body ? body.getReader() : iterableReader(body);
  const parse = documentParser();

  return {
    async read() {
      for (;;) {
        const { done, value } = await chunks.read();
        if (done) return undefined;
        if (value.chunk?.bytes) return parse(value.chunk.bytes);
      }
    },
    cancel: (reason) => chunks.cancel(reason),
  };
}

/** Parses the documents of one answer, counting them for the error. */
export function documentParser(): (bytes: Uint8Array) => unknown {
  const decoder = new TextDecoder();
  let documentsRead = 0;

  return (bytes) => {
    try {
      const document: unknown = JSON.parse(decoder.decode(bytes));
      documentsRead++;
      return document;
    } catch (cause) {
      const complaint = `is not JSON (${bytes.length} bytes): read the bytes yourself.`;
      throw new DocumentError("NOT_JSON", documentsRead, complaint, cause);
    }
  };
}

/** A reader whose results are an iterator's: the types of runtimes differ in those of a stream. */
interface ChunkReader {
  read(): Promise<IteratorResult<AnswerChunk, unknown>>;
  cancel(reason?: unknown): Promise<void>;
}

function iterableReader(body: Uint8Array | AsyncIterable<AnswerChunk>): ChunkReader {
  const iterator: Iterator<AnswerChunk> | AsyncIterator<AnswerChunk> =
    Symbol.asyncIterator in body
      ? body[Symbol.asyncIterator]()
      : [{ chunk: { bytes: body } }].values();
  return {
    read: async () => iterator.next(),
    async cancel() {
      await iterator.return?.();
    },
  };
}
