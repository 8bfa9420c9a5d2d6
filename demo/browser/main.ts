import { Chat } from "./chat.ts";
import { Connection } from "./connection.ts";
import { element, find } from "./dom.ts";
import { families } from "./models.ts";
import { loadSettings, saveSettings } from "./settings.ts";

let settings = loadSettings();
const model = find("#model", HTMLSelectElement);
for (const family of families) {
  const group = element("optgroup", { label: family.name });
  for (const [id, name] of Object.entries(family.models))
    group.append(element("option", { value: id }, name));
  model.append(group);
}
model.value = settings.modelId;
model.addEventListener("change", () => {
  settings = { ...settings, modelId: model.value };
  saveSettings(settings);
});

let connection: Connection | undefined;
const chat = new Chat({
  get settings() {
    return settings;
  },
  get connection() {
    connection ??= new Connection(settings, () => "");
    return connection;
  },
  inspect() {},
  openSettings() {},
});
find("#new", HTMLButtonElement).addEventListener("click", () => chat.clear());
