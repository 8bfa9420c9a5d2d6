import DOMPurify from "dompurify";
import { Marked, type Token } from "marked";

const markdown = new Marked({
  renderer: {
    // Below the page's own headings.
    heading({ tokens, depth }) {
      const level = Math.min(depth + 2, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
    },
    // HTML in an answer is text about HTML.
    html: ({ text }) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`),
  },
});

/** Text with some structure. No images: an address in one could tell others what was said here. */
const allowed = {
  ALLOWED_TAGS: [
    ..."a blockquote br code del em h3 h4 h5 h6 hr li ol p pre strong".split(" "),
    ..."table tbody td th thead tr ul".split(" "),
  ],
  ALLOWED_ATTR: ["align", "href", "start"],
  RETURN_DOM_FRAGMENT: true as const,
};

DOMPurify.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName === "A") {
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer");
  }
  // It scrolls sideways, so the keyboard has to get there.
  if (node.tagName === "PRE") node.setAttribute("tabindex", "0");
});

/** Shows a text that grows. What is finished stays as it is, so that it can be selected meanwhile. */
export class GrowingMarkdown {
  readonly #parent: HTMLElement;
  readonly #onBlock: (text: string) => void;
  readonly #blocks: { raw: string; nodes: ChildNode[] }[] = [];
  #told = 0;

  /** @param onBlock told each paragraph, list, … as text when it is finished */
  constructor(parent: HTMLElement, onBlock: (text: string) => void) {
    this.#parent = parent;
    this.#onBlock = onBlock;
  }

  show(source: string, isOver: boolean): void {
    const tokens = markdown.lexer(source);
    for (const [index, token] of tokens.entries()) {
      if (this.#blocks[index]?.raw !== token.raw) this.#replace(index, token);
    }
    for (const { nodes } of this.#blocks.splice(tokens.length)) remove(nodes);
    const finished = isOver ? tokens.length : tokens.length - 1;
    for (; this.#told < finished; this.#told++) {
      const text = this.#blocks[this.#told]?.nodes.map((node) => node.textContent).join("");
      if (text?.trim()) this.#onBlock(text);
    }
  }

  #replace(index: number, token: Token): void {
    const fragment = DOMPurify.sanitize(markdown.parser([token]), allowed);
    const nodes = [...fragment.childNodes];
    const old = this.#blocks[index]?.nodes ?? [];
    const next = this.#blocks.slice(index + 1).find((block) => block.nodes.length > 0)?.nodes[0];
    this.#parent.insertBefore(fragment, next ?? null);
    remove(old);
    this.#blocks[index] = { raw: token.raw, nodes };
  }
}

const remove = (nodes: readonly ChildNode[]): void => {
  for (const node of nodes) node.remove();
};
