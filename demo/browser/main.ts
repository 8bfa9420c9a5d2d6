import { Connection } from "./asking/connection.ts";
import type { Run } from "./asking/run.ts";
import { Chat } from "./chat/chat.ts";
import { onModelPicked, showModels } from "./chat/model-picker.ts";
import { find } from "./dom.ts";
import { faultFor, turnOffFaults } from "./inspector/fault-panel.ts";
import { inspect } from "./inspector/inspector.ts";
import { setUpTabs } from "./inspector/tabs.ts";
import {
  connectionSettings,
  loadSettings,
  type Settings,
  saveSettings,
} from "./settings/settings.ts";
import { editSettings } from "./settings/settings-dialog.ts";
import { setUpTheme } from "./settings/theme.ts";

const place = find("#place", HTMLButtonElement);
const inspector = find("#inspector", HTMLElement);
const toggle = find("#inspect", HTMLButtonElement);
const faultsTab = find("#faults-tab", HTMLButtonElement);
const isNarrow = matchMedia("(max-width: 60rem)");

let settings = loadSettings();
let connection: Connection | undefined;

function change(changed: Settings): void {
  // Credentials are kept as long as they are for the same place.
  if (connectionSettings.some((name) => changed[name] !== settings[name])) connection = undefined;
  settings = changed;
  saveSettings(settings);
  show();
}

function show(): void {
  const isSimulator = settings.place === "simulator";
  place.textContent = isSimulator ? "Simulator" : settings.region;
  showModels(settings);
  chat.showSettings(settings);
  faultsTab.hidden = !isSimulator;
  if (!isSimulator) turnOffFaults();
}

function openSettings(): void {
  editSettings(settings, (edited) => {
    const isNewModel = edited.ownModelId !== "" && edited.ownModelId !== settings.ownModelId;
    change(isNewModel ? { ...edited, modelId: edited.ownModelId } : edited);
  });
}

function showInspector(isShown: boolean): void {
  inspector.hidden = !isShown;
  toggle.setAttribute("aria-expanded", String(isShown));
}

const chat = new Chat({
  get settings() {
    return settings;
  },
  get connection() {
    connection ??= new Connection(settings, faultFor);
    return connection;
  },
  change,
  show: inspect,
  inspect(run: Run) {
    inspect(run);
    showInspector(true);
    inspector.focus();
  },
  openSettings,
});

onModelPicked((modelId) => change({ ...settings, modelId }));
place.addEventListener("click", openSettings);
find("#settings", HTMLButtonElement).addEventListener("click", openSettings);
find("#new", HTMLButtonElement).addEventListener("click", () => {
  chat.clear();
  inspect(undefined);
});
toggle.addEventListener("click", () => showInspector(inspector.hidden === true));
find("#close-inspector", HTMLButtonElement).addEventListener("click", () => {
  showInspector(false);
  toggle.focus();
});
isNarrow.addEventListener("change", () => showInspector(!isNarrow.matches));

setUpTheme();
setUpTabs(find("#tabs", HTMLElement));
showInspector(!isNarrow.matches);
inspect(undefined);
show();
