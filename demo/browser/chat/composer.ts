import { type Abilities, abilitiesOf, modelName } from "../asking/models.ts";
import { type ChosenPicture, drawLandscape, readPicture } from "../asking/picture.ts";
import { find } from "../dom.ts";
import type { Settings } from "../settings/settings.ts";
import { announce } from "./announcer.ts";

/** What the composer needs of the page around it. */
export interface ComposerHost {
  readonly settings: Settings;
  change(settings: Settings): void;
  ask(question: string, picture: ChosenPicture | undefined): void;
  stop(): void;
}

const form = find("#ask", HTMLFormElement);
const question = find("#question", HTMLTextAreaElement);
const send = find("#send", HTMLButtonElement);
const addPicture = find("#add-picture", HTMLButtonElement);
const file = find("#picture-file", HTMLInputElement);
const chosen = find("#chosen-picture", HTMLElement);
const preview = find("#chosen-picture img", HTMLImageElement);
const removePicture = find("#chosen-picture button", HTMLButtonElement);

/** The switches beneath the question: the setting that each changes, and the ability that it needs. */
const switches = (["clock", "thinking", "converse"] as const).map((setting) => ({
  setting,
  button: find(`#ask-${setting}`, HTMLButtonElement),
}));

/** The form in which questions are written, with what they are asked with. */
export class Composer {
  readonly #host: ComposerHost;
  #picture: ChosenPicture | undefined;
  #sending = false;

  constructor(host: ComposerHost) {
    this.#host = host;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#sending) host.stop();
      else this.#submit();
    });
    question.addEventListener("keydown", (event) => {
      // While a word is being composed, Enter belongs to the input method.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      if (!this.#sending) form.requestSubmit();
    });
    for (const { setting, button } of switches) {
      button.addEventListener("click", () =>
        host.change({ ...host.settings, [setting]: !host.settings[setting] }),
      );
    }
    addPicture.addEventListener("click", () => file.click());
    file.addEventListener("change", () => this.#read(file.files?.[0]));
    removePicture.addEventListener("click", () => {
      this.#show(undefined);
      question.focus();
    });
    form.addEventListener("paste", (event) => this.#take(event, event.clipboardData));
    form.addEventListener("drop", (event) => this.#take(event, event.dataTransfer));
    form.addEventListener("dragover", (event) => event.preventDefault());
  }

  /** Asks a question that the page suggests, with what it takes to answer. */
  async suggest(text: string, needs: { clock: boolean; picture: boolean }): Promise<void> {
    if (this.#sending) return;
    const { settings } = this.#host;
    if (needs.clock && !settings.clock) this.#host.change({ ...settings, clock: true });
    const sees = abilitiesOf(settings.modelId, settings.converse).pictures;
    this.#host.ask(text, needs.picture && sees ? await drawLandscape() : undefined);
  }

  /** Shows what can be asked of the model that is chosen. */
  showSettings(settings: Settings): void {
    const can = abilitiesOf(settings.modelId, settings.converse);
    const name = modelName(settings.modelId);
    for (const { setting, button } of switches) {
      const isPossible = setting === "converse" || can[abilityFor[setting]];
      button.disabled = !isPossible;
      button.setAttribute("aria-pressed", String(isPossible && settings[setting]));
      button.title = isPossible ? titles[setting] : `${name} ${missing[abilityFor[setting]]}`;
    }
    addPicture.disabled = !can.pictures;
    addPicture.title = can.pictures ? "Ask about a picture" : `${name} ${missing.pictures}`;
    if (!can.pictures) this.#show(undefined);
  }

  showSending(sending: boolean): void {
    this.#sending = sending;
    form.classList.toggle("sending", sending);
    send.setAttribute("aria-label", sending ? "Stop" : "Send");
  }

  focus(): void {
    question.focus();
  }

  #submit(): void {
    const text = question.value.trim();
    if (!text) return;
    question.value = "";
    const picture = this.#picture;
    this.#show(undefined);
    this.#host.ask(text, picture);
  }

  #take(event: Event, data: DataTransfer | null): void {
    const image = [...(data?.files ?? [])].find(({ type }) => type.startsWith("image/"));
    if (!image || addPicture.disabled) return;
    event.preventDefault();
    this.#read(image);
  }

  async #read(image: File | undefined): Promise<void> {
    // So that the same file can be chosen again.
    file.value = "";
    if (!image) return;
    try {
      this.#show(await readPicture(image, image.name));
      announce(`The picture ${image.name} goes with your question.`);
    } catch {
      announce(`This browser cannot read ${image.name}.`);
      question.setCustomValidity(`This browser cannot read ${image.name}.`);
      question.reportValidity();
      question.setCustomValidity("");
    }
    question.focus();
  }

  #show(picture: ChosenPicture | undefined): void {
    this.#picture = picture;
    chosen.hidden = picture === undefined;
    preview.src = picture?.url ?? "";
    preview.alt = picture ? `Your picture ${picture.name}` : "";
  }
}

const abilityFor = { clock: "tools", thinking: "thinking" } as const;

const titles = {
  clock: "Let the model ask this page for the time: a tool that runs here",
  thinking: "Have the model think before it answers",
  converse: "Ask by Converse, which has one format for all models",
};

const missing: Readonly<Record<keyof Abilities, string>> = {
  tools: "cannot call tools by InvokeModel",
  pictures: "cannot see pictures",
  thinking: "decides by itself whether it thinks",
};
