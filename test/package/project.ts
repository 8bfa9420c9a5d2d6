import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { build, root } from "../helpers/built.ts";

export const program = (name: string): string => join(root, "node_modules/.bin", name);

/** What a program prints. Rejects with its output when it fails. */
export const run = async (
  folder: string,
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string> => {
  const options = { cwd: folder, env: { ...process.env, ...env }, timeout: 120_000 };
  try {
    return (await promisify(execFile)(file, args, options)).stdout;
  } catch (error) {
    const { message, stdout, stderr } = error as {
      message: string;
      stdout?: string;
      stderr?: string;
    };
    throw new Error(`${message}\n${stdout}\n${stderr}`);
  }
};

/** The package as `npm publish` would send it, and folders that are gone after the tests. */
export class Package {
  readonly #folder: string = mkdtempSync(join(tmpdir(), "bedrock-fetch-"));
  #tarball = "";
  #projects = 0;

  static async pack(): Promise<Package> {
    await build();
    const made = new Package();
    const printed = await run(root, "npm", ["pack", "--json", "--pack-destination", made.#folder]);
    made.#tarball = join(made.#folder, JSON.parse(printed)[0].filename);
    return made;
  }

  get tarball(): string {
    return this.#tarball;
  }

  /** A folder with these files and nothing else. */
  project(files: Readonly<Record<string, string>>): string {
    const folder = join(this.#folder, `project-${++this.#projects}`);
    for (const [path, text] of Object.entries({ ...EMPTY, ...files })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return folder;
  }

  /** Such a folder with the package installed by npm. */
  async installed(files: Readonly<Record<string, string>>): Promise<string> {
    const folder = this.project(files);
    const quiet = ["--no-audit", "--no-fund", "--prefer-offline"];
    await run(folder, "npm", ["install", ...quiet, this.#tarball]);
    return folder;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const EMPTY = { "package.json": '{ "name": "empty", "private": true, "type": "module" }' };
