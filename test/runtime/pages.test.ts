import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Browser } from "../helpers/browsers/browser.ts";
import { launchChromium } from "../helpers/browsers/chromium.ts";
import { findBrowser } from "../helpers/browsers/find.ts";
import { launchFirefox } from "../helpers/browsers/firefox.ts";
import { launchWebKit } from "../helpers/browsers/webkit.ts";
import { root } from "../helpers/built.ts";
import { type HttpServer, serveHttp } from "../helpers/http-server.ts";
import { startWorker } from "../helpers/workerd.ts";
import { PAGE_WORKERS, servePages } from "./page-server.ts";
import { printedBy } from "./programs.ts";

/** What a call with each kind of key comes to, each given by a function: its answer or its refusal. */
const calls = `
  const { BedrockRuntime } = bedrock;
  const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "the-secret-of-a-page" };
  const ways = {
    longTermKeys: { credentials: async () => keys },
    temporaryKeys: { credentials: async () => ({ ...keys, sessionToken: "token" }) },
    longTermApiKey: { apiKey: async () => "ABSKQmVkcm9ja0FQSUtleS1leGFtcGxl" },
    shortTermApiKey: { apiKey: async () => "bedrock-api-key-YmVkcm9jaw" },
    allowed: { credentials: async () => keys, dangerouslyAllowBrowser: true },
  };
  globalThis.callAll = async (endpoint) => {
    const outcomes = {};
    for (const [way, options] of Object.entries(ways)) {
      try {
        const client = new BedrockRuntime({ region: "us-east-1", endpoint, maxAttempts: 1, ...options });
        const { body } = await client.invokeModel({ modelId: "m", body: {} });
        outcomes[way] = body.json();
      } catch (error) {
        outcomes[way] = error.name + ": " + error.message;
      }
    }
    return outcomes;
  };
  globalThis.callOnce = async (endpoint, options, method) => {
    let requests = 0;
    const client = new BedrockRuntime({
      region: "us-east-1",
      endpoint,
      fetch: (...args) => (requests++, fetch(...args)),
      ...options,
    });
    const { name, code = null, missing = null, message = "", retryable = null } =
      await client[method]({ modelId: "m" }).then(() => ({ name: "answered" }), (error) => error);
    return { requests, name, code, missing, message, retryable };
  };`;

const API_KEY = '{ apiKey: "bedrock-api-key-YmVkcm9jaw" }';

let script: string;
let folder: string;
let service: HttpServer;

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [join(root, "src/index.ts")],
    bundle: true,
    format: "iife",
    globalName: "bedrock",
    target: "es2022",
    conditions: ["browser"],
    write: false,
  });
  script = `${outputFiles[0]!.text}\n${calls}`;
  folder = mkdtempSync(join(tmpdir(), "pages-"));
  service = await serveHttp(({ method }, response) => {
    response
      .writeHead(200, {
        "access-control-allow-origin": "*",
        "access-control-allow-headers":
          "authorization, content-type, x-amz-date, x-amz-security-token",
        "content-type": "application/json",
      })
      .end(method === "OPTIONS" ? "" : '"answered"');
  });
});

afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
});

/** How often a client calls `fetch` for one call, and what the call comes to. */
const callOnce = (endpoint: string, options: string, method = "invokeModel") =>
  `callOnce(${JSON.stringify(endpoint)}, ${options}, ${JSON.stringify(method)})`;

const callAll = () => `callAll(${JSON.stringify(service.origin)})`;

function expectRefusals(outcomes: unknown): void {
  const refused = (field: string) =>
    expect.stringMatching(
      new RegExp(
        `^InvalidArgumentError: ${field}: .*fromCognitoIdentityPool.*dangerouslyAllowBrowser`,
      ),
    );
  expect(outcomes).toEqual({
    longTermKeys: refused("credentials"),
    temporaryKeys: "answered",
    longTermApiKey: refused("apiKey"),
    shortTermApiKey: "answered",
    allowed: "answered",
  });
  expect(JSON.stringify(outcomes)).not.toMatch(/the-secret-of-a-page|ABSK/);
}

const browsers = [
  ["Chromium", launchChromium],
  ["Firefox", launchFirefox],
  ["WebKit", launchWebKit],
] as const;

describe.each(browsers)("in %s", (name, launch) => {
  let browser: Browser | undefined;

  beforeAll(async () => {
    browser = await launch();
    if (!browser) console.log(`left out: there is no ${name} here`);
  }, 60_000);

  afterAll(() => browser?.close());

  /** The value of an expression in a page; undefined where the browser is missing. */
  async function inPage<T>(origin: string, expression: string): Promise<T | undefined> {
    const page = await browser?.open(origin);
    try {
      return await page?.evaluate<T>(expression);
    } finally {
      await page?.close();
    }
  }

  describe("long-term keys that a function returns are refused, and short-term ones pass", () => {
    let pages: HttpServer;

    beforeAll(async () => {
      pages = await servePages(script, { expression: callAll() });
    });

    afterAll(() => pages.close());

    it.each<readonly [string, string | undefined]>([["a page", undefined], ...PAGE_WORKERS])(
      "in %s",
      { timeout: 60_000 },
      async (_, posted) => {
        const outcomes = await inPage(pages.origin, posted ?? callAll());
        if (browser) expectRefusals(outcomes);
        else expect(outcomes).toBeUndefined();
      },
    );
  });

  it("a request that the page's policy blocks is not made again", { timeout: 60_000 }, async () => {
    const headers = { "content-security-policy": "connect-src 'self'" };
    const pages = await servePages(script, { headers });
    try {
      const outcome = await inPage(pages.origin, callOnce(service.origin, API_KEY));
      if (!browser) return expect(outcome).toBeUndefined();
      expect(outcome).toMatchObject({
        requests: 1,
        name: "NetworkError",
        message: expect.stringMatching(/Content Security Policy.*connect-src/),
        retryable: false,
      });
    } finally {
      await pages.close();
    }
  });

  it("a request that fails for another reason is made again", { timeout: 60_000 }, async () => {
    const headers = { "content-security-policy": "connect-src 'self' http:" };
    const pages = await servePages(script, { headers });
    const closed = await serveHttp(() => {});
    await closed.close();
    try {
      const outcome = await inPage(pages.origin, callOnce(closed.origin, API_KEY));
      if (!browser) return expect(outcome).toBeUndefined();
      expect(outcome).toMatchObject({ requests: 3, name: "NetworkError", retryable: true });
    } finally {
      await pages.close();
    }
  });
});

describe("Chromium", () => {
  const found = findBrowser("chromium");

  it.runIf(found)("refuses long-term keys in an extension", { timeout: 60_000 }, async () => {
    const extension = mkdtempSync(join(folder, "extension-"));
    writeFileSync(
      join(extension, "manifest.json"),
      JSON.stringify({
        manifest_version: 3,
        name: "test",
        version: "1",
        background: { service_worker: "background.js" },
        host_permissions: ["http://127.0.0.1/*"],
      }),
    );
    writeFileSync(join(extension, "background.js"), script);
    writeFileSync(join(extension, "popup.js"), script);
    writeFileSync(join(extension, "popup.html"), '<!doctype html><script src="popup.js"></script>');
    const context = await chromium.launchPersistentContext(join(folder, "profile"), {
      executablePath: found!.path,
      args: [
        "--no-sandbox",
        "--headless=new",
        `--disable-extensions-except=${extension}`,
        `--load-extension=${extension}`,
      ],
    });
    try {
      const call = `callAll(${JSON.stringify(service.origin)})`;
      const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker"));
      expectRefusals(await worker.evaluate(call));
      const popup = await context.newPage();
      await popup.goto(new URL("/popup.html", worker.url()).href);
      expectRefusals(await popup.evaluate(call));
    } finally {
      await context.close();
    }
  });

  it.runIf(found)(
    "has no Web Crypto on plain http: the error says that https is needed, and nothing is sent",
    { timeout: 60_000 },
    async () => {
      const pages = await servePages(script);
      const { port } = new URL(pages.origin);
      const browser = await chromium.launch({
        executablePath: found!.path,
        args: ["--no-sandbox", "--disable-gpu", `--host-resolver-rules=MAP chat.example 127.0.0.1`],
      });
      try {
        const page = await browser.newPage();
        await page.goto(`http://chat.example:${port}/`);
        expect(await page.evaluate("[isSecureContext, typeof crypto.subtle]")).toEqual([
          false,
          "undefined",
        ]);
        const call = (options: string, method?: string) =>
          page.evaluate(callOnce(service.origin, options, method));
        const keys = '{ accessKeyId: "ASIAEXAMPLE", secretAccessKey: "s", sessionToken: "t" }';
        for (const credentials of [keys, `async () => (${keys})`]) {
          for (const method of ["invokeModel", "invokeModelWithResponseStream"]) {
            expect(await call(`{ credentials: ${credentials} }`, method)).toEqual({
              requests: 0,
              name: "UnsupportedRuntimeError",
              code: "UNSUPPORTED_RUNTIME",
              missing: "crypto.subtle",
              message: expect.stringMatching(/crypto\.subtle.*https.*localhost/),
              retryable: false,
            });
          }
        }
        // An API key is not a signature, and does not need one.
        expect(await call(API_KEY)).toMatchObject({ requests: 1, name: "answered" });
      } finally {
        await browser.close();
        await pages.close();
      }
    },
  );
});

describe("long-term keys pass", () => {
  const ALL = {
    longTermKeys: "answered",
    temporaryKeys: "answered",
    longTermApiKey: "answered",
    shortTermApiKey: "answered",
    allowed: "answered",
  };

  it.each<[string, string[]]>([
    ["", []],
    [", as in Node", ["nodejs_compat"]],
  ])("in a Worker of workerd%s", async (_, compatibilityFlags) => {
    const worker = await startWorker({
      script: `${script}
        const answer = () => callAll(${JSON.stringify(service.origin)});
        export default { fetch: async () => Response.json(await answer()) };`,
      compatibilityFlags,
    });
    try {
      expect(await (await fetch(worker.url)).json()).toEqual(ALL);
    } finally {
      await worker.close();
    }
  });

  const here = () => `${script}\nconst answer = () => callAll(${JSON.stringify(service.origin)});`;
  const webWorker = (exit: string) => {
    const file = join(folder, "worker.mjs");
    writeFileSync(file, `${here()}\nanswer().then((it) => postMessage(it));`);
    return `${here()}
      const worker = new Worker(${JSON.stringify(`file://${file}`)}, { type: "module" });
      worker.onmessage = async ({ data }) => {
        console.log(JSON.stringify([await answer(), data]));
        ${exit};
      };`;
  };

  it("in Deno and its workers", { timeout: 30_000 }, async () => {
    const args = ["run", "--no-prompt", "-A"];
    const printed = await printedBy("deno", args, webWorker("Deno.exit()"), folder);
    expect(JSON.parse(printed)).toEqual([ALL, ALL]);
  });

  it("in Bun and its workers", { timeout: 30_000 }, async () => {
    const printed = await printedBy("bun", ["run"], webWorker("process.exit()"), folder);
    expect(JSON.parse(printed)).toEqual([ALL, ALL]);
  });

  it("in Node and its worker threads", { timeout: 30_000 }, async () => {
    const file = join(folder, "thread.mjs");
    writeFileSync(
      file,
      `import { parentPort } from "node:worker_threads";
      ${here()}\nanswer().then((it) => parentPort.postMessage(it));`,
    );
    const main = `import { Worker } from "node:worker_threads";
      ${here()}
      new Worker(${JSON.stringify(file)}).on("message", async (data) => {
        console.log(JSON.stringify([await answer(), data]));
      });`;
    expect(JSON.parse(await printedBy("node", [], main, folder))).toEqual([ALL, ALL]);
  });
});
