import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { webkit } from "playwright";
import type { Browser, Page } from "./browser.ts";
import { findBrowser } from "./find.ts";
import { launchPlaywright } from "./playwright.ts";

/**
 * WebKit, Safari's engine, or undefined where there is none. WebKitGTK's MiniBrowser needs a
 * screen, which Xvfb provides, and speaks the WebDriver protocol through its own driver. It has
 * one window: opening a page leaves the one before.
 */
export const launchWebKit = async (): Promise<Browser | undefined> => {
  const found = findBrowser("webkit");
  if (!found) return undefined;
  if (found.driver !== "webdriver") return launchPlaywright(webkit, found.path);

  const home = mkdtempSync(join(tmpdir(), "webkit-"));
  const xvfb = spawn(found.xvfb, ["-displayfd", "3", "-screen", "0", "1280x960x24"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const [display] = await once(xvfb.stdio[3] as Readable, "data");
  const port = await freePort();
  const driver = spawn(found.path, [`--port=${port}`, "--host=127.0.0.1"], {
    stdio: "ignore",
    env: {
      ...process.env,
      HOME: home,
      DISPLAY: `:${String(display).trim()}`,
      LIBGL_ALWAYS_SOFTWARE: "1",
      NO_AT_BRIDGE: "1",
    },
  });
  const stop = async () => {
    await Promise.all([end(driver), end(xvfb)]);
    rmSync(home, { recursive: true, force: true });
  };

  try {
    const base = `http://127.0.0.1:${port}`;
    await accepting(base, driver);
    const session = await command<{
      sessionId: string;
      capabilities: { browserVersion: string };
    }>(base, "POST", "/session", {
      capabilities: {
        alwaysMatch: {
          "webkitgtk:browserOptions": { binary: found.miniBrowser, args: ["--automation"] },
          timeouts: { script: 300_000, pageLoad: 60_000 },
        },
      },
    });
    const at = `${base}/session/${session.sessionId}`;
    return {
      version: session.capabilities.browserVersion,
      async open(url): Promise<Page> {
        await command(at, "POST", "/url", { url });
        return {
          async evaluate<T>(expression: string) {
            const outcome = await command<{ value: T } | { error: string }>(
              at,
              "POST",
              "/execute/async",
              {
                script: `const done = arguments[0];
                  (async () => (${expression}))().then(
                    (value) => done({ value }),
                    (error) => done({ error: String(error) }),
                  );`,
                args: [],
              },
            );
            if ("error" in outcome) throw new Error(outcome.error);
            return outcome.value;
          },
          screenshot: async () =>
            Buffer.from(await command<string>(at, "GET", "/screenshot"), "base64"),
          close: async () => {
            await command(at, "POST", "/url", { url: "about:blank" });
          },
        };
      },
      async close() {
        await command(base, "DELETE", `/session/${session.sessionId}`).catch(() => undefined);
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

const command = async <T>(
  base: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> => {
  const response = await fetch(base + path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { value } = (await response.json()) as {
    value: T & { error?: string; message?: string };
  };
  if (!response.ok)
    throw new Error(`WebDriver ${method} ${path}: ${value.error}, ${value.message}`);
  return value;
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
};

const accepting = async (base: string, driver: ChildProcess): Promise<void> => {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    if (driver.exitCode !== null) throw new Error(`WebKitWebDriver ended with ${driver.exitCode}.`);
    const up = await fetch(`${base}/status`).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("WebKitWebDriver does not accept connections.");
};

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, "exit");
};
