import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../helpers/browsers/browser.ts";
import { launchChromium } from "../helpers/browsers/chromium.ts";
import { bundle } from "../helpers/bundles/bundle.ts";
import { faultCases, plainOf } from "../helpers/faults/cases.ts";
import type { Report } from "../helpers/faults/run.ts";
import { type HttpServer, serveHttp } from "../helpers/http-server.ts";
import { type FaultServer, startFaultServer } from "./fault-server.ts";

const browser = await launchChromium();
if (!browser) console.warn("Faults in Chromium are skipped: it is not installed.");
afterAll(() => browser?.close());

describe.skipIf(!browser).each([
  ["whose response headers a page may read", true],
  ["whose response headers CORS hides", false],
])("faults, over HTTP in Chromium, of a service %s", (_, exposeHeaders) => {
  let server: FaultServer;
  let pages: HttpServer;
  let report: Report;
  beforeAll(async () => {
    server = await startFaultServer({ exposeHeaders, page: true });
    const script = await bundle(join(import.meta.dirname, "run-page.ts"), { platform: "browser" });
    pages = await serveHttp(({ target }, response) => {
      const isScript = target === "/run.js";
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
      response.end(
        isScript ? script : '<!doctype html><script type="module" src="/run.js"></script>',
      );
    });
    const page = await browser!.open(
      `${pages.origin}/?${encodeURIComponent(JSON.stringify(server.options))}`,
    );
    report = await waitFor<Report>(page, "globalThis.report", 110_000);
    await page.close();
  }, 120_000);
  afterAll(() => Promise.all([server.close(), pages.close()]));

  it.each(faultCases.map((faultCase, index) => [faultCase.name, faultCase, index] as const))(
    "%s",
    (_, faultCase, index) => {
      server.check(faultCase, report.observed[index]!, report.observed[plainOf(faultCase)]!);
    },
  );

  it("reach no other origin", () => {
    expect(server.strays).toBe(0);
  });

  it("leave no rejection unhandled", () => {
    expect(report.unhandled).toEqual([]);
  });
});
