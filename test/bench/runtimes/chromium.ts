import { launchChromium } from "../../helpers/browsers/chromium.ts";
import { serveHttp } from "../../helpers/http-server.ts";
import { bundle, effort, type Measure } from "./runtime.ts";

export const chromium: Measure = async () => {
  const browser = await launchChromium();
  if (browser === undefined) {
    console.error("bench: no Chromium found, so it is left out");
    return undefined;
  }
  const script = await bundle("export const run = (effort) => measure(input, effort);");
  const server = await serveHttp(({ target }, response) => {
    const isScript = target === "/bench.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : "<!doctype html><title>bench</title>");
  });
  try {
    const page = await browser.open(server.origin);
    const columns = await page.evaluate<number[][][]>(
      `import("/bench.js").then(({ run }) => run(${JSON.stringify(effort)}))`,
    );
    return { runtime: `Chromium ${browser.version}`, columns };
  } finally {
    await browser.close();
    await server.close();
  }
};
