import { chromium } from "playwright";
import type { Browser } from "./browser.ts";
import { findBrowser } from "./find.ts";
import { launchPlaywright } from "./playwright.ts";

/** Chromium, or undefined where there is none. */
export const launchChromium = async (): Promise<Browser | undefined> => {
  const found = findBrowser("chromium");
  if (!found) return undefined;
  return launchPlaywright(chromium, found.path, [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
  ]);
};
