import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Browser, waitFor } from "../helpers/browsers/browser.ts";
import { launchChromium } from "../helpers/browsers/chromium.ts";
import { launchFirefox } from "../helpers/browsers/firefox.ts";
import { launchWebKit } from "../helpers/browsers/webkit.ts";
import { root } from "../helpers/built.ts";
import { bundle } from "../helpers/bundles/bundle.ts";
import { compatibilityDate, startWorker } from "../helpers/workerd.ts";
import type { Report, Result, Setting } from "./context.ts";
import { type ConformanceServer, startServer } from "./server.ts";

/** A runtime that is not on this machine. */
export class Unavailable extends Error {}

export interface Runtime {
  /** With a place for the version. */
  name: string;
  /** Runs the set, and once more its base64 part with `Uint8Array.fromBase64` the other way. */
  run(): Promise<Run>;
}

interface Run {
  version: string;
  report: Report;
}

const program = (name: string) => join(root, "node_modules/.bin", name);

const here = (name: string) => join(import.meta.dirname, name);

const execute = async (
  file: string,
  args: string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> => {
  const { stdout } = await promisify(execFile)(file, args, {
    cwd: import.meta.dirname,
    env,
    timeout: 300_000,
    maxBuffer: 16_000_000,
  });
  return stdout;
};

/** The groups that are run again with `Uint8Array.fromBase64` taken away, or given. */
const base64Groups = ["base64", "recordings"];

/** Both runs as one report. */
const twice = async (
  { setting }: ConformanceServer,
  run: (setting: Setting, flipped: boolean) => Promise<Report>,
): Promise<Report> => {
  const asItIs = await run(setting, false);
  const flipped = await run({ ...setting, groups: base64Groups }, true);
  return [
    ...asItIs,
    ...flipped.map((result) => ({
      ...result,
      test: `${result.test} (fromBase64 the other way)`,
    })),
  ];
};

const withServer = async <T>(
  pages: Parameters<typeof startServer>[0],
  use: (server: ConformanceServer) => Promise<T>,
): Promise<T> => {
  const server = await startServer(pages);
  try {
    return await use(server);
  } finally {
    await server.close();
  }
};

/** A runtime that is a program: an entry, options as JSON in its last argument, a report printed. */
const commandLine = (
  name: string,
  version: () => Promise<string>,
  command: (flipped: boolean, setting: Setting) => Promise<[file: string, args: string[]]>,
): Runtime => ({
  name,
  run: () =>
    withServer({}, async (server) => ({
      version: await version(),
      report: await twice(server, async (setting, flipped) => {
        const [file, args] = await command(flipped, setting);
        const printed = await execute(file, [...args, JSON.stringify(setting)], {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          ...variablesOf(setting),
        });
        return JSON.parse(printed) as Report;
      }),
    })),
});

const variablesOf = ({ server, credentials }: Setting): Record<string, string> => ({
  AWS_REGION: "us-east-1",
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME: server,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_SESSION_TOKEN: String(credentials.sessionToken),
});

const node = (major: 22 | 24): Runtime => {
  const path = async (): Promise<string> => {
    if (process.version.startsWith(`v${major}.`)) return process.execPath;
    const local = program("node");
    const version = await execute(local, ["--version"]).catch(() => "");
    if (version.startsWith(`v${major}.`)) return local;
    try {
      const where = ["exec", "--yes", `--package=node@${major}`, "--"];
      return await execute("npm", [...where, "node", "--print", "process.execPath"]).then((text) =>
        text.trim(),
      );
    } catch (error) {
      throw new Unavailable(`npm cannot bring node@${major} here: ${lastLine(error)}`);
    }
  };
  return commandLine(
    `Node ${major}`,
    async () => (await execute(await path(), ["--version"])).trim().slice(1),
    async (flipped) => [
      await path(),
      [
        "--disable-warning=ExperimentalWarning",
        ...(flipped ? ["--import", here("flip-base64.ts")] : []),
        here("run-node.ts"),
      ],
    ],
  );
};

const deno = (name: string, imports: string): Runtime =>
  commandLine(
    name,
    async () => /deno (\S+)/.exec(await execute(program("deno"), ["--version"]))?.[1] ?? "",
    async (flipped, { server }) => [
      program("deno"),
      [
        "run",
        "--no-prompt",
        "--cached-only",
        `--import-map=${here(imports)}`,
        `--allow-net=${new URL(server).host}`,
        "--allow-env",
        // Not for this library: what `ai` imports looks at the machine's name.
        "--allow-sys=hostname",
        ...(flipped ? ["--preload", here("flip-base64.ts")] : []),
        here("run-deno.ts"),
      ],
    ],
  );

const bun: Runtime = commandLine(
  "Bun {version}",
  async () => (await execute(program("bun"), ["--version"])).trim(),
  async (flipped) => [
    program("bun"),
    ["run", ...(flipped ? ["--preload", here("flip-base64.ts")] : []), here("run-bun.ts")],
  ],
);

const browser = (name: string, launch: () => Promise<Browser | undefined>): Runtime => ({
  name,
  async run() {
    const launched = await launch();
    if (!launched) {
      throw new Unavailable("not installed, and test/setup.ts could not bring it here");
    }
    const html = (scripts: string[]) => ({
      type: "text/html",
      body: `<!doctype html><meta charset="utf-8"><title>conformance</title>${scripts
        .map((path) => `<script type="module" src="${path}"></script>`)
        .join("")}`,
    });
    const javascript = async (entry: string) => ({
      type: "text/javascript",
      body: await bundle(here(entry), { platform: "browser" }),
    });
    const pages = {
      "/": html(["/set.js"]),
      "/flipped": html(["/flip.js", "/set.js"]),
      "/set.js": await javascript("run-browser.ts"),
      "/flip.js": await javascript("flip-base64.ts"),
    };
    try {
      return await withServer(pages, async (server) => ({
        version: launched.version,
        report: await twice(server, async (setting, flipped) => {
          const query = encodeURIComponent(JSON.stringify(setting));
          const page = await launched.open(`${server.page}/${flipped ? "flipped" : ""}?${query}`);
          const report = await waitFor<Report>(page, "globalThis.report", 280_000);
          await page.close();
          return report;
        }),
      }));
    } finally {
      await launched.close();
    }
  },
});

const workerd = (name: string, compatibilityFlags: string[]): Runtime => ({
  name,
  run: () =>
    withServer({}, async (server) => ({
      version: compatibilityDate,
      report: await twice(server, async (setting, flipped) => {
        const worker = await startWorker({
          script: await bundle(here("run-workerd.ts"), {
            platform: "workerd",
            ...(flipped ? { before: here("flip-base64.ts") } : {}),
          }),
          compatibilityFlags,
          bindings: {
            ...variablesOf(setting),
            IDENTITY_POOL_ID: setting.identityPoolId,
            ROLE_ARN: setting.roleArn,
          },
        });
        try {
          const response = await fetch(worker.url, {
            method: "POST",
            body: JSON.stringify(setting),
          });
          const answer = await response.text();
          if (!response.ok) throw new Error(`${answer}\n${worker.output()}`);
          const report = JSON.parse(answer) as Report;
          return flipped ? report : [...report, await moduleScope(worker.url)];
        } finally {
          await worker.close();
        }
      }),
    })),
});

/**
 * Requests at the same time, of which the first leaves while credentials are fetched: what it
 * awaits is no other's.
 */
const moduleScope = async (url: string): Promise<Result> => {
  const result = {
    group: "module scope",
    test: "requests share a client, and none hangs on another",
  };
  try {
    const first = fetch(url, { signal: AbortSignal.timeout(150) }).catch(() => undefined);
    const texts = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const response = await fetch(url, { signal: AbortSignal.timeout(15_000) });
        return `${response.status} ${await response.text()}`;
      }),
    );
    await first;
    const wrong = texts.find((text) => !/^200 .*Hello/.test(text));
    return wrong === undefined
      ? { ...result, outcome: "passed" }
      : { ...result, outcome: "failed", reason: wrong };
  } catch (error) {
    return { ...result, outcome: "failed", reason: String(error) };
  }
};

const lastLine = (error: unknown): string =>
  String(error instanceof Error ? error.message : error)
    .trim()
    .split("\n")
    .at(-1) ?? "";

/** In the order of the matrix. */
export const runtimes: Runtime[] = [
  node(22),
  node(24),
  browser("Chromium {version}", launchChromium),
  browser("Firefox {version}", launchFirefox),
  browser("WebKit {version}", launchWebKit),
  workerd("workerd {version}", []),
  workerd("workerd {version}, nodejs_compat", ["nodejs_compat"]),
  deno("Deno {version}, TypeScript source", "deno-source.json"),
  deno("Deno {version}, built package", "deno-built.json"),
  bun,
];
