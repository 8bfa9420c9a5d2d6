import axe from "axe-core";
import { type Browser, chromium, type Locator, type Page } from "playwright";
import { findBrowser } from "../helpers/browsers/find.ts";

/** Chromium, or undefined where there is none. */
export async function launchChromium(): Promise<Browser | undefined> {
  const found = findBrowser("chromium");
  return (
    found &&
    chromium.launch({
      executablePath: found.path,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    })
  );
}

/** What a visitor can read: hidden text is not. */
export function read(locator: Locator): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: layout is what this is about
  return locator.innerText();
}

/** Someone who uses the page, by what it shows and says. */
export class Visitor {
  readonly page: Page;
  /** What the page complained about: exceptions, and violations of its policy. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("console", (message) => {
      // That a request was refused is what many of these tests are about.
      if (
        message.type() === "error" &&
        !/Failed to load resource|blocked by CORS|ERR_/.test(message.text())
      ) {
        this.complaints.push(message.text());
      }
    });
  }

  static async arrive(
    browser: Browser,
    url: string,
    options: Parameters<Browser["newContext"]>[0] = {},
  ): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      ...options,
    });
    await context.addInitScript({ content: axe.source });
    const visitor = new Visitor(await context.newPage());
    await visitor.page.goto(url);
    return visitor;
  }

  /** The latest answer. */
  get answer(): Locator {
    return this.page.getByRole("article", { name: /^Answer of/ }).last();
  }

  get frames(): Locator {
    return this.page.getByRole("listbox", { name: "Frames" }).getByRole("option");
  }

  get words(): Locator {
    return this.answer.locator(".words");
  }

  /** Asks by the keyboard, without waiting for the answer. */
  async ask(question: string): Promise<void> {
    await this.page.getByLabel("Your question").fill(question);
    await this.page.keyboard.press("Enter");
  }

  /** Asks, and waits for how it ends. */
  async askAndWait(question: string): Promise<"complete" | "stopped" | "failed"> {
    await this.ask(question);
    return this.end();
  }

  async end(): Promise<"complete" | "stopped" | "failed"> {
    await this.page
      .locator('.exchange:last-child .answer[aria-busy="false"]')
      .waitFor({ timeout: 30_000 });
    return (await this.answer.getAttribute("data-state")) as "complete" | "stopped" | "failed";
  }

  async openTab(name: "Frames" | "Requests" | "Faults"): Promise<void> {
    await this.page.getByRole("tab", { name }).click();
  }

  /** Has the simulator misbehave. */
  async wreak(header: string, times = ""): Promise<void> {
    await this.openTab("Faults");
    await this.page.getByLabel("In the words of x-simulator-fault").fill(header);
    await this.page.getByLabel("How often").selectOption(times);
  }

  async changeSettings(change: (dialog: Locator) => Promise<void>): Promise<void> {
    await this.page.getByRole("button", { name: "Settings", exact: true }).click();
    const dialog = this.page.getByRole("dialog");
    await change(dialog);
    await dialog.getByRole("button", { name: "Save" }).click();
  }

  /** What axe finds, as `rule: element`. */
  async inaccessible(): Promise<string[]> {
    // Colors that are on their way to others are neither here nor there.
    await this.page.evaluate(() =>
      Promise.all(
        document
          .getAnimations()
          .filter((it) => it.effect?.getComputedTiming().iterations === 1)
          .map((it) => it.finished),
      ),
    );
    const violations = await this.page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
      const results = await axe.run(document);
      return results.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
      );
    });
    return violations;
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }
}
