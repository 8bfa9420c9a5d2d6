import { families, modelName } from "../asking/models.ts";
import { element, find } from "../dom.ts";
import type { Settings } from "../settings/settings.ts";

const picker = find("#model", HTMLSelectElement);

/** Offers the visitor's own model and those of every family. */
export function showModels({ modelId, ownModelId }: Settings): void {
  const own = ownModelId ? [group("Yours", { [ownModelId]: modelName(ownModelId) })] : [];
  picker.replaceChildren(...own, ...families.map(({ name, models }) => group(name, models)));
  picker.value = modelId;
  // What was chosen once may be gone.
  if (picker.selectedIndex < 0) picker.selectedIndex = 0;
}

export function onModelPicked(pick: (modelId: string) => void): void {
  picker.addEventListener("change", () => pick(picker.value));
}

const group = (label: string, models: Readonly<Record<string, string>>): HTMLElement =>
  element(
    "optgroup",
    { label },
    ...Object.entries(models).map(([id, name]) => element("option", { value: id }, name)),
  );
