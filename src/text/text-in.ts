import { choicesIn, textOfPart } from "./choices.ts";

/** The text of a document's first choice. */
export const textIn = (document: unknown): string =>
  choicesIn(document)
    .flatMap(({ index, parts }) => (index === 0 ? parts.map(textOfPart) : []))
    .join("");

/**
 * Reads the text of one document after the other, and puts together what a document boundary cuts
 * inside a surrogate pair: half a pair cannot be encoded. Called with undefined, for the end, it
 * gives what is left.
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
