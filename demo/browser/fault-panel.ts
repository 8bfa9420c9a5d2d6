import { element, find } from "./dom.ts";
import { mischiefs } from "./faults.ts";
import type { Run } from "./run.ts";

const preset = find("#fault", HTMLSelectElement);
const words = find("#fault-words", HTMLInputElement);
const times = find("#fault-times", HTMLSelectElement);
const expectation = find("#fault-expect", HTMLElement);
const notice = find("#mischief", HTMLElement);
const noticeWords = find("#mischief span", HTMLElement);
const off = find("#mischief button", HTMLButtonElement);

preset.append(...mischiefs.map(({ name, header }) => element("option", { value: header }, name)));

preset.addEventListener("change", () => {
  words.value = preset.value;
  show();
});
words.addEventListener("input", () => {
  const known = mischiefs.some(({ header }) => header === words.value);
  preset.value = known ? words.value : "";
  show();
});
times.addEventListener("change", show);
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
  expectation.textContent = mischiefs.find(({ header }) => header === fault)?.expect ?? "";
  notice.hidden = fault === "";
  noticeWords.textContent = `The simulator misbehaves: ${fault}`;
}
