import { element, find } from "../dom.ts";
import { regions } from "./regions.ts";
import type { Settings } from "./settings.ts";

const dialog = find("#settings-dialog", HTMLDialogElement);
const form = find("#settings-dialog form", HTMLFormElement);
const aws = find("#aws", HTMLFieldSetElement);
const simulator = find("#simulator", HTMLFieldSetElement);

const region = form.elements.namedItem("region") as HTMLSelectElement;
region.append(...regions.map((name) => element("option", {}, name)));

/** Shows the settings, and returns the new ones when they are saved. */
export function editSettings(settings: Settings, save: (settings: Settings) => void): void {
  for (const field of fields()) {
    const value = settings[field.name as keyof Settings];
    if (field.type === "radio") (field as HTMLInputElement).checked = field.value === value;
    else if (field.type === "checkbox") (field as HTMLInputElement).checked = value === true;
    else field.value = String(value);
  }
  showPlace();
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (dialog.returnValue === "save") save({ ...settings, ...values() });
  };
  dialog.showModal();
}

form.addEventListener("change", showPlace);

/** What belongs to the other place is neither shown nor checked. */
function showPlace(): void {
  const isAws = new FormData(form).get("place") === "aws";
  aws.hidden = aws.disabled = !isAws;
  simulator.hidden = simulator.disabled = isAws;
}

function values(): Partial<Settings> {
  const entries = fields()
    .filter((field) => field.type !== "radio" || (field as HTMLInputElement).checked)
    .filter((field) => !field.closest("fieldset")?.disabled)
    .map((field) => [field.name, currentValue(field)]);
  return Object.fromEntries(entries);
}

function currentValue(field: HTMLInputElement | HTMLSelectElement): string | number | boolean {
  if (field.type === "number") return Number(field.value);
  if (field.type === "checkbox") return (field as HTMLInputElement).checked;
  return field.value.trim();
}

const fields = (): (HTMLInputElement | HTMLSelectElement)[] => [
  ...form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select"),
];
