import { DocumentError } from "../errors/document-error.ts";

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
