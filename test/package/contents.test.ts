import { existsSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { build as bundle } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../helpers/built.ts";
import { edgeBundle, gzipped } from "../helpers/bundles/edge-bundle.ts";
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
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
  files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}, 60_000);

afterAll(() => packed?.remove());

const textOf = (file: string): string => readFileSync(join(folder, file), "utf8");

/** The anchors of a document's headings, as GitHub and npm make them. */
const anchorsOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

const isEntry = (file: string) => /^dist\/(\w+\/)*(index|cli)\.js$/.test(file);

describe("the packed files", () => {
  it("are what was built, documents, and the examples that the README links to", () => {
    const built = /^dist\/.+\.(js|js\.map|d\.ts)$/;
    const examples = /^(demo\/|test\/(bench\/results|conformance)\/|wrangler\.toml$)/;
    const documents = files.filter((file) => !built.test(file) && !examples.test(file));
    expect(documents.sort()).toEqual([
      "CHANGELOG.md",
      "CONTRIBUTING.md",
      "LICENSE",
      "README.md",
      "SECURITY.md",
      "package.json",
      "src/README.md",
      "src/credentials/README.md",
      "src/errors/README.md",
      "src/eventstream/README.md",
      "src/operations/README.md",
      "src/sdks/README.md",
      "src/simulator/README.md",
      "src/text/README.md",
    ]);
  });

  it("are at most 120, of 1.5 MB together", () => {
    const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
    console.log(`package: ${files.length} files, ${bytes} bytes`);
    expect(files.length).toBeLessThanOrEqual(120);
    expect(bytes).toBeLessThanOrEqual(1_500_000);
  });

  it.each(["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "src/README.md"])(
    "are what the links of %s point to",
    (document) => {
      const text = textOf(document);
      const links = [
        ...text.matchAll(/\]\(([^)\s]+)[^)]*\)/g),
        ...text.matchAll(/\b(?:src|href|srcset)="([^"\s]+)/g),
        ...text.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm),
      ].flatMap(([, link = ""]) => (/^(https?|mailto):/.test(link) ? [] : [link]));
      const broken = links.filter((link) => {
        const [path = "", anchor] = link.split("#");
        const target = join(folder, dirname(document), path);
        if (!existsSync(path === "" ? join(folder, document) : target)) return true;
        if (anchor === undefined) return false;
        return !anchorsOf(path === "" ? text : readFileSync(target, "utf8")).includes(anchor);
      });
      expect(broken).toEqual([]);
    },
  );

  it("are what the manifest points to", () => {
    const targets = (value: unknown): string[] =>
      typeof value === "string" ? [value] : Object.values(value as object).flatMap(targets);
    const { exports, bin, unpkg, jsdelivr } = manifest;
    for (const target of targets({ exports, bin, unpkg, jsdelivr })) {
      expect(files).toContain(target.replace(/^\.\//, ""));
    }
  });

  it("have types beside each entry point, and older ones for an older TypeScript", () => {
    for (const [name, target] of Object.entries(manifest.exports)) {
      if (name === "./package.json") continue;
      const { types, default: code } = target as { types: string; default: string };
      expect(types).toBe(code.replace(/\.js$/, ".d.ts"));
      expect(target).toEqual({
        "types@<5.7": types.replace("./dist/", "./dist/types-before-5.7/"),
        types,
        default: code,
      });
      expect(Object.keys(target as object)).toEqual(["types@<5.7", "types", "default"]);
    }
  });

  it("are one module an entry point, and chunks that several share", () => {
    const modules = files.filter((file) => /^dist\/.*\.js$/.test(file));
    const entries = modules.filter(isEntry).sort();
    expect(entries).toEqual([
      "dist/credentials/index.js",
      "dist/eventstream/index.js",
      "dist/index.js",
      "dist/simulator/index.js",
      "dist/simulator/node/cli.js",
      "dist/simulator/node/index.js",
      "dist/text/index.js",
    ]);
    for (const chunk of modules.filter((file) => file.startsWith("dist/chunks/"))) {
      const name = chunk.split("/").at(-1);
      const users = modules.filter((file) => textOf(file).includes(`/${name}"`));
      expect(users.length, chunk).toBeGreaterThan(1);
    }
    expect(modules.length).toBeLessThan(20);
  });

  it("declare each class once", () => {
    const declared = files
      .filter((file) => file.endsWith(".d.ts") && !file.startsWith("dist/types-before"))
      .flatMap((file) =>
        [...textOf(file).matchAll(/^(?:export )?(?:declare )?class (\w+)/gm)].map(([, it]) => it),
      );
    expect(declared.length).toBeGreaterThan(20);
    expect(declared.filter((name, i) => declared.indexOf(name) !== i)).toEqual([]);
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

  it("need nothing of Node's, but for what serves the simulator", () => {
    const needing = files.filter(
      (file) => file.endsWith(".js") && /^import .*["']node:/m.test(textOf(file)),
    );
    expect(needing.sort()).toEqual(["dist/chunks/serve.js", "dist/simulator/node/cli.js"]);
  });

  it("have source maps with the sources in them", () => {
    // The simulator's code is built as readable as it is written, and its maps would be a third of all.
    const modules = files.filter((file) =>
      /^dist\/(?!cdn\/|simulator\/|chunks\/(simulator|serve)).*\.js$/.test(file),
    );
    const maps = files.filter((file) => file.endsWith(".map"));
    const withCode = modules.filter((file) => !/^(import .*|export .*|\s*)$/s.test(textOf(file)));
    for (const file of withCode) expect(maps).toContain(`${file}.map`);
    for (const file of maps) {
      const map: { version: number; sources: string[]; sourcesContent: (string | null)[] } =
        JSON.parse(textOf(file));
      expect(map.version, file).toBe(3);
      expect(map.sources.length, file).toBeGreaterThan(0);
      expect(map.sourcesContent.length, file).toBe(map.sources.length);
      for (const [i, source] of map.sources.entries()) {
        const content = map.sourcesContent[i] ?? "";
        expect(content.length, source).toBeGreaterThan(0);
        if (file === "dist/index.js.map") expect(source).toMatch(/^\.\.\/src\/.+\.ts$/);
      }
      expect(textOf(file.replace(/\.map$/, ""))).toContain(
        `//# sourceMappingURL=${file.split("/").at(-1)}`,
      );
    }
  });

  it("lead a stack trace to the source", async () => {
    const program = `
      import { BedrockRuntime } from "./dist/index.js";
      try { new BedrockRuntime({ region: "not a region" }); } catch (error) { console.log(error.stack); }`;
    const stack = await run(folder, process.execPath, [
      "--enable-source-maps",
      "--input-type=module",
      "--eval",
      program,
    ]);
    expect(stack).toMatch(/at .*src\/client\/[\w/-]+\.ts:\d+/);
    expect(stack).not.toMatch(/at .*dist\/index\.js/);
  });

  it("leave nothing in a bundle that does not use them", async () => {
    const entries = Object.values(manifest.exports).flatMap((target) =>
      typeof target === "object" ? [(target as { default: string }).default] : [],
    );
    const { outputFiles } = await bundle({
      stdin: {
        contents: entries.map((file) => `import ${JSON.stringify(file)};`).join("\n"),
        resolveDir: folder,
      },
      bundle: true,
      write: false,
      format: "esm",
      packages: "external",
      logLevel: "error",
    });
    expect(outputFiles[0]?.text.trim()).toBe("");
  });

  it("weigh no more at an edge than the sources do", async () => {
    const code = (from: string) => `export { BedrockRuntime } from ${JSON.stringify(from)};`;
    const built = await edgeBundle(code(join(folder, "dist/index.js")));
    expect(gzipped(built)).toBeLessThanOrEqual(
      1.01 * gzipped(await edgeBundle(code("bedrock-fetch"))),
    );
  });

  it("have one file for CDNs that imports nothing", () => {
    const file = textOf("dist/cdn/bedrock-fetch.js");
    expect(file).not.toMatch(/\bimport\s*[({"'*]|\bfrom\s*["']/);
    expect(file.split("\n").length).toBeLessThan(20);
  });
});

describe("the manifest", () => {
  it("is ready for a release", () => {
    expect(manifest).toMatchObject({
      name: "bedrock-fetch",
      type: "module",
      license: "MIT",
      sideEffects: false,
      engines: { node: ">=22" },
      publishConfig: { access: "public" },
    });
    expect(manifest.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(String(manifest.description).length).toBeGreaterThan(40);
  });

  it("promises no provenance while no repository is named, since npm would refuse it", () => {
    const { provenance } = manifest.publishConfig as { provenance?: boolean };
    expect(provenance === true && manifest.repository === undefined).toBe(false);
  });

  it("has nothing that only this repository can resolve", () => {
    expect(JSON.stringify(manifest.exports)).not.toContain("src/");
  });

  it("has the version that the changelog begins with", () => {
    const [, version] = /^## \[(\S+)\]/m.exec(textOf("CHANGELOG.md")) ?? [];
    expect(version).toBe(manifest.version);
  });
});
