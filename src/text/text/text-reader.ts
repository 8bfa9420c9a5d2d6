import type { AnswerBody } from "../documents/answer-body.ts";
import { documentReader } from "../documents/document-reader.ts";
import { choicesIn, textOfPart } from "../shapes/choices.ts";

/** The text of a document's first choice. */
export const textIn = (document: unknown): string =>
  choicesIn(document)
    .flatMap(({ index, parts }) => (index === 0 ? parts.map(textOfPart) : []))
    .join("");

/**
 * Reads the text of one document after the other, joining what a document boundary cuts inside a
 * surrogate pair: half a pair cannot be encoded. Called with undefined, for the end, it returns what
 * is left.
 */
export function textPieces(): (document: unknown) => string {
  let held = "";
  return (document) => {
    const text = held + textIn(document);
    const end = document === undefined ? text.length : text.search(/[\ud800-\udbff]?$/);
    held = text.slice(end);
    return text.slice(0, end);
  };
}

export interface TextReader {
  /** The next text, or "" at the end. */
  read(): Promise<string>;
  cancel(reason?: unknown): Promise<void>;
}

export function textReader(body: AnswerBody): TextReader {
  const { read, cancel } = documentReader(body);
  const textOf = textPieces();

  return {
    async read() {
      for (;;) {
        const document = await read();
        const text = textOf(document);
        if (text || document === undefined) return text;
      }
    },
    cancel,
  };
}
