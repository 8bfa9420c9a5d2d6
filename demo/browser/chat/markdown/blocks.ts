/** A paragraph, list, table, … of a text in Markdown; its text is not read for inline markup yet. */
export type Block =
  | { readonly type: "paragraph"; readonly text: string }
  | { readonly type: "heading"; readonly depth: number; readonly text: string }
  | { readonly type: "code"; readonly text: string }
  | { readonly type: "quote"; readonly blocks: readonly Block[] }
  | { readonly type: "rule" }
  | List
  | Table;

export interface List {
  readonly type: "list";
  /** What an ordered list starts with; undefined for bullets. */
  readonly start: number | undefined;
  /** Whether its items stand apart, as paragraphs. */
  readonly loose: boolean;
  readonly items: readonly (readonly Block[])[];
}

interface Table {
  readonly type: "table";
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A block and the lines that it was read from. */
export interface ParsedBlock {
  readonly raw: string;
  readonly block: Block;
}

/** Deeper lists and quotes than any writer means are left as text: it bounds both time and stack. */
const maxDepth = 8;

/** Reads the blocks of a text in Markdown, tables included. HTML is text. */
export function parseBlocks(source: string): ParsedBlock[] {
  return parseLines(source.split(/\r\n|\r|\n/), 0);
}

function parseLines(lines: readonly string[], depth: number): ParsedBlock[] {
  const found: ParsedBlock[] = [];
  let at = 0;
  while (at < lines.length) {
    if (isBlank(lines[at]!)) {
      at++;
      continue;
    }
    const [block, end] = blockAt(lines, at, depth);
    found.push({ raw: lines.slice(at, end).join("\n"), block });
    at = end;
  }
  return found;
}

/** Where a block ends: the line after its last. */
type Ended<T extends Block> = readonly [block: T, end: number];

function blockAt(lines: readonly string[], at: number, depth: number): Ended<Block> {
  const line = lines[at]!;
  const fence = fenceOf(line);
  if (fence) return codeAt(lines, at, fence);
  const heading = /^ {0,3}(#{1,6})(?:[ \t](.*))?$/.exec(line);
  if (heading) {
    const text = (heading[2] ?? "").trim().replace(/ #+$/, "");
    return [{ type: "heading", depth: heading[1]!.length, text }, at + 1];
  }
  if (isRule(line)) return [{ type: "rule" }, at + 1];
  if (depth < maxDepth) {
    if (isQuote(line)) return quoteAt(lines, at, depth);
    if (itemOf(line)) return listAt(lines, at, depth);
  }
  if (isTable(lines, at)) return tableAt(lines, at);
  if (/^(?: {4}|\t)/.test(line)) return indentedCodeAt(lines, at);
  return paragraphAt(lines, at, depth);
}

const isBlank = (line: string): boolean => line.trim() === "";

const isRule = (line: string): boolean =>
  /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/.test(line);

const isQuote = (line: string): boolean => /^ {0,3}>/.test(line);

/** The mark of a fence and how far it is indented. */
interface Fence {
  readonly mark: string;
  readonly indent: number;
}

function fenceOf(line: string): Fence | undefined {
  const [, indent, mark, info] = /^( {0,3})(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
  if (indent === undefined || !mark || (mark[0] === "`" && info!.includes("`"))) return undefined;
  return { mark, indent: indent.length };
}

/** Also without its end, as while it is being written. */
function codeAt(lines: readonly string[], at: number, { mark, indent }: Fence): Ended<Block> {
  const isEnd = (line: string) => {
    const trimmed = line.trim();
    return trimmed.length >= mark.length && trimmed === mark[0]!.repeat(trimmed.length);
  };
  let end = at + 1;
  while (end < lines.length && !isEnd(lines[end]!)) end++;
  const text = lines
    .slice(at + 1, end)
    .map((line) => dedent(line, indent))
    .join("\n");
  return [{ type: "code", text }, Math.min(end + 1, lines.length)];
}

function indentedCodeAt(lines: readonly string[], at: number): Ended<Block> {
  let end = at;
  while (end < lines.length && (/^(?: {4}|\t)/.test(lines[end]!) || isBlank(lines[end]!))) end++;
  while (isBlank(lines[end - 1]!)) end--;
  const text = lines
    .slice(at, end)
    .map((line) => line.replace(/^(?: {1,4}|\t)/, ""))
    .join("\n");
  return [{ type: "code", text }, end];
}

function quoteAt(lines: readonly string[], at: number, depth: number): Ended<Block> {
  let end = at;
  while (end < lines.length && isQuote(lines[end]!)) end++;
  const inner = lines.slice(at, end).map((line) => line.replace(/^ {0,3}> ?/, ""));
  return [{ type: "quote", blocks: blocksOf(inner, depth + 1) }, end];
}

/** What begins an item of a list. */
interface ItemStart {
  /** Items of one list share it. */
  readonly kind: string;
  readonly start: number | undefined;
  /** How far the lines of the item are indented. */
  readonly indent: number;
  readonly text: string;
}

function itemOf(line: string): ItemStart | undefined {
  const [, indent, mark, gap = "", text = ""] =
    /^( {0,3})([-*+]|\d{1,9}[.)])(?:([ \t]+)(.*))?$/.exec(line) ?? [];
  if (indent === undefined || !mark || isRule(line)) return undefined;
  const start = Number.parseInt(mark, 10);
  const gapWidth = gap.length >= 1 && gap.length <= 4 ? gap.length : 1;
  return {
    kind: mark.at(-1)!,
    start: Number.isNaN(start) ? undefined : start,
    indent: indent.length + mark.length + gapWidth,
    text: gap.slice(gapWidth) + text,
  };
}

function listAt(lines: readonly string[], from: number, depth: number): Ended<List> {
  const { kind, start } = itemOf(lines[from]!)!;
  const items: Block[][] = [];
  let loose = false;
  let at = from;
  while (at < lines.length) {
    const item = itemOf(lines[at]!);
    if (item?.kind !== kind) break;
    const own = [item.text];
    let end = at + 1;
    for (; end < lines.length; end++) {
      const line = lines[end]!;
      if (isBlank(line)) {
        own.push("");
      } else if (indentOf(line) >= item.indent) {
        own.push(dedent(line, item.indent));
      } else if (own.at(-1) !== "" && !interrupts(line) && !itemOf(line)) {
        // A paragraph's next line need not be indented.
        own.push(line.trimStart());
      } else {
        break;
      }
    }
    let blanks = 0;
    while (own.length > 1 && own.at(-1) === "") {
      own.pop();
      blanks++;
    }
    if (own.includes("")) loose = true;
    items.push(blocksOf(own, depth + 1));
    const goesOn = end < lines.length && itemOf(lines[end]!)?.kind === kind;
    if (goesOn && blanks > 0) loose = true;
    at = goesOn ? end : end - blanks;
    if (!goesOn) break;
  }
  return [{ type: "list", start, loose, items }, at];
}

function isTable(lines: readonly string[], at: number): boolean {
  const below = lines[at + 1];
  if (!lines[at]!.includes("|") || !below?.includes("-")) return false;
  const rule = cellsOf(below);
  return rule.every((cell) => /^:?-+:?$/.test(cell)) && rule.length === cellsOf(lines[at]!).length;
}

function tableAt(lines: readonly string[], at: number): Ended<Table> {
  const header = cellsOf(lines[at]!);
  let end = at + 2;
  while (end < lines.length && lines[end]!.includes("|")) end++;
  const rows = lines.slice(at + 2, end).map(cellsOf);
  return [{ type: "table", header, rows }, end];
}

function cellsOf(line: string): string[] {
  const cells = line.trim().split(/(?<!\\)\|/);
  if (cells[0] === "") cells.shift();
  if (cells.at(-1) === "") cells.pop();
  return cells.map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function paragraphAt(lines: readonly string[], at: number, depth: number): Ended<Block> {
  let end = at + 1;
  while (
    end < lines.length &&
    !isBlank(lines[end]!) &&
    !interrupts(lines[end]!) &&
    !(depth < maxDepth && beginsList(lines[end]!)) &&
    !isTable(lines, end)
  ) {
    end++;
  }
  const text = lines.slice(at, end).map((line) => line.trimStart());
  return [{ type: "paragraph", text: text.join("\n").trimEnd() }, end];
}

/** A list that interrupts a paragraph starts with 1: a year at a line's beginning does not. */
function beginsList(line: string): boolean {
  const item = itemOf(line);
  return item !== undefined && item.text !== "" && (item.start ?? 1) === 1;
}

const interrupts = (line: string): boolean =>
  fenceOf(line) !== undefined ||
  /^ {0,3}#{1,6}(?:[ \t]|$)/.test(line) ||
  isRule(line) ||
  isQuote(line);

const blocksOf = (lines: readonly string[], depth: number): Block[] =>
  parseLines(lines, depth).map(({ block }) => block);

const indentOf = (line: string): number => /^[ \t]*/.exec(line)![0].replaceAll("\t", "    ").length;

function dedent(line: string, columns: number): string {
  if (line.startsWith("\t")) return line.slice(1);
  let at = 0;
  while (at < columns && line[at] === " ") at++;
  return line.slice(at);
}
