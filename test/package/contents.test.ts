import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../helpers/built.ts";
import { Package, run } from "./project.ts";

let packed: Package;
let folder: string;
let files: string[];
let manifest: Record<string, unknown> & { exports: Record<string, unknown> };

beforeAll(async () => {
  packed = await Package.pack();
  const project = packed.project({});
  await run(project, "tar", ["-xzf", packed.tarball]);
  folder = join(project, "package");
  files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}, 60_000);

afterAll(() => packed?.remove());

const textOf = (file: string): string => readFileSync(join(folder, file), "utf8");

describe("the packed files", () => {
  it("are the built modules, their types and maps, the sources, and what a reader needs", () => {
    const kinds = /^(dist\/.+\.(js|js\.map|d\.ts|d\.ts\.map)|src\/.+\.ts)$/;
    const documents = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];
    expect(files.filter((file) => !kinds.test(file)).sort()).toEqual(documents);
  });

  it("are what the manifest points to", () => {
    const targets = (value: unknown): string[] =>
      typeof value === "string" ? [value] : Object.values(value as object).flatMap(targets);
    const { exports, bin, unpkg, jsdelivr } = manifest;
    for (const target of targets({ exports, bin, unpkg, jsdelivr })) {
      expect(files).toContain(target.replace(/^\.\//, ""));
    }
  });

  it("have types beside each entry point", () => {
    for (const [name, target] of Object.entries(manifest.exports)) {
      if (name === "./package.json") continue;
      const { types, default: code } = target as { types: string; default: string };
      expect(types).toBe(code.replace(/\.js$/, ".d.ts"));
      expect(Object.keys(target as object).at(-1)).toBe("default");
    }
  });

  it("import what the manifest depends on, and copy none of it", () => {
    const dependencies = Object.keys(manifest.dependencies as object);
    const imported = new Set<string>();
    for (const file of files.filter((file) => /^dist\/(?!cdn).*\.js$/.test(file))) {
      for (const [, from] of textOf(file).matchAll(
        /^(?:import|export)\b[^;]*?["']([^"'.][^"']*)["'];/gm,
      )) {
        if (from !== undefined && !from.startsWith("node:")) imported.add(from);
      }
    }
    expect([...imported].sort()).toEqual(dependencies.sort());
  });

  it("need nothing of Node's, but for the simulator's command", () => {
    const needing = files.filter(
      (file) => file.endsWith(".js") && /^import .*["']node:/m.test(textOf(file)),
    );
    for (const file of needing) expect(file).toMatch(/^dist\/simulator\/node\//);
  });

  it("have source maps that lead to the sources", () => {
    const maps = files.filter((file) => file.endsWith(".map"));
    expect(maps.length).toBeGreaterThan(100);
    for (const file of maps) {
      const map: { version: number; sources: string[]; mappings: string; file?: string } =
        JSON.parse(textOf(file));
      expect(map.version, file).toBe(3);
      expect(map.sources.length, file).toBeGreaterThan(0);
      for (const source of map.sources) {
        const path = resolve(root, dirname(file), source);
        expect(existsSync(path), `${file}: ${source}`).toBe(true);
      }
      const mapped = textOf(file.replace(/\.map$/, ""));
      expect(mapped, file).toContain(`//# sourceMappingURL=${file.split("/").at(-1)}`);
    }
  });

  it("have one file for CDNs that imports nothing", () => {
    const file = textOf("dist/cdn/bedrock-fetch.js");
    expect(file).not.toMatch(/\bimport\s*[({"'*]|\bfrom\s*["']/);
    expect(file.split("\n").length).toBeLessThan(20);
  });
});

describe("the manifest", () => {
  it("is ready for a release with provenance", () => {
    expect(manifest).toMatchObject({
      name: "bedrock-fetch",
      type: "module",
      license: "MIT",
      sideEffects: false,
      engines: { node: ">=22" },
      publishConfig: { access: "public", provenance: true },
    });
    expect(manifest.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(String(manifest.description).length).toBeGreaterThan(40);
  });

  it("has the version that the changelog begins with", () => {
    const [, version] = /^## \[(\S+)\]/m.exec(textOf("CHANGELOG.md")) ?? [];
    expect(version).toBe(manifest.version);
  });
});
