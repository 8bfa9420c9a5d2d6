import type { Run } from "../asking/run.ts";
import { find } from "../dom.ts";

const preset = find("#fault", HTMLSelectElement);
const words = find("#fault-words", HTMLInputElement);
const times = find("#fault-times", HTMLSelectElement);
const expectation = find("#fault-expect", HTMLElement);
const notice = find("#mischief", HTMLElement);
const noticeWords = find("#mischief span", HTMLElement);
const off = find("#mischief button", HTMLButtonElement);

preset.addEventListener("change", () => {
  words.value = preset.value;
  show();
});
words.addEventListener("input", () => {
  preset.value = words.value.trim();
  show();
});
off.addEventListener("click", turnOffFaults);

export function turnOffFaults(): void {
  preset.value = words.value = "";
  show();
}

/** What to ask of the simulator, each run counting its attempts by itself. */
export function faultFor(run: Run): string {
  const fault = words.value.trim();
  if (fault === "") return "";
  return times.value === "" ? fault : `${fault}; times=${times.value}; key=${run.id}`;
}

function show(): void {
  const fault = words.value.trim();
  // Nothing is selected when the words are a visitor's own.
  expectation.textContent = preset.selectedOptions[0]?.dataset.expect ?? "";
  notice.hidden = fault === "";
  noticeWords.textContent = `The simulator misbehaves: ${fault}`;
}
