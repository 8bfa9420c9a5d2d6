const MAX_DEPTH = 16;

const TOKEN =
  /<\/([\w:.-]+)\s*>|<([\w:.-]+)(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(\/?)>|([^<]+)/y;

/**
 * The text of every element that holds text alone, by the names from the root to it, such as
 * `"ErrorResponse/Error/Code"`. The first wins where a path comes twice. Undefined if the XML is not
 * well-formed.
 *
 * Reads the XML that AWS's query protocol writes: elements, attributes (skipped), text with its
 * entities. Document types, CDATA and comments do not occur there and are refused. No runtime but
 * the browser has DOMParser.
 */
export function xmlLeaves(xml: string): Map<string, string> | undefined {
  const leaves = new Map<string, string>();
  const path: string[] = [];
  let text: string | undefined;
  let roots = 0;
  let at = xml.startsWith("<?xml") ? xml.indexOf("?>") + 2 : 0;

  const close = (name: string | undefined): boolean => {
    const key = path.join("/");
    if (path.pop() !== name) return false;
    if (text !== undefined && !leaves.has(key)) leaves.set(key, text);
    text = undefined;
    return true;
  };

  while (at < xml.length) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(xml);
    if (token === null) return undefined;
    at = TOKEN.lastIndex;
    const [, closing, opening, selfClosing, characters] = token;
    if (characters !== undefined) {
      if (path.length === 0 && characters.trim() !== "") return undefined;
      const decoded = decodeEntities(characters);
      if (decoded === undefined) return undefined;
      if (text !== undefined) text += decoded;
    } else if (closing !== undefined) {
      if (!close(closing)) return undefined;
    } else if (opening !== undefined) {
      if (path.length === 0) roots++;
      path.push(opening);
      text = "";
      if (roots > 1 || path.length > MAX_DEPTH) return undefined;
      if (selfClosing === "/" && !close(opening)) return undefined;
    }
  }
  return roots === 1 && path.length === 0 ? leaves : undefined;
}

const NAMED: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

function decodeEntities(text: string): string | undefined {
  let isValid = true;
  const decoded = text.replace(/&([^&;]{0,10};?)/g, (_, entity: string) => {
    const [, hex, decimal, name = ""] = /^(?:#x([\da-f]+)|#(\d+)|([a-z]+));$/i.exec(entity) ?? [];
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    const character = isCharacter(code) ? String.fromCodePoint(code) : NAMED.get(name);
    isValid &&= character !== undefined;
    return character ?? "";
  });
  return isValid ? decoded : undefined;
}

/** Every code point but zero and the halves of surrogate pairs. */
const isCharacter = (code: number): boolean =>
  (code > 0 && code < 0xd800) || (code > 0xdfff && code <= 0x10ffff);
