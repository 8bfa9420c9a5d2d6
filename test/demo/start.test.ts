import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Browser } from "playwright";
import { afterAll, describe, expect, it } from "vitest";
import { launchChromium, read, Visitor } from "./visitor.ts";

const browser = (await launchChromium()) as Browser;
if (!browser) console.log("npm start: no Chromium here, so its page is not visited.");

afterAll(() => browser?.close());

describe("npm start", () => {
  it.skipIf(!browser)(
    "npm start leads to a streamed answer, and Ctrl-C ends it",
    async () => {
      const npm = spawn("npm", ["start"], {
        cwd: join(import.meta.dirname, "../.."),
        env: { ...process.env, PORT: "0", SIMULATOR_PORT: "0" },
        stdio: ["ignore", "pipe", "inherit"],
        // A process group, to which a terminal's Ctrl-C goes.
        detached: true,
      });
      const exit = once(npm, "exit");
      try {
        const { page, simulator } = await addresses(npm.stdout);
        const visitor = await Visitor.arrive(browser, page);
        await visitor.ask("Write 300 words");
        await visitor.words.getByText(/\w+ \w+ \w+/).waitFor();
        const before = (await read(visitor.words)).length;
        await expect
          .poll(async () => (await read(visitor.words)).length)
          .toBeGreaterThan(before + 50);
        await visitor.page.getByRole("button", { name: "Stop" }).click();
        expect(await visitor.end()).toBe("stopped");
        expect(visitor.complaints).toEqual([]);

        // With the page still open, and its connections.
        process.kill(-npm.pid!, "SIGINT");
        await exit;
        await expect(fetch(page)).rejects.toThrow();
        await expect(fetch(simulator)).rejects.toThrow();
        await visitor.leave();
      } finally {
        if (npm.exitCode === null && npm.signalCode === null) process.kill(-npm.pid!, "SIGKILL");
      }
    },
    60_000,
  );
});

async function addresses(
  output: AsyncIterable<Buffer>,
): Promise<{ page: string; simulator: string }> {
  let text = "";
  for await (const piece of output) {
    text += piece;
    const [page, simulator] = text.match(/http:\/\/\S+/g) ?? [];
    if (page && simulator && text.includes("Ctrl-C")) return { page, simulator };
  }
  throw new Error(`npm start ended: ${text}`);
}
