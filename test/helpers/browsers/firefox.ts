import { firefox } from "playwright";
import puppeteer from "puppeteer-core";
import type { Browser, Page } from "./browser.ts";
import { findBrowser } from "./find.ts";
import { launchPlaywright } from "./playwright.ts";

/**
 * Firefox, or undefined where there is none. A stock Firefox is driven by WebDriver BiDi, which
 * puppeteer speaks; playwright drives only a Firefox that it patched itself.
 */
export const launchFirefox = async (): Promise<Browser | undefined> => {
  const found = findBrowser("firefox");
  if (!found) return undefined;
  if (found.driver === "playwright") return launchPlaywright(firefox, found.path);

  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: found.path,
    headless: true,
    protocolTimeout: 300_000,
    extraPrefsFirefox: { "network.captive-portal-service.enabled": false },
  });
  const version = await browser.version();
  return {
    version: version.replace(/^.*\//, ""),
    async open(url): Promise<Page> {
      const page = await browser.newPage();
      await page.goto(url);
      return {
        evaluate: <T>(expression: string) => page.evaluate(expression) as Promise<T>,
        screenshot: () => page.screenshot(),
        close: () => page.close(),
      };
    },
    close: () => browser.close(),
  };
};
