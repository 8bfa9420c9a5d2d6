import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../helpers/built.ts";
import { modulesIn } from "./modules.ts";

const MORE_THAN_NODE = /^(playwright|puppeteer-core|wrangler|miniflare|@vitest\/browser|vite$)/;

describe("npm run check", () => {
  it("runs tests that need nothing but Node, and most of all", () => {
    const vitest = join(root, "node_modules/vitest/vitest.mjs");
    const list = (...args: string[]): string[] =>
      JSON.parse(
        execFileSync(process.execPath, [vitest, "list", "--filesOnly", "--json", ...args], {
          cwd: root,
          encoding: "utf8",
        }),
      ).map(({ file }: { file: string }) => file.slice(root.length + 1));

    const modules = new Map(modulesIn("test").map((module) => [module.path, module]));
    const packagesOf = (path: string, seen = new Set<string>()): string[] => {
      const module = modules.get(path);
      if (!module || seen.has(path)) return [];
      seen.add(path);
      return [...module.packages, ...module.imports.flatMap((next) => packagesOf(next, seen))];
    };

    const checked = list("--mode", "check");
    const needing = checked.filter((file) =>
      packagesOf(file).some((name) => MORE_THAN_NODE.test(name)),
    );
    expect(needing).toEqual([]);
    expect(checked.length).toBeGreaterThan(0.7 * list().length);
  });
});
