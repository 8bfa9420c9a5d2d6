import type { BrowserType } from "playwright";
import type { Browser, Page } from "./browser.ts";

/** Any browser that playwright drives. */
export const launchPlaywright = async (
  type: BrowserType,
  executablePath: string,
  args: string[] = [],
): Promise<Browser> => {
  const browser = await type.launch({ executablePath, args });
  return {
    version: browser.version(),
    async open(url): Promise<Page> {
      const page = await browser.newPage();
      await page.goto(url);
      return {
        evaluate: (expression) => page.evaluate(expression),
        screenshot: () => page.screenshot(),
        close: () => page.close(),
      };
    },
    close: () => browser.close(),
  };
};
