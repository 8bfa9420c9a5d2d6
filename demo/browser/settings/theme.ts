import { find } from "../dom.ts";
import { storage } from "./storage.ts";

const key = "bedrock-fetch-demo-theme";
const button = find("#theme", HTMLButtonElement);
const prefersDark = matchMedia("(prefers-color-scheme: dark)");

/** As the system prefers, until the visitor says otherwise. */
export function setUpTheme(): void {
  let chosen = storage?.getItem(key);
  const show = () => {
    if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
    const label = isDark() ? "Light colors" : "Dark colors";
    button.setAttribute("aria-label", label);
    button.title = label;
  };
  const isDark = () => (chosen ? chosen === "dark" : prefersDark.matches);
  button.addEventListener("click", () => {
    chosen = isDark() ? "light" : "dark";
    try {
      storage?.setItem(key, chosen);
    } catch {
      // Storage is full: the choice lasts as long as the page.
    }
    show();
  });
  prefersDark.addEventListener("change", show);
  show();
}
