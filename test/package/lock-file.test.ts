import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../helpers/built.ts";

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const json = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8"));
const manifest = json("package.json");
const locked: Readonly<Record<string, Locked>> = json("package-lock.json").packages;

/** Where a package at `path` finds `name`, as Node looks for it: from folder to folder upward. */
function found(path: string, name: string, packages = locked): string | undefined {
  const folders = path.split("node_modules/");
  for (let depth = folders.length; depth > 0; depth--) {
    const place = `${folders.slice(0, depth).join("node_modules/").replace(/\/?$/, "/")}`;
    const candidate = `${place === "/" ? "" : place}node_modules/${name}`;
    if (packages[candidate]) return candidate;
  }
  return undefined;
}

/** Dependencies of any kind that the file names and does not lock. */
const missing = (packages = locked): string[] =>
  Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => found(path, name, packages) === undefined)
      .map((name) => `${path || "the project"} needs ${name}`),
  );

describe("the lock file", () => {
  it("has every package of every platform that its packages name", () => {
    const platforms = Object.values(locked).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies),
    );
    expect(platforms.length).toBeGreaterThan(50);
    expect(missing()).toEqual([]);
  });

  it("would be refused without one of them", () => {
    const [name] = Object.keys(locked["node_modules/@biomejs/biome"]?.optionalDependencies ?? {});
    const { [`node_modules/${name}`]: _, ...rest } = locked;
    expect(missing(rest)).toEqual([`node_modules/@biomejs/biome needs ${name}`]);
  });

  it("locks every package to its bytes", () => {
    const loose = Object.entries(locked).filter(([path, { integrity }]) => path && !integrity);
    expect(loose.map(([path]) => path)).toEqual([]);
  });

  it("is of the manifest as it is", () => {
    const { name, version, license, engines, bin, dependencies, devDependencies } = manifest;
    const { peerDependencies, peerDependenciesMeta } = manifest;
    expect(locked[""]).toEqual({
      ...{ name, version, license, engines, dependencies, devDependencies },
      ...{ peerDependencies, peerDependenciesMeta },
      bin: Object.fromEntries(
        Object.entries<string>(bin).map(([command, file]) => [command, file.replace(/^\.\//, "")]),
      ),
    });
  });
});
