import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Browser } from "../helpers/browsers/browser.ts";
import { launchChromium } from "../helpers/browsers/chromium.ts";
import { findBrowser } from "../helpers/browsers/find.ts";
import { launchFirefox } from "../helpers/browsers/firefox.ts";
import { root } from "../helpers/built.ts";
import type { HttpServer } from "../helpers/http-server.ts";
import { startWorker } from "../helpers/workerd.ts";
import { PAGE_WORKERS, servePages } from "./page-server.ts";
import { printedBy } from "./programs.ts";

/** A script that has `isPage` as a global function of its own. */
const script = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [join(root, "src/runtime.ts")],
    bundle: true,
    format: "iife",
    globalName: "runtime",
    write: false,
  });
  return outputFiles[0]!.text;
};

let isPageScript: string;
let folder: string;

beforeAll(async () => {
  isPageScript = await script();
  folder = mkdtempSync(join(tmpdir(), "is-page-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe.each([
  ["Chromium", launchChromium],
  ["Firefox", launchFirefox],
])("in %s, isPage() holds", (name, launch) => {
  let browser: Browser | undefined;
  let server: HttpServer;

  beforeAll(async () => {
    server = await servePages(isPageScript, { expression: "runtime.isPage()" });
    browser = await launch();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server.close();
  });

  it.each<readonly [string, string]>([
    ["a page", "runtime.isPage()"],
    [
      "a frame of a page",
      `new Promise((resolve) => {
        const frame = document.createElement("iframe");
        frame.src = "/frame";
        frame.onload = () => resolve(frame.contentWindow.eval("runtime.isPage()"));
        document.body.append(frame);
      })`,
    ],
    ...PAGE_WORKERS,
    [
      "a worker's own worker",
      `new Promise((resolve) => {
        const code = "const inner = new Worker(" + JSON.stringify(location.origin + "/dedicated.js") +
          "); inner.onmessage = ({ data }) => postMessage(data);";
        globalThis.worker = new Worker(URL.createObjectURL(new Blob([code])));
        worker.onmessage = ({ data }) => resolve(data);
      })`,
    ],
  ])("in %s", { timeout: 30_000 }, async (_, expression) => {
    if (!browser) return console.log(`left out: there is no ${name} here`);
    const page = await browser.open(server.origin);
    try {
      expect(await page.evaluate(expression)).toBe(true);
    } finally {
      await page.close();
    }
  });
});

describe("in an extension of Chromium, isPage() holds", () => {
  it("in its service worker", { timeout: 60_000 }, async () => {
    const found = findBrowser("chromium");
    if (!found) return console.log("left out: there is no Chromium here");
    const extension = mkdtempSync(join(folder, "extension-"));
    writeFileSync(
      join(extension, "manifest.json"),
      JSON.stringify({
        manifest_version: 3,
        name: "test",
        version: "1",
        background: { service_worker: "background.js" },
      }),
    );
    writeFileSync(join(extension, "background.js"), isPageScript);
    const context = await chromium.launchPersistentContext(join(folder, "profile"), {
      executablePath: found.path,
      args: [
        "--no-sandbox",
        "--headless=new",
        `--disable-extensions-except=${extension}`,
        `--load-extension=${extension}`,
      ],
    });
    try {
      const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker"));
      expect(worker.url()).toMatch(/^chrome-extension:/);
      expect(await worker.evaluate("runtime.isPage()")).toBe(true);
    } finally {
      await context.close();
    }
  });
});

describe("isPage() does not hold", () => {
  it.each<[string, string[]]>([
    ["", []],
    [", as in Node", ["nodejs_compat"]],
  ])("in a Worker of workerd%s", async (_, compatibilityFlags) => {
    const worker = await startWorker({
      script: `${isPageScript}
        export default { fetch: () => Response.json(runtime.isPage()) };`,
      compatibilityFlags,
    });
    try {
      expect(await (await fetch(worker.url)).json()).toBe(false);
    } finally {
      await worker.close();
    }
  });

  // Each program prints what holds in itself, and in a worker that it starts.
  const workerFile = (post: string): string => {
    const file = join(folder, "worker.mjs");
    writeFileSync(file, `${isPageScript}\n${post}(runtime.isPage());`);
    return JSON.stringify(pathToFileURL(file).href);
  };
  const webWorker = (exit: string) => `${isPageScript}
    const worker = new Worker(${workerFile("postMessage")}, { type: "module" });
    worker.onmessage = ({ data }) => {
      console.log(JSON.stringify({ program: runtime.isPage(), worker: data }));
      ${exit};
    };`;

  it("in Deno and its workers", { timeout: 30_000 }, async () => {
    const args = ["run", "--no-prompt", "-A"];
    const printed = await printedBy("deno", args, webWorker("Deno.exit()"), folder);
    expect(printed).toBe('{"program":false,"worker":false}');
  });

  it("in Bun and its workers", { timeout: 30_000 }, async () => {
    const printed = await printedBy("bun", ["run"], webWorker("process.exit()"), folder);
    expect(printed).toBe('{"program":false,"worker":false}');
  });

  it("in Node and its worker threads", { timeout: 30_000 }, async () => {
    const main = `${isPageScript}
      import { Worker } from "node:worker_threads";
      const worker = new Worker(new URL(${workerFile('import { parentPort } from "node:worker_threads"; parentPort.postMessage')}));
      worker.on("message", (data) => {
        console.log(JSON.stringify({ program: runtime.isPage(), worker: data }));
      });`;
    expect(await printedBy("node", [], main, folder)).toBe('{"program":false,"worker":false}');
  });
});
