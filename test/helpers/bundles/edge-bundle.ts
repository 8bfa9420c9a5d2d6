import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type BuildOptions, build, type Metafile, transform } from "esbuild";

const root = join(import.meta.dirname, "../../..");

/** As esbuild resolves for an edge; this package from its source, by the paths of tsconfig.json. */
const EDGE = {
  bundle: true,
  format: "esm",
  target: "es2022",
  conditions: ["workerd", "worker", "browser"],
  mainFields: ["browser", "module", "main"],
  legalComments: "none",
  write: false,
  logLevel: "silent",
} as const satisfies BuildOptions;

async function bundle(
  code: string,
  options: BuildOptions,
): Promise<{ code: string; metafile: Metafile }> {
  const { outputFiles, metafile } = await build({
    ...EDGE,
    ...options,
    write: false,
    metafile: true,
    stdin: { contents: code, resolveDir: root, loader: "ts" },
  });
  return { code: outputFiles[0]!.text, metafile };
}

/** The one file that an edge is sent for a module with this code. */
export async function edgeBundle(code: string, options: BuildOptions = {}): Promise<string> {
  return (await bundle(code, { minify: true, ...options })).code;
}

/** The modules whose code is in that file, from the project's root. */
export async function bundledModules(code: string): Promise<string[]> {
  const { metafile } = await bundle(code, { minify: true });
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([module, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [module] : [],
    ),
  );
}

export const gzipped = (code: string): number => gzipSync(code, { level: 9 }).length;

export interface ModuleSize {
  /** From the project's root. */
  readonly module: string;
  /** By how much the gzipped bundle shrinks without its code, in bytes. */
  readonly gzip: number;
  readonly minified: number;
}

/** What each module adds to a bundle: the largest first. */
export async function moduleSizes(code: string): Promise<ModuleSize[]> {
  // Lines are kept, since esbuild then writes above each module's code where it comes from.
  const { code: commented } = await bundle(code, { minifySyntax: true, minifyIdentifiers: true });
  const parts = commented.split(/^\/\/ (?=\S+$)/m).slice(1);
  const modules = new Map<string, string>();
  for (const part of parts) {
    const [module = "", ...lines] = part.split("\n");
    modules.set(module, `${modules.get(module) ?? ""}${lines.join("\n")}`);
  }
  const size = async (without?: string) => {
    const kept = [...modules].flatMap(([module, lines]) => (module === without ? [] : [lines]));
    return minifiedSize(kept.join("\n"));
  };
  const whole = await size();
  const sizes = await Promise.all(
    [...modules.keys()].map(async (module) => {
      const rest = await size(module);
      return { module, gzip: whole.gzip - rest.gzip, minified: whole.minified - rest.minified };
    }),
  );
  return sizes.sort((a, b) => b.gzip - a.gzip);
}

async function minifiedSize(code: string): Promise<{ gzip: number; minified: number }> {
  const { code: small } = await transform(code, { minifyWhitespace: true, format: "esm" });
  return { gzip: gzipped(small), minified: small.length };
}
