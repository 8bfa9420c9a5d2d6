import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
import { build as viteBuild } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Server, serve } from "../../src/simulator/node/serve.ts";
import { waitFor } from "../helpers/browsers/browser.ts";
import { launchChromium } from "../helpers/browsers/chromium.ts";
import { findBrowser } from "../helpers/browsers/find.ts";
import { root } from "../helpers/built.ts";
import { startWorker } from "../helpers/workerd.ts";
import { Package, program, run } from "./project.ts";

const QUESTION = "How did this answer reach me?";

/** One streamed call, whatever the place: `options` and `show` are the place's. */
const streamedCall = (options: string, show: string): string => `
  const bedrock = new BedrockRuntime(${options});
  const { body } = await bedrock.invokeModelWithResponseStream({
    modelId: "amazon.nova-micro-v1:0",
    body: { messages: [{ role: "user", content: [{ text: ${JSON.stringify(QUESTION)} }] }] },
  });
  let text = "";
  for await (const piece of textStream(body)) text += piece;
  ${show};
`;

const imports = (prefix = "") => `
  import { BedrockRuntime } from "${prefix}bedrock-fetch";
  import { fromEnv } from "${prefix}bedrock-fetch/credentials";
  import { textStream } from "${prefix}bedrock-fetch/text";
`;

const script = imports() + streamedCall("{ ...fromEnv() }", "console.log(text)");

let simulated: Server;
let packed: Package;
let env: Record<string, string>;

beforeAll(async () => {
  simulated = await serve(createSimulator());
  packed = await Package.pack();
  env = {
    AWS_REGION: "us-east-1",
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: simulated.url,
    AWS_ACCESS_KEY_ID: simulatorCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: simulatorCredentials.secretAccessKey,
    AWS_SESSION_TOKEN: simulatorCredentials.sessionToken,
  };
}, 120_000);

afterAll(async () => {
  await simulated?.close();
  packed?.remove();
});

describe("the package, installed into an empty project", { timeout: 120_000 }, () => {
  it("Node", async () => {
    const folder = await packed.installed({ "main.js": script });
    expect(await run(folder, process.execPath, ["main.js"], env)).toContain(QUESTION);
  });

  it("the simulator's command, as the README has it", async () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    expect(readme).not.toMatch(/npx bedrock-fetch/);
    const [, command = ""] = /npx -p bedrock-fetch (\S+)/.exec(readme) ?? [];
    const folder = packed.project({});
    const args = ["--yes", "--prefer-offline", "-p", packed.tarball, command, "--help"];
    expect(await run(folder, "npx", args)).toContain("--fault");
  });

  it("Bun", async () => {
    const folder = packed.project({ "main.ts": script });
    await run(folder, program("bun"), ["add", packed.tarball]);
    expect(await run(folder, program("bun"), ["run", "main.ts"], env)).toContain(QUESTION);
  });

  it("Deno, by npm: specifiers", async () => {
    // A package that is not published yet: what `npm:` names is found in node_modules.
    const folder = await packed.installed({
      "deno.json": '{ "nodeModulesDir": "manual" }',
      "main.ts": imports("npm:") + streamedCall("{ ...fromEnv() }", "console.log(text)"),
    });
    const allowed = [`--allow-net=${new URL(simulated.url).host}`, "--allow-env", "--no-prompt"];
    const printed = await run(folder, program("deno"), ["run", ...allowed, "main.ts"], env);
    expect(printed).toContain(QUESTION);
    await run(folder, program("deno"), ["check", "main.ts"]);
  });

  it("wrangler, built and run in workerd", async () => {
    const worker = `${imports()}
      export default {
        async fetch(request, env) {
          ${streamedCall("{ ...fromEnv(env) }", "return new Response(text)")}
        },
      };`;
    const folder = await packed.installed({
      "worker.js": worker,
      "wrangler.toml": 'name = "w"\nmain = "worker.js"\ncompatibility_date = "2026-08-01"\n',
    });
    const quiet = { WRANGLER_SEND_METRICS: "false", CI: "true" };
    const args = ["deploy", "--dry-run", "--outdir", "out"];
    await run(folder, program("wrangler"), args, quiet);
    const running = await startWorker({
      script: readFileSync(join(folder, "out/worker.js"), "utf8"),
      bindings: env,
    });
    try {
      expect(await (await fetch(running.url)).text()).toContain(QUESTION);
    } finally {
      await running.close();
    }
  });

  describe("pages", () => {
    const pageScript = (from: string) => `
      ${from}
      ${streamedCall(
        `{
          region: "us-east-1",
          endpoint: ${JSON.stringify(simulated.url)},
          credentials: ${JSON.stringify(simulatorCredentials)},
        }`,
        "globalThis.answer = text",
      )}`;

    const noChromium = findBrowser("chromium") === undefined;
    if (noChromium) console.warn("Chromium is not here: what is built for pages is not opened.");

    const answerOf = async (
      files: (path: string) => { type: string; body: string } | undefined,
    ) => {
      const page = await serveFiles(files);
      const browser = await launchChromium();
      try {
        const opened = await browser?.open(`${page.url}/`);
        return opened && (await waitFor<string>(opened, "globalThis.answer", 15_000));
      } finally {
        await browser?.close();
        await page.close();
      }
    };

    it.skipIf(noChromium)("a vite app", async () => {
      const folder = await packed.installed({
        "index.html": '<!doctype html><script type="module" src="/main.js"></script>',
      });
      const from = `
        import { BedrockRuntime } from "bedrock-fetch";
        import { textStream } from "bedrock-fetch/text";`;
      writeFileSync(join(folder, "main.js"), pageScript(from));
      await viteBuild({
        root: folder,
        configFile: false,
        logLevel: "error",
        build: { outDir: join(folder, "out") },
      });
      const answer = await answerOf((path) => {
        const file = join(folder, "out", path === "/" ? "index.html" : path);
        try {
          const type = file.endsWith(".js") ? "text/javascript" : "text/html";
          return { type, body: readFileSync(file, "utf8") };
        } catch {
          return undefined;
        }
      });
      expect(answer).toContain(QUESTION);
    });

    describe("without a bundler, by the file from a CDN, which is another origin", () => {
      const CDN_URL = /https:\/\/cdn\.jsdelivr\.net\S+?\/dist\/cdn\/bedrock-fetch\.js/;
      const readme = readFileSync(join(root, "src/README.md"), "utf8");
      let cdn: Server;
      let url: string;

      beforeAll(async () => {
        const folder = await packed.installed({});
        const path = "/npm/bedrock-fetch/dist/cdn/bedrock-fetch.js";
        const file = join(folder, "node_modules/bedrock-fetch/dist/cdn/bedrock-fetch.js");
        const found = { type: "text/javascript", body: readFileSync(file, "utf8") };
        cdn = await serveFiles((asked) => (asked === path ? found : undefined));
        url = `${cdn.url}${path}`;
      }, 60_000);
      afterAll(() => cdn?.close());

      /** The README's page, with this hash and a script of the test's. */
      const pageWith = (integrity: string): string => {
        const [, importMap = ""] = /<script type="importmap">\n(.+?)<\/script>/s.exec(readme) ?? [];
        const { imports } = JSON.parse(importMap);
        expect(imports["bedrock-fetch"]).toMatch(CDN_URL);
        const map = importMap
          .replaceAll(imports["bedrock-fetch"], url)
          .replace("sha384-…", integrity);
        const script = pageScript('import { BedrockRuntime, textStream } from "bedrock-fetch";');
        return `<!doctype html>
          <script>addEventListener("error", () => (globalThis.answer = "not loaded"), true)</script>
          <script type="importmap">${map}</script>
          <script type="module">${script}</script>`;
      };

      const answerOfPage = (integrity: string) =>
        answerOf((path) =>
          path === "/" ? { type: "text/html", body: pageWith(integrity) } : undefined,
        );

      /** What the README's command prints for the file. */
      const hash = async (): Promise<string> => {
        const command = /^curl -s .+\| openssl .+$/m.exec(readme)?.[0] ?? "";
        expect(command).toMatch(CDN_URL);
        const printed = await run(root, "sh", ["-c", command.replace(CDN_URL, url)]);
        return `sha384-${printed.trim()}`;
      };

      it.skipIf(noChromium)("with the hash that the README's command prints", async () => {
        expect(await answerOfPage(await hash())).toContain(QUESTION);
      });

      it.skipIf(noChromium)("and not with the hash of another file", async () => {
        const other = createHash("sha384").update("another file").digest("base64");
        expect(await answerOfPage(`sha384-${other}`)).toBe("not loaded");
      });
    });
  });
});

/** Files by path, which pages of any origin may read, as a CDN serves them. */
const serveFiles = (
  files: (path: string) => { type: string; body: string } | undefined,
): Promise<Server> =>
  serve(async (request) => {
    const found = files(new URL(request.url).pathname);
    return new Response(found?.body, {
      status: found ? 200 : 404,
      headers: {
        "Content-Type": found?.type ?? "text/plain",
        "Access-Control-Allow-Origin": "*",
      },
    });
  });
