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
  let held = "";

  return (document) => {
    const ended = document === undefined;
    let text = held;
    for (const { index, parts, listed } of choicesIn(document)) {
      for (const part of index === 0 ? parts : []) {
        let piece = textOfPart(part);
        if (listed === "choices" && start !== undefined) {
          start += piece;
          piece = start.replace(/^<(think|reasoning)>.*?(<\/\1>|$)|^<[a-z]{0,9}$/s, "");
          start = piece ? undefined : start.replace(/>.*(?=.{12})/s, ">");
        }
        text += piece;
      }
    }
    // What began like a tag and is not one.
    if (ended && start) text += start.replace(/.*>.*/s, "");
    held = ended ? "" : `${/[\ud800-\udbff]?$/.exec(text)}`;
    const whole = text.slice(0, text.length - held.length);
    return whole ? [whole] : [];
  };
}
