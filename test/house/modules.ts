import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { root } from "../helpers/built.ts";

export interface Module {
  /** Relative to the project, such as `"src/index.ts"`. */
  path: string;
  source: ts.SourceFile;
  /** Modules of the project, by path. */
  imports: string[];
  /** Everything else that is imported. */
  packages: string[];
}

/** The modules in a folder and the folders in it. */
export const modulesIn = (folder: string): Module[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith(".ts"))
    .map(({ parentPath, name }) => readModule(join(parentPath, name)));

const readModule = (file: string): Module => {
  const text = readFileSync(file, "utf8");
  const specifiers = ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
  const relatives = specifiers.filter((specifier) => specifier.startsWith("."));
  return {
    path: relative(root, file),
    source: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true),
    imports: relatives.map((specifier) => relative(root, resolve(dirname(file), specifier))),
    packages: specifiers.filter((specifier) => !specifier.startsWith(".")),
  };
};

/** Every node of a module's syntax. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  node.forEachChild((child) => void children.push(child));
  for (const child of children) yield* nodesOf(child);
}

/** Such as `"src/client/retry.ts:12"`. */
export const placeOf = ({ path, source }: Module, node: ts.Node): string =>
  `${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
