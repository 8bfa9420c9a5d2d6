/** Some of a choice's content, apart. */
export type Split = readonly [reasoning: string, text: string];

/**
 * Splits the pieces of a choice's content into the reasoning in tags at its very beginning and the
 * text. What could be part of a tag is held until the next piece decides; called without one, it
 * returns what is held.
 */
export function reasoningSplitter(): (piece?: string) => Split {
  /** What is not decided, after the opening tag if there was one; undefined once all is text. */
  let held: string | undefined = "";

  return (piece) => {
    if (held === undefined) return ["", piece ?? ""];
    const ended = piece === undefined;
    const content: string = held + (piece ?? "");
    const [, tag, , reasoning = "", , text] =
      /^(<(think|reasoning)>)(.*?)(<\/\2>(.*))?$/s.exec(content) ?? [];
    if (tag && text === undefined) {
      // A closing tag may have begun.
      const end = reasoning.search(ended ? /$/ : /(<[^<]{0,11})?$/);
      held = tag + reasoning.slice(end);
      return [reasoning.slice(0, end), ""];
    }
    // An opening tag may have begun, or nothing has.
    held = !ended && /^(<[a-z]{0,9})?$/.test(content) ? content : undefined;
    return held === undefined ? [reasoning, text ?? content] : ["", ""];
  };
}
