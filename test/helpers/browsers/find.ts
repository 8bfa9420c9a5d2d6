import { existsSync } from "node:fs";
import { join } from "node:path";
import playwright from "playwright";
import { executable, findProgram } from "../programs.ts";

/** Where a browser's program is, and which driver speaks to it. */
export type FoundBrowser =
  | { driver: "playwright"; path: string }
  | { driver: "puppeteer"; path: string }
  | { driver: "webdriver"; path: string; miniBrowser: string; xvfb: string };

export type BrowserName = "chromium" | "firefox" | "webkit";

const findMiniBrowser = (): string | undefined => {
  const architecture = { x64: "x86_64", arm64: "aarch64" }[process.arch as string];
  return [`/usr/lib/${architecture}-linux-gnu`, "/usr/lib", "/usr/lib64", "/usr/libexec"]
    .flatMap((folder) => [
      join(folder, "webkit2gtk-4.1/MiniBrowser"),
      join(folder, "webkitgtk-6.0/MiniBrowser"),
    ])
    .find(executable);
};

const playwrightsOwn = (name: BrowserName): FoundBrowser | undefined => {
  const path = playwright[name].executablePath();
  return path && existsSync(path) ? { driver: "playwright", path } : undefined;
};

/** The system's browser if there is one, else the one that playwright's installer brought. */
export const findBrowser = (name: BrowserName): FoundBrowser | undefined => {
  if (name === "chromium") {
    const path = findProgram("chromium", "chromium-browser", "google-chrome");
    return path ? { driver: "playwright", path } : playwrightsOwn(name);
  }
  if (name === "firefox") {
    const path = findProgram("firefox-esr", "firefox");
    return path ? { driver: "puppeteer", path } : playwrightsOwn(name);
  }
  const path = findProgram("WebKitWebDriver");
  const miniBrowser = findMiniBrowser();
  const xvfb = findProgram("Xvfb");
  return path && miniBrowser && xvfb
    ? { driver: "webdriver", path, miniBrowser, xvfb }
    : playwrightsOwn(name);
};
