import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { root } from "../helpers/built.ts";
import { type Module, modulesIn, nodesOf, placeOf } from "./modules.ts";

/** What each layer may import besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  index: ["client", "operations", "protocol", "sdks", "credentials", "errors", "fetch"],
  cdn: ["index", "credentials", "text"],
  client: [
    "operations",
    "protocol",
    "credentials",
    "errors",
    "fetch",
    "hook",
    "loopback",
    "partition",
    "runtime",
  ],
  sdks: ["client", "operations", "protocol", "errors", "runtime"],
  operations: ["protocol", "eventstream", "text", "errors"],
  protocol: ["eventstream", "errors"],
  eventstream: ["errors", "runtime"],
  text: ["errors", "runtime"],
  credentials: ["errors", "fetch", "hook", "loopback", "partition", "runtime"],
  simulator: ["errors"],
  errors: [],
  fetch: [],
  hook: [],
  loopback: [],
  partition: [],
  runtime: ["errors"],
};

const packages: Readonly<Record<string, readonly string[]>> = {
  client: ["aws4fetch"],
  credentials: ["aws4fetch"],
  eventstream: ["@smithy/eventstream-codec", "@smithy/util-utf8"],
};

const modules = modulesIn("src");
const isOfNode = (path: string): boolean => path.startsWith("src/simulator/node/");
const layerOf = (path: string): string => path.split("/")[1]?.replace(/\.ts$/, "") ?? "";

/** What every runtime has besides the language itself: the part of WinterTC's list that is used. */
const everywhere = new Set(
  `AbortController AbortSignal Blob DOMException Headers ReadableStream Request Response TextDecoder
   TextEncoder TransformStream URL URLSearchParams WritableStream atob btoa clearTimeout console crypto fetch
   performance setTimeout`.split(/\s+/),
);

describe("the layers of src", () => {
  it("are the folders and entry points that there are", () => {
    const layers = new Set(modules.map(({ path }) => layerOf(path)));
    expect([...layers].sort()).toEqual(Object.keys(mayImport).sort());
  });

  it("import one way", () => {
    const wrong = modules.flatMap(({ path, imports }) => {
      const layer = layerOf(path);
      const allowed = [layer, ...(mayImport[layer] ?? [])];
      return imports.filter((to) => !allowed.includes(layerOf(to))).map((to) => `${path} → ${to}`);
    });
    expect(wrong).toEqual([]);
  });

  it("import packages in the one place that each has", () => {
    const wrong = modules.flatMap(({ path, packages: imported }) =>
      imported
        .filter((name) => !packages[layerOf(path)]?.includes(name))
        .filter((name) => !(isOfNode(path) && name.startsWith("node:")))
        .map((name) => `${path} → ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it("keep Node's built-ins to src/simulator/node, which nothing else imports", () => {
    const importing = modules.filter(
      ({ path, imports }) => !isOfNode(path) && imports.some(isOfNode),
    );
    expect(importing.map(({ path }) => path)).toEqual([]);
    expect(modules.some(({ path }) => isOfNode(path))).toBe(true);
  });

  it("have no circles", () => {
    const importsOf = new Map(modules.map(({ path, imports }) => [path, imports]));
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path))
        circles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
      if (done.has(path) || trail.includes(path)) return;
      for (const next of importsOf.get(path) ?? []) visit(next, [...trail, path]);
      done.add(path);
    };
    for (const { path } of modules) visit(path, []);
    expect(circles).toEqual([]);
  });

  it("are entered by index.ts alone, and gather nothing in between", () => {
    const barrels = modules.filter(
      ({ path, source }) =>
        !/^src\/(cdn|index|[^/]+\/index|simulator\/node\/index)\.ts$/.test(path) &&
        source.statements.some((it) => ts.isExportDeclaration(it) && it.moduleSpecifier),
    );
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });
});

describe("the sources", () => {
  it("use nothing but the language and what every runtime has", { timeout: 60_000 }, () => {
    const foreign = globalsOf(
      modules.filter(({ path }) => path !== "src/runtime.ts" && !isOfNode(path)),
    );
    expect(foreign).toEqual([]);
  });

  it("have no `any`", () => {
    const found = modules.flatMap((module) =>
      [...nodesOf(module.source)]
        .filter((node) => node.kind === ts.SyntaxKind.AnyKeyword)
        .map((node) => placeOf(module, node)),
    );
    expect(found).toEqual([]);
  });
});

/** Where modules use globals of the DOM's or of nobody's that not every runtime has. */
function globalsOf(among: readonly Module[]): string[] {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(
    among.map(({ path }) => join(root, path)),
    options,
  );
  const checker = program.getTypeChecker();
  const isGlobal = (node: ts.Identifier): boolean => {
    const declarations = checker.getSymbolAtLocation(node)?.declarations ?? [];
    const files = declarations.map((declaration) => declaration.getSourceFile());
    const isMember = declarations.some(
      ({ parent }) => !ts.isSourceFile(parent.parent?.parent ?? parent) && !ts.isSourceFile(parent),
    );
    return (
      !isMember && files.length > 0 && files.every(({ fileName }) => /lib\.dom/.test(fileName))
    );
  };
  return among.flatMap((module) => {
    const source = program.getSourceFile(join(root, module.path));
    if (!source) throw new Error(`${module.path} is not in the program`);
    return [...nodesOf(source)]
      .filter((node) => ts.isIdentifier(node))
      .filter((node) => !ts.isPartOfTypeNode(node) && isGlobal(node) && !everywhere.has(node.text))
      .map((node) => `${placeOf({ ...module, source }, node)}: ${node.text}`);
  });
}

describe("the conformance set", () => {
  it("is free of any runner and runtime", () => {
    const set = modulesIn("test/conformance").filter(
      ({ path }) => path.includes("/groups/") || /\/(assert|calls|context|set)\.ts$/.test(path),
    );
    expect(set.length).toBeGreaterThan(10);
    const imported = set.flatMap(({ packages: names }) => names);
    // The SDKs that run over this library are what one of its groups is about.
    const sdks = ["@ai-sdk/anthropic", "@ai-sdk/openai", "@anthropic-ai/sdk", "ai", "openai"];
    expect(imported.filter((name) => ![...sdks, "bedrock-fetch"].includes(name))).toEqual([]);
  });
});
