import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { build } from "../helpers/built.ts";
import { differences, matrixIn, type Row, toMarkdown, withMatrix } from "./matrix.ts";
import { runtimes, Unavailable } from "./runtimes.ts";
import { groups as set } from "./set.ts";

const readmePath = join(import.meta.dirname, "README.md");

await build();

// Each runtime after the other: two browsers at once leave no processor to the tests' own timing.
const rows: Row[] = [];
const missing: string[] = [];
const broken: [string, unknown][] = [];
// While one works on a runtime: RUNTIMES=WebKit
const only = process.env.RUNTIMES ?? "";
const chosen = runtimes.filter(({ name }) => name.includes(only));
for (const { name, run } of chosen) {
  try {
    const { version, report } = await run();
    // Patch levels come and go; the README is not to change with each.
    const release = version.replace(/^(\d{4}-\d\d|\d{3}|\d+\.\d+).*/, "$1");
    rows.push({ runtime: name.replace("{version}", release), report });
  } catch (error) {
    if (error instanceof Unavailable)
      missing.push(`${name.replace(" {version}", "")}: ${error.message}`);
    else broken.push([name, error]);
  }
}

afterAll(() => {
  console.log(`Passed in each runtime:\n\n${toMarkdown(rows)}\n`);
  const leftOut = rows.flatMap(({ runtime, report }) =>
    report.flatMap(({ group, test, outcome, reason }) =>
      outcome === "left out" ? [`${runtime}: ${group}: ${test}: ${reason}`] : [],
    ),
  );
  if (leftOut.length > 0) console.log(`Left out:\n${leftOut.join("\n")}\n`);
  if (missing.length > 0) console.log(`Runtimes that are not here:\n${missing.join("\n")}\n`);
});

for (const { runtime, report } of rows) {
  describe(runtime, () => {
    for (const { group, test, outcome, reason } of report) {
      it.skipIf(outcome === "left out")(`${group}: ${test}`, () => {
        expect(outcome, reason).toBe("passed");
      });
    }
  });
}

describe("the conformance set", () => {
  it.each(broken)("%s runs the set", (_, error) => {
    throw error;
  });

  it("every runtime ran every group", () => {
    expect(rows.length + missing.length + broken.length).toBe(chosen.length);
    for (const { runtime, report } of rows) {
      const groups = new Set(report.map(({ group }) => group));
      expect([...groups], runtime).toEqual(expect.arrayContaining(Object.keys(set)));
      expect(report.length, runtime).toBeGreaterThan(150);
    }
  });
});

describe("the README", () => {
  const ran = toMarkdown(rows);
  // On a machine with all runtimes: MATRIX=write
  if (process.env.MATRIX === "write" && rows.length === runtimes.length) {
    writeFileSync(readmePath, withMatrix(readFileSync(readmePath, "utf8"), ran));
  }
  const written = matrixIn(readFileSync(readmePath, "utf8"));

  it("has the matrix of this run (MATRIX=write writes it), as far as the runtimes are here", () => {
    expect(differences(written, rows)).toEqual([]);
  });
});
