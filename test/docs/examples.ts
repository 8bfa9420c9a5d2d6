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
}

const documented = (): string[] => [
  join(root, "README.md"),
  ...readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter(({ name }) => /\.(ts|md)$/.test(name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort(),
];

/** Every block of TypeScript in the READMEs and in docstrings of the sources. */
export const examples = (): Example[] =>
  documented().flatMap((file) => {
    const text = readFileSync(file, "utf8");
    const found: Example[] = [];
    for (const block of text.matchAll(/^( *\* )?```ts( no-run)?\n((?:.*\n)*?)^\1```/gm)) {
      const [, prefix, noRun, lines = ""] = block;
      found.push({
        where: `${relative(root, file)}, line ${text.slice(0, block.index).split("\n").length}`,
        code: prefix ? lines.replace(/^ *\* ?/gm, "") : lines,
        runs: noRun === undefined,
      });
    }
    return found;
  });
