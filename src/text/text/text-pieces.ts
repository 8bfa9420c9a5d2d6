import type { TextOptions } from "../documents/answer.ts";
import { choicesIn, textOfPart } from "../shapes/choices.ts";

/**
 * Reads the text of the first choice, one document after the other. Called with undefined, for the
 * end, it returns what is left. It returns at most one piece.
 *
 * It leaves out the same reasoning as `reasoningSplitter`, in fewer bytes of code, and joins surrogate
 * pairs that a document boundary splits: half a pair cannot be encoded.
 */
export function textPieces({
  reasoningTags = true,
}: TextOptions = {}): (document: unknown) => readonly string[] {
  /** The ends of what may be a tag, or is inside one; undefined once the rest is text. */
  let start = reasoningTags ? "" : undefined;
  let text = "";

  return (document) => {
    for (const { index, parts, tagged } of choicesIn(document)) {
      for (const part of index ? [] : parts) {
        let piece = textOfPart(part);
        if (tagged && start !== undefined) {
          start += piece;
          piece = start.replace(/^<(think|reasoning)>.*?(<\/\1>|$)|^<[a-z]{0,9}$/s, "");
          start = piece ? undefined : start.replace(/>.*(?=.{12})/s, ">");
        }
        text += piece;
      }
    }
    // What began like a tag and is not one.
    if (document === undefined && start) text += start.replace(/.*>.*/s, "");
    const end = text.search(document === undefined ? /$/ : /[\ud800-\udbff]?$/);
    const whole = text.slice(0, end);
    text = text.slice(end);
    return whole ? [whole] : [];
  };
}
