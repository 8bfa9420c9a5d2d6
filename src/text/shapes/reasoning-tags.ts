const tags = ["<think>", "<reasoning>"];

/** Some of a choice's content, apart. */
export type Split = readonly [reasoning: string, text: string];

/**
 * Splits the pieces of a choice's content into the reasoning in tags at its very beginning and the
 * text. What could be part of a tag is held until the next piece decides; called without one, it
 * returns what is held.
 */
export function reasoningSplitter(): (piece?: string) => Split {
  /** Undefined at the beginning, empty once all is text. */
  let closingTag: string | undefined;
  let held = "";

  return (piece) => {
    let rest = held + (piece ?? "");
    held = "";
    if (closingTag === undefined && rest) {
      const opening = tags.find((tag) => rest.startsWith(tag));
      if (!opening && piece && tags.some((tag) => tag.startsWith(rest))) {
        held = rest;
        return ["", ""];
      }
      closingTag = opening?.replace("<", "</") ?? "";
      rest = rest.slice(opening?.length);
    }
    if (!closingTag) return ["", rest];

    const end = rest.indexOf(closingTag);
    if (end >= 0) {
      const text = rest.slice(end + closingTag.length);
      closingTag = "";
      return [rest.slice(0, end), text];
    }
    let keep = rest.length;
    if (piece) {
      keep = Math.max(0, keep - closingTag.length);
      while (!closingTag.startsWith(rest.slice(keep))) keep++;
    }
    held = rest.slice(keep);
    return [rest.slice(0, keep), ""];
  };
}
