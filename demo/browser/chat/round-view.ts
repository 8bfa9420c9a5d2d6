import type { Round, ToolRun } from "../asking/run.ts";
import { element } from "../dom.ts";
import { announce } from "./announcer.ts";
import { GrowingMarkdown } from "./markdown/growing-markdown.ts";

/** One answer of the model as it grows: its thinking apart, its words, the tools that it called. */
export class RoundView {
  readonly node: HTMLElement;
  readonly #thinking: HTMLDetailsElement;
  readonly #thoughts = element("p");
  readonly #markdown: GrowingMarkdown;
  #touched = false;
  #toolsShown = 0;

  constructor() {
    const summary = element("summary", { onclick: () => (this.#touched = true) }, "Thinking");
    this.#thinking = element(
      "details",
      { class: "thinking", hidden: true },
      summary,
      this.#thoughts,
    );
    const words = element("div", { class: "words" });
    this.#markdown = new GrowingMarkdown(words, announce);
    this.node = element("div", { class: "round" }, this.#thinking, words);
  }

  show(round: Round, isOver: boolean): void {
    this.#thinking.hidden = round.reasoning === "";
    // Open while there is nothing else to read, unless the reader has decided.
    if (!this.#touched) this.#thinking.open = round.text === "" && !isOver;
    if (this.#thoughts.textContent !== round.reasoning)
      this.#thoughts.textContent = round.reasoning;
    this.#markdown.show(round.text, isOver);
    for (; this.#toolsShown < round.toolRuns.length; this.#toolsShown++) {
      const toolRun = round.toolRuns[this.#toolsShown]!;
      this.node.append(toolCard(toolRun));
      announce(`This page ran ${toolRun.name}: ${toolRun.text}`);
    }
  }
}

const toolCard = (toolRun: ToolRun): HTMLElement =>
  element(
    "div",
    { class: toolRun.failed ? "tool failure" : "tool" },
    element(
      "p",
      {},
      "This page ran ",
      element("code", {}, toolRun.name),
      " ",
      element("code", {}, toolRun.arguments),
    ),
    element("p", { class: "result" }, toolRun.text),
  );
