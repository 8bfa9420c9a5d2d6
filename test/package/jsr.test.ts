import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../helpers/built.ts";
import { program } from "./project.ts";

const json = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8"));

describe("JSR", () => {
  it("takes the sources as they are, without slow types", { timeout: 120_000 }, () => {
    const args = ["publish", "--dry-run", "--allow-dirty", "--quiet"];
    const publish = () => execFileSync(program("deno"), args, { cwd: root, stdio: "pipe" });
    expect(publish).not.toThrow();
  });

  it("gets the version, the license and the entry points that npm gets", () => {
    const npm = json("package.json");
    const jsr = json("jsr.json");
    expect(jsr).toMatchObject({ version: npm.version, license: npm.license });
    const names = Object.keys(npm.exports).filter((name) => name !== "./package.json");
    expect(Object.keys(jsr.exports)).toEqual(names);
  });
});
