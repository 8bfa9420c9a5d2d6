import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "../helpers/built.ts";

/** A block of TypeScript from the documentation. */
export interface Example {
  /** Such as `"src/text/collect.ts, line 12"`. */
  where: string;
  code: string;
  /** Whether it can run: blocks marked `ts no-run` only compile. */
  runs: boolean;
  /** Whether it is a test file of vitest's, and run as one. */
  isTest: boolean;
}

const filesIn = (folder: string, pattern: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(({ name, parentPath }) => pattern.test(name) && !parentPath.includes("node_modules"))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();

/** The documentation as pages, the README first. */
export const pages = (): string[] => [
  join(root, "README.md"),
  ...filesIn("src", /^README\.md$/),
  ...filesIn("demo", /^README\.md$/),
];

const documented = (): string[] => [...pages(), ...filesIn("src", /\.ts$/)];

/** Every block of TypeScript in READMEs and in docstrings of the sources. */
export const examples = (): Example[] =>
  documented().flatMap((file) => {
    const text = readFileSync(file, "utf8");
    const found: Example[] = [];
    for (const block of text.matchAll(/^( *\* )?```ts( no-run)?\n((?:.*\n)*?)^\1```/gm)) {
      const [, prefix, noRun, lines = ""] = block;
      const code = prefix ? lines.replace(/^ *\* ?/gm, "") : lines;
      found.push({
        where: `${relative(root, file)}, line ${text.slice(0, block.index).split("\n").length}`,
        code,
        runs: noRun === undefined,
        isTest: /from "vitest"/.test(code),
      });
    }
    return found;
  });
