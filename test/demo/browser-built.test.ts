import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, waitFor } from "../helpers/browsers/browser.ts";
import { launchFirefox } from "../helpers/browsers/firefox.ts";
import { launchWebKit } from "../helpers/browsers/webkit.ts";
import { type BuiltPage, servePage } from "./built-page.ts";

let site: BuiltPage;

beforeAll(async () => {
  site = await servePage();
}, 60_000);

afterAll(() => site?.close());

describe("the built page", () => {
  it("the scripts are less than 60 kB, gzipped", () => {
    const scripts = readdirSync(site.folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".js"),
    );
    const sizes = scripts.map((name) => gzipSync(readFileSync(join(site.folder, name))).length);
    const size = sizes.reduce((sum, it) => sum + it, 0);
    console.log(`demo/browser: ${size} bytes of script, gzipped`);
    expect(size).toBeGreaterThan(20_000);
    expect(size).toBeLessThan(60_000);
  });

  it("the policy is strict, and nothing in the page needs it to be less so", () => {
    const html = readFileSync(join(site.folder, "index.html"), "utf8");
    const content = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)![1]!;
    const policy = Object.fromEntries(
      content
        .replaceAll("&#39;", "'")
        .split("; ")
        .map((directive) => {
          const [name, ...values] = directive.split(" ");
          return [name, values];
        }),
    );
    expect(policy["default-src"]).toEqual(["'none'"]);
    expect(policy["script-src"]).toEqual(["'self'"]);
    expect(policy["style-src"]).toEqual(["'self'"]);
    for (const source of policy["connect-src"]!) {
      expect(source).toMatch(
        /^(https:\/\/(bedrock-runtime|cognito-identity|sts)\.[a-z]+(-[a-z]+)+-\d\.amazonaws\.com|http:\/\/(localhost|127\.0\.0\.1):\*)$/,
      );
    }
    expect(content).not.toMatch(/unsafe|https?:\/\/\*/);
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/);
    expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.indexOf("<script"));
    // Everything is beside it, wherever it is put.
    expect(html).not.toMatch(/(src|href)="\//);
  });

  it.for([
    ["Firefox", launchFirefox],
    ["WebKit", launchWebKit],
  ] as const)(
    "%s shows an answer, frame by frame",
    { timeout: 90_000 },
    async ([name, launch], context) => {
      const browser: Browser | undefined = await launch();
      if (!browser) return context.skip(`no ${name} here`);
      try {
        const page = await browser.open(site.url);
        // The models are shown at the end of the page's script: a question sent before is not heard.
        await waitFor(page, "document.querySelector('#model').options.length > 0");
        await page.evaluate(`(() => {
      addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
        (globalThis.violations ??= []).push(violatedDirective + " " + blockedURI);
      });
      addEventListener("error", ({ message }) => (globalThis.errors ??= []).push(message));
      document.querySelector("#question").value = "List the steps in 60 words";
      document.querySelector("#send").click();
    })()`);
        await waitFor(page, "document.querySelector('.answer[aria-busy=false]') !== null");
        const seen = await page.evaluate<Record<string, unknown>>(`({
      state: document.querySelector(".answer").dataset.state,
      words: document.querySelector(".words").textContent,
      items: document.querySelectorAll(".words li").length,
      frames: document.querySelectorAll("#frames [role=option]").length,
      violations: globalThis.violations ?? [],
      errors: globalThis.errors ?? [],
    })`);
        expect(seen).toMatchObject({ state: "complete", violations: [], errors: [] });
        expect(seen.words).toContain("List the steps in 60 words");
        expect(seen.frames).toBeGreaterThan(60);
      } finally {
        await browser.close();
      }
    },
  );
});
