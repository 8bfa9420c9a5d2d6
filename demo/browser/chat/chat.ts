import type { Turn } from "../../formats/format.ts";
import type { Connection } from "../asking/connection.ts";
import type { ChosenPicture } from "../asking/picture.ts";
import { Run } from "../asking/run.ts";
import { element, find } from "../dom.ts";
import type { Settings } from "../settings/settings.ts";
import { answerView } from "./answer.ts";
import { Composer } from "./composer.ts";

/** What the chat needs of the page around it. */
export interface ChatHost {
  readonly settings: Settings;
  /** @throws what is wrong with the settings. */
  readonly connection: Connection;
  change(settings: Settings): void;
  /** A new run begins. */
  show(run: Run): void;
  /** The visitor wants to look into a run. */
  inspect(run: Run): void;
  openSettings(): void;
}

const conversation = find("#conversation", HTMLElement);
const welcome = find("#welcome", HTMLElement);

interface Message {
  run: Run;
  view: HTMLElement;
}

/** The conversation, and the form in which it is carried on. */
export class Chat {
  readonly #host: ChatHost;
  readonly #composer: Composer;
  readonly #messages: Message[] = [];
  #stopping: AbortController | undefined;

  constructor(host: ChatHost) {
    this.#host = host;
    this.#composer = new Composer({
      get settings() {
        return host.settings;
      },
      change: (settings) => host.change(settings),
      ask: (question, picture) => this.ask(question, picture),
      stop: () => this.#stopping?.abort(),
    });
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !document.querySelector("dialog[open]"))
        this.#stopping?.abort();
    });
    for (const suggestion of welcome.querySelectorAll("button")) {
      suggestion.addEventListener("click", () => {
        const { clock, picture } = suggestion.dataset;
        const text = suggestion.querySelector("span")?.textContent ?? "";
        this.#composer.suggest(text, {
          clock: clock !== undefined,
          picture: picture !== undefined,
        });
      });
    }
  }

  ask(text: string, picture?: ChosenPicture): void {
    if (this.#stopping) return;
    welcome.hidden = true;
    const run = new Run(text, this.#host.settings.modelId, picture);
    const view = element("div", { class: "exchange" });
    view.append(questionView(run));
    const message = { run, view };
    this.#messages.push(message);
    conversation.append(view);
    this.#answer(message);
  }

  /** Forgets the conversation. */
  clear(): void {
    this.#stopping?.abort();
    for (const { run, view } of this.#messages.splice(0)) {
      view.remove();
      if (run.picture) URL.revokeObjectURL(run.picture.url);
    }
    welcome.hidden = false;
    this.#composer.focus();
  }

  /** Shows what can be asked with these settings. */
  showSettings(settings: Settings): void {
    this.#composer.showSettings(settings);
  }

  #retry(message: Message): void {
    if (this.#stopping) return;
    const { question, picture } = message.run;
    message.run = new Run(question, this.#host.settings.modelId, picture);
    message.view.lastElementChild?.remove();
    this.#answer(message);
    this.#composer.focus();
  }

  async #answer(message: Message): Promise<void> {
    const { run, view } = message;
    const { settings } = this.#host;
    const stopping = new AbortController();
    this.#stopping = stopping;
    this.#composer.showSending(true);
    view.append(
      answerView(run, settings, {
        retry: () => this.#retry(message),
        inspect: () => this.#host.inspect(run),
        openSettings: () => this.#host.openSettings(),
      }),
    );
    const stick = stickToEnd(view);
    this.#host.show(run);
    try {
      const turns = this.#turnsUntil(message);
      await this.#host.connection.ask(run, turns, settings, stopping.signal);
    } catch (error) {
      run.end("failed", error);
    } finally {
      if (this.#stopping === stopping) {
        this.#stopping = undefined;
        this.#composer.showSending(false);
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
        .flatMap(({ run }): Turn[] => [asked(run), { role: "assistant", text: run.text }]),
      asked(message.run),
    ];
  }
}

const asked = ({ question, picture }: Run): Turn => ({ role: "user", text: question, picture });

const questionView = ({ question, picture }: Run): HTMLElement =>
  element(
    "article",
    { class: "question", "aria-label": "You" },
    ...(picture ? [element("img", { src: picture.url, alt: `Picture ${picture.name}` })] : []),
    question,
  );

/** Keeps the end in view while it grows, unless the reader scrolls up. Returns what ends that. */
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
