import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../helpers/built.ts";
import { type Measure, program } from "./runtime.ts";

/** A runtime that is given a file to run. */
const commandLine =
  (title: string, args: readonly string[]): Measure =>
  async () => {
    const path = join(root, "node_modules/.bin", title.toLowerCase());
    const folder = mkdtempSync(join(tmpdir(), "bench-"));
    try {
      const file = join(folder, "bench.mjs");
      writeFileSync(file, await program());
      const version = execFileSync(path, ["--version"], { encoding: "utf8" });
      const output = execFileSync(path, [...args, file], { encoding: "utf8", cwd: folder });
      return { runtime: `${title} ${/\d[\d.]*/.exec(version)?.[0]}`, columns: JSON.parse(output) };
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

// The AWS SDK looks into variables of the environment.
export const deno: Measure = commandLine("Deno", ["run", "--allow-env", "--no-prompt"]);
export const bun: Measure = commandLine("Bun", ["run"]);
