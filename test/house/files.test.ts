import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { build, root } from "../helpers/built.ts";
import { modulesIn, nodesOf, placeOf } from "./modules.ts";

const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" })
  .split("\0")
  .filter((file) => file !== "" && existsSync(join(root, file)));

const linesMatching = (pattern: RegExp, among = tracked): string[] =>
  among.flatMap((file) => {
    const bytes = readFileSync(join(root, file));
    if (bytes.includes(0)) return [];
    return bytes
      .toString()
      .split("\n")
      .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : []));
  });

describe("tracked files", () => {
  it("name no folder of one machine", () => {
    expect(linesMatching(/(?<![\w.:}*])\/(work|root|home\/\w+|Users\/\w+)\//)).toEqual([]);
  });

  it("lock dependencies to the public registry or to none", () => {
    const hosts = linesMatching(/"resolved": "(?!https:\/\/registry\.npmjs\.org\/)/, [
      "package-lock.json",
    ]);
    expect(hosts).toEqual([]);
  });
});

describe("the built types", () => {
  beforeAll(build, 60_000);

  it("have no `any`", () => {
    const declarations = modulesIn("dist").filter(({ path }) => path.endsWith(".d.ts"));
    expect(declarations.length).toBeGreaterThan(5);
    const found = declarations.flatMap((module) =>
      [...nodesOf(module.source)]
        .filter((node) => node.kind === ts.SyntaxKind.AnyKeyword)
        .map((node) => placeOf(module, node)),
    );
    expect(found).toEqual([]);
  });
});
