import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

const workerd = join(import.meta.dirname, "../../node_modules/.bin/workerd");

export interface WorkerOptions {
  /** The worker's main module. */
  script: string;
  /** Further modules, which it can import by these names. */
  modules?: Record<string, string>;
  compatibilityFlags?: string[];
  /** Text bindings. */
  bindings?: Record<string, string>;
}

export interface Worker {
  url: string;
  pid: number;
  /** What the worker has written to its console. */
  output(): string;
  close(): Promise<void>;
}

export const compatibilityDate = "2026-08-01";

/** Runs a Worker in workerd itself, with nothing of wrangler's around it. */
export const startWorker = async (options: WorkerOptions): Promise<Worker> => {
  const folder = mkdtempSync(join(tmpdir(), "workerd-"));
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill();
      await once(child, "exit");
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const modules = { "worker.js": options.script, ...options.modules };
  for (const [name, code] of Object.entries(modules)) writeFileSync(join(folder, name), code);
  writeFileSync(join(folder, "config.capnp"), config(options));
  const child = spawn(workerd, ["serve", "config.capnp", "--control-fd=3"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr] as Readable[]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }

  let port: number | undefined;
  for await (const text of child.stdio[3] as Readable) {
    port = /"socket":"http","port":(\d+)/.exec(String(text))?.[1] as number | undefined;
    if (port) break;
  }
  if (!port) {
    await close();
    throw new Error(`workerd did not start:\n${output}`);
  }
  return { url: `http://127.0.0.1:${port}`, pid: child.pid!, output: () => output, close };
};

const text = (value: string): string => JSON.stringify(value);

const config = ({
  modules = {},
  compatibilityFlags = [],
  bindings = {},
}: WorkerOptions): string => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [${["worker.js", ...Object.keys(modules)]
        .map((name) => `(name = ${text(name)}, esModule = embed ${text(name)})`)
        .join(", ")}],
      compatibilityDate = ${text(compatibilityDate)},
      compatibilityFlags = [${compatibilityFlags.map(text).join(", ")}],
      bindings = [${Object.entries(bindings)
        .map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`)
        .join(", ")}],
      globalOutbound = "network",
    )),
    (name = "network", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;
