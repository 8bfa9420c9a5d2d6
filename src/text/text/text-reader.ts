import type { Answer, TextOptions } from "../documents/answer.ts";
import { documentReader } from "../documents/document-reader.ts";
import { choicesIn, textOfPart } from "../shapes/choices.ts";
import { reasoningSplitter } from "../shapes/reasoning-tags.ts";

/**
 * Reads the text of the first choice, one document after the other, joining what a document boundary
 * cuts inside a surrogate pair: half a pair cannot be encoded. Called with undefined, for the end, it
 * returns what is left.
 */
export function textPieces({
  reasoningTags = true,
}: TextOptions = {}): (document: unknown) => string {
  const split = reasoningSplitter();
  let held = "";
  return (document) => {
    let text = held;
    held = "";
    if (document === undefined) return text + split()[1];
    for (const { index, owner, parts, tagged } of choicesIn(document)) {
      if (index !== 0) continue;
      for (const part of parts) {
        const piece = textOfPart(part);
        text += tagged && reasoningTags ? split(piece)[1] : piece;
      }
      if (owner.finish_reason || owner.stop_reason) text += split()[1];
    }
    const end = text.search(/[\ud800-\udbff]?$/);
    held = text.slice(end);
    return text.slice(0, end);
  };
}

export interface TextReader {
  /** The next text, or "" at the end. */
  read(): Promise<string>;
  cancel(reason?: unknown): Promise<void>;
}

export function textReader(answer: Answer, options?: TextOptions): TextReader {
  const { read, cancel } = documentReader(answer);
  const textOf = textPieces(options);

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
