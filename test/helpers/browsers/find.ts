import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import playwright from "playwright";

/** Where a browser's program lies, and which driver speaks to it. */
export type FoundBrowser =
  | { driver: "playwright"; path: string }
  | { driver: "puppeteer"; path: string }
  | { driver: "webdriver"; path: string; miniBrowser: string; xvfb: string };

export type BrowserName = "chromium" | "firefox" | "webkit";

const executable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

export const findProgram = (...names: string[]): string | undefined =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(executable);

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

/** Whether a command can be run as root here, directly or by a sudo that asks nothing. */
export const rootPrefix = (): string[] | undefined => {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram("sudo");
  if (!sudo) return undefined;
  try {
    execFileSync(sudo, ["-n", "true"], { stdio: "ignore" });
    return [sudo, "-n"];
  } catch {
    return undefined;
  }
};
