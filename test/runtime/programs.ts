import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../helpers/built.ts";

/**
 * What a program prints in a runtime, or what it complains of. Not run synchronously: this process
 * may serve what it asks.
 */
export function printedBy(
  runtime: "bun" | "deno" | "node",
  args: readonly string[],
  program: string,
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const file = join(folder, `${runtime}-${process.hrtime.bigint()}.mjs`);
  writeFileSync(file, program);
  return new Promise((resolve) => {
    execFile(
      join(root, "node_modules/.bin", runtime),
      [...args, file],
      { env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1", ...env } },
      (_, stdout, stderr) => resolve(stdout.trim() || stderr),
    );
  });
}
