import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromSource, root } from "../helpers/built.ts";
import { examples, pages } from "./examples.ts";
import { llmsText } from "./llms.ts";

// Within the project, so that an example finds the package by its name.
const folder = join(root, ".cache/examples");
const all = examples().map((example, i) => ({
  ...example,
  file: join(folder, `example-${i}${example.isTest ? ".test" : ""}.ts`),
}));

const run = async (file: string, args: readonly string[]): Promise<string> => {
  try {
    return (await promisify(execFile)(file, args, { cwd: root, timeout: 120_000 })).stdout;
  } catch (error) {
    const { message, stdout, stderr } = error as Record<string, string>;
    throw new Error(`${message}\n${stdout}\n${stderr}`);
  }
};

const program = (name: string): string => join(root, "node_modules/.bin", name);

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // A client is exported besides, so that it can be asked.
  for (const { file, code } of all) {
    writeFileSync(file, code.replace(/^const bedrock = new/m, "export const bedrock = new"));
  }
  const config = {
    extends: "../../test/tsconfig.json",
    compilerOptions: {
      noUnusedLocals: false,
      paths: {
        "bedrock-fetch": ["../../src/index.ts"],
        "bedrock-fetch/*": ["../../src/*/index.ts"],
      },
    },
    include: ["*.ts"],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const vitestConfig = `import project from "../../vite.config.ts";
    export default { ...project, root: import.meta.dirname, test: { include: ["*.test.ts"] } };`;
  writeFileSync(join(folder, "vitest.config.js"), vitestConfig);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("examples in docstrings and in READMEs", () => {
  it("are found", () => {
    expect(all.length).toBeGreaterThan(30);
    expect(new Set(all.map(({ where }) => where)).size).toBe(all.length);
  });

  it("compile", { timeout: 60_000 }, async () => {
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    await expect(run(process.execPath, [tsc, "--project", folder])).resolves.toBe("");
  });

  it.each(all.filter(({ runs, isTest }) => runs && !isTest))("$where runs", async ({ file }) => {
    const printed = run(process.execPath, [
      fromSource,
      `--import=${join(import.meta.dirname, "simulated.ts")}`,
      join(import.meta.dirname, "run-example.ts"),
      file,
    ]);
    await expect(printed).resolves.toBeTypeOf("string");
  });

  it("that are tests pass", { timeout: 60_000 }, async () => {
    const tests = all.filter(({ isTest }) => isTest);
    const printed = await run(program("vitest"), [
      ...["run", "--reporter=json", `--config=${join(folder, "vitest.config.js")}`],
    ]);
    const report: Report = JSON.parse(printed.slice(printed.indexOf("{")));
    expect(report.numTotalTestSuites).toBeGreaterThanOrEqual(tests.length);
    expect(report.numPassedTests).toBe(report.numTotalTests);
  });

  const leftOut = all.filter(({ runs }) => !runs);
  if (leftOut.length > 0) {
    console.log(`Compiled and not run: ${leftOut.map(({ where }) => where).join("; ")}`);
  }
});

describe("llms.txt", () => {
  it("names every page with its first sentence, and has the text of each", () => {
    const text = llmsText();
    expect(text).toMatch(/^# bedrock-fetch\n\n> Amazon Bedrock over fetch/);
    for (const file of pages()) {
      const path = relative(root, file);
      expect(text).toMatch(new RegExp(`^- \\[.+\\]\\(${path}\\): .+`, "m"));
      expect(text).toContain(readFileSync(file, "utf8").trim());
    }
  });
});

describe("the API reference", () => {
  it("is made without a warning", { timeout: 60_000 }, async () => {
    const out = join(root, ".cache/api-reference");
    await run(program("typedoc"), ["--out", out]);
    expect(readFileSync(join(out, "index.html"), "utf8")).toContain("bedrock-fetch");
    rmSync(out, { recursive: true });
  });

  it("shows every public name with a sentence of its own", { timeout: 60_000 }, async () => {
    const json = join(root, ".cache/api-reference.json");
    await run(program("typedoc"), ["--json", json]);
    const undocumented: string[] = [];
    const modules: Reflection[] = JSON.parse(readFileSync(json, "utf8")).children;
    for (const { name: module, children = [] } of modules) {
      for (const child of children) {
        const comments = [child.comment, ...(child.signatures ?? []).map(({ comment }) => comment)];
        const isReference = child.kind === REFERENCE;
        if (!isReference && !comments.some((comment) => comment?.summary.length)) {
          undocumented.push(`${module}: ${child.name}`);
        }
      }
    }
    rmSync(json);
    expect(undocumented).toEqual([]);
  });
});

/** What vitest says of a run. */
interface Report {
  numTotalTestSuites: number;
  numTotalTests: number;
  numPassedTests: number;
}

interface Reflection {
  name: string;
  kind: number;
  comment?: { summary: unknown[] };
  signatures?: Reflection[];
  children?: Reflection[];
}

/** TypeDoc's kind of a name that another entry point documents. */
const REFERENCE = 4_194_304;
