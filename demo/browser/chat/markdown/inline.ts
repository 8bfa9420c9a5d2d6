/** A piece of a line: text, or text that is marked up. */
export type Inline =
  | { readonly type: "text" | "code"; readonly text: string }
  | { readonly type: "break" }
  | { readonly type: "strong" | "em" | "del"; readonly content: readonly Inline[] }
  | { readonly type: "link"; readonly href: string; readonly content: readonly Inline[] };

/** Deeper markup than any writer means is left as text: it bounds both time and stack. */
const maxDepth = 8;

const escapable = /[!-/:-@[-`{-~]/;
const wordCharacter = /[\p{L}\p{N}]/u;
const webAddress = /https?:\/\/[^\s<>"`]+/y;

/**
 * Reads the inline markup of Markdown: code spans, emphasis, links, hard breaks, escapes. Markup that
 * is not closed is text, and so is HTML. An image becomes a link: loading one would tell its host
 * what was said.
 */
export function parseInline(text: string, depth = 0): Inline[] {
  const found: Inline[] = [];
  // Once a mark has no closing one, neither have those after it.
  const unclosed = new Set<string>();
  let pending = "";
  let at = 0;

  const add = (inline: Inline, end: number) => {
    if (pending) found.push({ type: "text", text: pending });
    pending = "";
    found.push(inline);
    at = end;
  };
  const closing = (mark: string, from: number, accepts: (at: number) => boolean): number => {
    if (unclosed.has(mark)) return -1;
    for (let end = text.indexOf(mark, from); end >= 0; end = text.indexOf(mark, end + 1)) {
      if (accepts(end)) return end;
    }
    unclosed.add(mark);
    return -1;
  };

  while (at < text.length) {
    const sign = text[at]!;
    const next = text[at + 1] ?? "";
    if (sign === "\\" && next === "\n") {
      add({ type: "break" }, at + 2);
      continue;
    }
    if (sign === "\\" && escapable.test(next)) {
      pending += next;
      at += 2;
      continue;
    }
    // Looked up in the text: what is pending is costly to look into while it grows.
    if (sign === "\n" && text[at - 1] === " " && text[at - 2] === " ") {
      pending = pending.trimEnd();
      add({ type: "break" }, at + 1);
      continue;
    }
    if (sign === "`") {
      const mark = runAt(text, at);
      const end = closing(mark, at + mark.length, (end) => isRun(text, end, mark));
      if (end >= 0) {
        const code = text.slice(at + mark.length, end).replaceAll("\n", " ");
        add({ type: "code", text: unpadded(code) }, end + mark.length);
        continue;
      }
      pending += mark;
      at += mark.length;
      continue;
    }
    if ((sign === "*" || sign === "_" || (sign === "~" && next === "~")) && depth < maxDepth) {
      const mark = next === sign ? sign + sign : sign;
      const from = at + mark.length;
      const opens =
        /\S/.test(text[from] ?? "") && !(sign === "_" && wordCharacter.test(text[at - 1] ?? ""));
      const end = opens ? closing(mark, from + 1, (end) => closes(text, end, mark)) : -1;
      if (end >= 0) {
        const type = sign === "~" ? "del" : mark.length === 2 ? "strong" : "em";
        const content = parseInline(text.slice(from, end), depth + 1);
        add({ type, content }, end + mark.length);
        continue;
      }
      pending += mark;
      at += mark.length;
      continue;
    }
    if ((sign === "[" || (sign === "!" && next === "[")) && depth < maxDepth) {
      const link = linkAt(text, sign === "!" ? at + 1 : at);
      if (link) {
        const content = parseInline(link.text || link.href, depth + 1);
        add(
          link.href ? { type: "link", href: link.href, content } : { type: "em", content },
          link.end,
        );
        continue;
      }
    }
    if (sign === "h" && !wordCharacter.test(text[at - 1] ?? "")) {
      const href = webAddressAt(text, at);
      if (href) {
        add({ type: "link", href, content: [{ type: "text", text: href }] }, at + href.length);
        continue;
      }
    }
    pending += sign;
    at++;
  }
  if (pending) found.push({ type: "text", text: pending });
  return found;
}

/** The text of it without its markup. */
export function plainText(content: readonly Inline[]): string {
  return content
    .map((inline) => {
      if (inline.type === "break") return "\n";
      return "text" in inline ? inline.text : plainText(inline.content);
    })
    .join("");
}

function runAt(text: string, at: number): string {
  let end = at;
  while (text[end] === text[at]) end++;
  return text.slice(at, end);
}

const isRun = (text: string, at: number, mark: string): boolean =>
  text[at - 1] !== mark[0] && text[at + mark.length] !== mark[0];

function closes(text: string, at: number, mark: string): boolean {
  const sign = mark[0]!;
  const before = text[at - 1]!;
  const after = text[at + mark.length] ?? "";
  if (/\s/.test(before) || before === "\\" || after === sign) return false;
  if (sign === "_" && wordCharacter.test(after)) return false;
  // In `*a **b***` a run ends what is inside first: the single mark closes with its last sign.
  return mark.length === 2 || before !== sign || runBefore(text, at) % 2 === 0;
}

/** How many of the same sign stand before this one; no more are counted than any markup has. */
function runBefore(text: string, at: number): number {
  let start = at;
  while (text[start - 1] === text[at] && at - start < 16) start--;
  return at - start;
}

const unpadded = (code: string): string =>
  code.startsWith(" ") && code.endsWith(" ") && code.trim() !== "" ? code.slice(1, -1) : code;

/** `[text](href "title")`; an href that a page should not follow is left out. */
function linkAt(text: string, at: number): { text: string; href: string; end: number } | undefined {
  let depth = 0;
  let close = at;
  // No link has a longer text; without a bound, brackets alone would take quadratic time.
  const last = Math.min(text.length, at + 1000);
  for (; close < last; close++) {
    if (text[close] === "\\") close++;
    else if (text[close] === "[") depth++;
    else if (text[close] === "]" && --depth === 0) break;
  }
  if (depth !== 0 || text[close + 1] !== "(") return undefined;
  const from = close + 2;
  let parentheses = 1;
  let end = from;
  const lastOfAll = Math.min(text.length, from + 2000);
  for (; end < lastOfAll; end++) {
    if (text[end] === "(") parentheses++;
    else if (text[end] === ")" && --parentheses === 0) break;
  }
  if (parentheses !== 0 || end >= lastOfAll) return undefined;
  const [address = ""] = text.slice(from, end).trim().split(/\s/, 1);
  const href = address.replace(/^<|>$/g, "");
  return {
    text: text.slice(at + 1, close),
    href: /^(?:https?:\/\/|mailto:)/i.test(href) ? href : "",
    end: end + 1,
  };
}

function webAddressAt(text: string, at: number): string | undefined {
  webAddress.lastIndex = at;
  const [address] = webAddress.exec(text) ?? [];
  if (!address) return undefined;
  // A sentence's own signs do not belong to the address in it.
  const trimmed = address.replace(/[.,:;!?'*_~)\]]+$/, (signs) =>
    signs.startsWith(")") && address.includes("(") ? ")" : "",
  );
  return trimmed.length > "https://".length ? trimmed : undefined;
}
