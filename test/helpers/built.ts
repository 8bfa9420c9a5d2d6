import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

export const root: string = join(import.meta.dirname, "../..");

/** For Node: `bedrock-fetch` is its source, so that no build need be made. */
export const fromSource: string = `--import=${join(root, "demo/from-source.ts")}`;

const newest = (folder: string): number =>
  Math.max(
    0,
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  );

/** By the file that a build writes last. */
const isFresh = (): boolean => {
  try {
    return statSync(join(root, "dist/cdn/bedrock-fetch.js")).mtimeMs >= newest(join(root, "src"));
  } catch {
    return false;
  }
};

/** Makes sure that dist/ is what src/ says. `npm test` builds before; a single test may not have. */
export const build = async (): Promise<void> => {
  const lock = join(root, "node_modules/.build-lock");
  for (const giveUp = Date.now() + 120_000; !isFresh(); ) {
    try {
      mkdirSync(lock);
    } catch {
      if (Date.now() > giveUp) throw new Error(`Another build holds ${lock}. Remove it if not.`);
      await new Promise((resolve) => setTimeout(resolve, 100));
      continue;
    }
    try {
      if (isFresh()) return;
      execFileSync("npm", ["run", "build"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
      return;
    } finally {
      rmSync(lock, { recursive: true });
    }
  }
};
