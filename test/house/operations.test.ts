import { describe, expect, it } from "vitest";
import { modulesIn } from "./modules.ts";

/** Rooms of shapes that several operations have. */
const SHARED = ["messages", "guardrails"];
/** What calls an operation by its name, for users who do. */
const CALLERS: { readonly [path: string]: readonly string[] } = {
  "src/client/bedrock-runtime.ts": ["invoke-model"],
  "src/sdks/anthropic-fetch.ts": ["invoke-model", "count-tokens"],
};

const folderOf = (path: string): string | undefined =>
  /^src\/operations\/([^/]+)\//.exec(path)?.[1];

describe("an operation's folder", () => {
  const modules = modulesIn("src");
  const imports = modules.flatMap(({ path, imports }) =>
    imports.flatMap((to) => {
      const folder = folderOf(to);
      return folder === undefined ? [] : [{ path, to, folder }];
    }),
  );

  it("can be deleted with its exports: nothing else in src imports it", () => {
    const folders = new Set(imports.map(({ folder }) => folder));
    expect(folders.size).toBeGreaterThanOrEqual(8);
    const wrong = imports.filter(
      ({ path, folder }) =>
        path !== "src/index.ts" &&
        folderOf(path) !== folder &&
        !(SHARED.includes(folder) && folderOf(path) !== undefined) &&
        !CALLERS[path]?.includes(folder),
    );
    expect(wrong.map(({ path, to }) => `${path} → ${to}`)).toEqual([]);
  });

  it("is called by name in no more places than are said here", () => {
    const missing = Object.entries(CALLERS).flatMap(([path, folders]) =>
      folders.filter((folder) => !imports.some((it) => it.path === path && it.folder === folder)),
    );
    expect(missing).toEqual([]);
  });

  it("that is shared needs none of an operation's own", () => {
    const wrong = imports.filter(
      ({ path, folder }) => SHARED.includes(folderOf(path) ?? "") && !SHARED.includes(folder),
    );
    expect(wrong).toEqual([]);
  });
});
