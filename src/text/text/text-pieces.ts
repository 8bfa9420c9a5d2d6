import type { TextOptions } from "../documents/answer.ts";
import { choicesIn, textOfPart } from "../shapes/choices.ts";
import { reasoningSplitter } from "../shapes/reasoning-tags.ts";

/**
 * Reads the text of the first choice, one document after the other, joining what a document boundary
 * cuts inside a surrogate pair: half a pair cannot be encoded. Called with undefined, for the end, it
 * returns what is left. There is one piece, or none.
 */
export function textPieces({
  reasoningTags = true,
}: TextOptions = {}): (document: unknown) => readonly string[] {
  const split = reasoningSplitter();
  let held = "";
  return (document) => {
    let text = held;
    for (const { index, parts, tagged } of choicesIn(document)) {
      for (const part of index === 0 ? parts : []) {
        const piece = textOfPart(part);
        text += tagged && reasoningTags ? split(piece)[1] : piece;
      }
    }
    const ended = document === undefined;
    if (ended) text += split()[1];
    const end = ended ? text.length : text.search(/[\ud800-\udbff]?$/);
    held = text.slice(end);
    return end > 0 ? [text.slice(0, end)] : [];
  };
}
