import { answerView } from "./answer.ts";
import type { Connection } from "./connection.ts";
import { element, find } from "./dom.ts";
import type { Turn } from "./models.ts";
import { Run } from "./run.ts";
import type { Settings } from "./settings.ts";

/** What the chat needs of the page around it. */
export interface ChatHost {
  readonly settings: Settings;
  /** @throws what is wrong with the settings. */
  readonly connection: Connection;
  /** A new run begins. */
  show(run: Run): void;
  /** The visitor wants to look into a run. */
  inspect(run: Run): void;
  openSettings(): void;
}

const conversation = find("#conversation", HTMLElement);
const welcome = find("#welcome", HTMLElement);
const form = find("#ask", HTMLFormElement);
const question = find("#question", HTMLTextAreaElement);
const button = find("#send", HTMLButtonElement);

interface Message {
  run: Run;
  view: HTMLElement;
}

/** The conversation, and the form in which it is carried on. */
export class Chat {
  readonly #host: ChatHost;
  readonly #messages: Message[] = [];
  #stopping: AbortController | undefined;

  constructor(host: ChatHost) {
    this.#host = host;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#stopping) this.#stopping.abort();
      else if (question.value.trim()) this.ask(question.value.trim());
    });
    question.addEventListener("keydown", (event) => {
      // While a word is being composed, Enter belongs to the input method.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      if (!this.#stopping) form.requestSubmit();
    });
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !document.querySelector("dialog[open]"))
        this.#stopping?.abort();
    });
    for (const suggestion of welcome.querySelectorAll("button")) {
      suggestion.addEventListener("click", () => this.ask(suggestion.textContent ?? ""));
    }
  }

  ask(text: string): void {
    if (this.#stopping) return;
    question.value = "";
    welcome.hidden = true;
    const run = new Run(text, this.#host.settings.modelId);
    const view = element("div", { class: "exchange" });
    view.append(element("article", { class: "question", "aria-label": "You" }, text));
    const message = { run, view };
    this.#messages.push(message);
    conversation.append(view);
    this.#answer(message);
  }

  /** Forgets the conversation. */
  clear(): void {
    this.#stopping?.abort();
    for (const { view } of this.#messages.splice(0)) view.remove();
    welcome.hidden = false;
    question.focus();
  }

  #retry(message: Message): void {
    if (this.#stopping) return;
    message.run = new Run(message.run.question, this.#host.settings.modelId);
    message.view.lastElementChild?.remove();
    this.#answer(message);
    question.focus();
  }

  async #answer(message: Message): Promise<void> {
    const { run, view } = message;
    const stopping = new AbortController();
    this.#stopping = stopping;
    this.#showSending(true);
    view.append(
      answerView(run, this.#host.settings, {
        retry: () => this.#retry(message),
        inspect: () => this.#host.inspect(run),
        openSettings: () => this.#host.openSettings(),
      }),
    );
    const stick = stickToEnd(view);
    this.#host.show(run);
    try {
      await this.#host.connection.ask(run, this.#turnsUntil(message), stopping.signal);
    } catch (error) {
      run.end("failed", error);
    } finally {
      if (this.#stopping === stopping) {
        this.#stopping = undefined;
        this.#showSending(false);
      }
      stick();
    }
  }

  /** The conversation so far. A question that got no answer is left out: models want turns to alternate. */
  #turnsUntil(message: Message): Turn[] {
    const before = this.#messages.slice(0, this.#messages.indexOf(message));
    return [
      ...before
        .filter(({ run }) => run.text !== "" && run.state !== "failed")
        .flatMap(({ run }): Turn[] => [
          { role: "user", text: run.question },
          { role: "assistant", text: run.text },
        ]),
      { role: "user", text: message.run.question },
    ];
  }

  #showSending(sending: boolean): void {
    form.classList.toggle("sending", sending);
    button.setAttribute("aria-label", sending ? "Stop" : "Send");
  }
}

/** Keeps the end in view while it grows, unless the reader scrolls up. Gives what ends that. */
function stickToEnd(view: HTMLElement): () => void {
  const scroller = conversation.parentElement!;
  let sticks = true;
  const toEnd = () => {
    if (sticks) scroller.scrollTop = scroller.scrollHeight;
  };
  const onScroll = () => {
    sticks = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40;
  };
  const observer = new ResizeObserver(toEnd);
  observer.observe(view);
  scroller.addEventListener("scroll", onScroll);
  toEnd();
  return () => {
    // Once more, for what is shown at the end.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        observer.disconnect();
        scroller.removeEventListener("scroll", onScroll);
      }),
    );
  };
}
