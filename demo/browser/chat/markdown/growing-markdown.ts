import { element } from "../../dom.ts";
import { type Block, type List, parseBlocks } from "./blocks.ts";
import { type Inline, parseInline } from "./inline.ts";

/**
 * Shows a text in Markdown that grows. What is finished stays as it is, so that it can be selected
 * meanwhile. Elements are made one by one, never from HTML, so a text cannot bring any of its own.
 */
export class GrowingMarkdown {
  readonly #parent: HTMLElement;
  readonly #onBlock: (text: string) => void;
  readonly #blocks: { raw: string; node: HTMLElement }[] = [];
  #announced = 0;

  /** @param onBlock is called with the text of each paragraph, list, … when it is finished */
  constructor(parent: HTMLElement, onBlock: (text: string) => void) {
    this.#parent = parent;
    this.#onBlock = onBlock;
  }

  show(source: string, isOver: boolean): void {
    const parsed = parseBlocks(source);
    for (const [index, { raw, block }] of parsed.entries()) {
      const old = this.#blocks[index];
      if (old?.raw === raw) continue;
      const node = blockElement(block);
      if (old) old.node.replaceWith(node);
      else this.#parent.append(node);
      this.#blocks[index] = { raw, node };
    }
    for (const { node } of this.#blocks.splice(parsed.length)) node.remove();
    const finished = isOver ? parsed.length : parsed.length - 1;
    for (; this.#announced < finished; this.#announced++) {
      const text = this.#blocks[this.#announced]?.node.textContent;
      if (text?.trim()) this.#onBlock(text);
    }
  }
}

function blockElement(block: Block): HTMLElement {
  switch (block.type) {
    case "paragraph":
      return element("p", {}, ...inlineNodes(block.text));
    case "heading": {
      // Below the page's own headings.
      const level = Math.min(block.depth + 2, 6) as 3 | 4 | 5 | 6;
      return element(`h${level}`, {}, ...inlineNodes(block.text));
    }
    case "code":
      // It scrolls sideways, so the keyboard has to get there.
      return element("pre", { tabindex: 0 }, element("code", {}, block.text));
    case "quote":
      return element("blockquote", {}, ...block.blocks.map(blockElement));
    case "rule":
      return element("hr");
    case "list":
      return listElement(block);
    case "table":
      return element(
        "table",
        {},
        element("thead", {}, row("th", block.header)),
        element("tbody", {}, ...block.rows.map((cells) => row("td", cells))),
      );
  }
}

function listElement({ start, loose, items }: List): HTMLElement {
  const children = items.map((blocks) =>
    element(
      "li",
      {},
      ...blocks.flatMap((block): readonly (Node | string)[] =>
        block.type === "paragraph" && !loose ? inlineNodes(block.text) : [blockElement(block)],
      ),
    ),
  );
  return start === undefined
    ? element("ul", {}, ...children)
    : element("ol", { start: start === 1 ? undefined : start }, ...children);
}

const row = (tag: "th" | "td", cells: readonly string[]): HTMLElement =>
  element("tr", {}, ...cells.map((cell) => element(tag, {}, ...inlineNodes(cell))));

const inlineNodes = (text: string): readonly (Node | string)[] => parseInline(text).map(inlineNode);

function inlineNode(inline: Inline): Node | string {
  switch (inline.type) {
    case "text":
      return inline.text;
    case "code":
      return element("code", {}, inline.text);
    case "break":
      return element("br");
    case "link":
      return element(
        "a",
        { href: inline.href, target: "_blank", rel: "noopener noreferrer" },
        ...inline.content.map(inlineNode),
      );
    default:
      return element(inline.type, {}, ...inline.content.map(inlineNode));
  }
}
