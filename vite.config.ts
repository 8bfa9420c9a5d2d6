import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, resolve } from "node:path";
import { dts } from "rolldown-plugin-dts";
import type { Plugin, Rolldown } from "vite";
import { configDefaults, defineConfig, type ViteUserConfig } from "vitest/config";

const project = (path: string) => new URL(path, import.meta.url).pathname;

const entryPoints = {
  index: project("src/index.ts"),
  "credentials/index": project("src/credentials/index.ts"),
  "eventstream/index": project("src/eventstream/index.ts"),
  "text/index": project("src/text/index.ts"),
  "simulator/index": project("src/simulator/index.ts"),
  "simulator/node/index": project("src/simulator/node/index.ts"),
};

const commands = { "simulator/node/cli": project("src/simulator/node/cli.ts") };

const fileNames = { entryFileNames: "[name].js", chunkFileNames: "chunks/[name].js" };

const isPackage = (id: string) => !id.startsWith(".") && !id.startsWith("/");

const SIMULATOR = /^(simulator\/|chunks\/(simulator|serve)\b)/;

/** The simulator's code is built as readable as it is written: its maps would be a third of the package. */
const withoutSimulatorMaps: Rolldown.Plugin = {
  name: "bedrock-fetch:without-simulator-maps",
  generateBundle(_, bundle) {
    for (const name of Object.keys(bundle).filter((name) => SIMULATOR.test(name))) {
      const output = bundle[name]!;
      if (name.endsWith(".map")) delete bundle[name];
      else if (output.type === "chunk") {
        output.code = output.code.replace(/\n\/\/# sourceMappingURL=.*\n?$/, "\n");
      }
    }
  },
};

/**
 * One file an entry point, and one chunk for what several share, since each file more costs an
 * import in Node as much as 10 kB of code; dependencies stay imports.
 */
const modules: ViteUserConfig = {
  build: {
    target: "es2022",
    minify: false,
    sourcemap: true,
    lib: { entry: { ...entryPoints, ...commands }, formats: ["es"] },
    rolldownOptions: {
      external: isPackage,
      plugins: [withoutSimulatorMaps],
      output: {
        ...fileNames,
        // They are in the source maps and in the types.
        comments: { legal: true, annotation: true, jsdoc: false },
        codeSplitting: {
          groups: [{ name: "shared", test: /\/src\/(?!simulator\/)/, minShareCount: 2 }],
        },
      },
    },
  },
};

/** Keeps `/// <reference lib="…" />`, which the rolling up of types drops. */
const references: Rolldown.Plugin = {
  name: "bedrock-fetch:references",
  renderChunk(code, { moduleIds }) {
    const sources = moduleIds.map((id) => readFileSync(sourceOf(id), "utf8"));
    const libraries = sources.flatMap((source) =>
      [...source.matchAll(/^\/\/\/ <reference lib="([^"]+)"/gm)].map(([, library]) => library),
    );
    const lines = [...new Set(libraries)].map((it) => `/// <reference lib="${it}" />\n`);
    return lines.join("") + code;
  },
};

/**
 * The types for TypeScript 5.4 to 5.6 where they differ: `Uint8Array` is generic since 5.7 only, and
 * `AsyncIteratorObject` is there since 5.6. Entry points without a difference pass on the others.
 */
const olderTypes: Rolldown.Plugin = {
  name: "bedrock-fetch:older-types",
  generateBundle(_, bundle) {
    const chunks = Object.values(bundle).filter(
      (chunk) => chunk.type === "chunk" && chunk.fileName.endsWith(".d.ts"),
    ) as Rolldown.OutputChunk[];
    const differs = new Set(
      chunks.filter(({ code }) => older(code) !== code).map(({ fileName }) => fileName),
    );
    for (const { fileName, code, isEntry } of chunks) {
      const up = "../".repeat(fileName.split("/").length);
      if (differs.has(fileName)) {
        const source = older(code).replaceAll(/ from "(?:\.\.?\/)+([^"]+)\.js";/g, (from, file) =>
          differs.has(`${file}.d.ts`) ? from : ` from "${up}${file}.js";`,
        );
        this.emitFile({ type: "asset", fileName: `${OLDER}/${fileName}`, source });
      } else if (isEntry) {
        const source = `export * from "${up}${fileName.replace(/\.d\.ts$/, ".js")}";\n`;
        this.emitFile({ type: "asset", fileName: `${OLDER}/${fileName}`, source });
      }
    }
  },
};

const OLDER = "types-before-5.7";

/** Whether a module's types, or those that they are made of, have something newer in them. */
function differs(file: string): boolean {
  const source = readFileSync(file, "utf8");
  const imported = [...source.matchAll(/ from "(\.[^"]+)"/g)].map(([, path = ""]) => path);
  return older(source) !== source || imported.some((path) => differs(resolve(dirname(file), path)));
}

const sourceOf = (id: string): string => id.replace(/\.d\.ts$/, ".ts");

function older(code: string): string {
  const plain = code.replaceAll("Uint8Array<ArrayBuffer>", "Uint8Array");
  return plain.includes("AsyncIteratorObject<") ? plain + ASYNC_ITERATOR_OBJECT : plain;
}

const ASYNC_ITERATOR_OBJECT = `
interface AsyncIteratorObject<T, TReturn = unknown, TNext = unknown>
  extends AsyncIterator<T, TReturn, TNext> {
  [Symbol.asyncIterator](): AsyncIteratorObject<T, TReturn, TNext>;
}
`;

/** The types of the entry points, shared in the same way: a class is declared once. */
const types: ViteUserConfig = {
  build: {
    emptyOutDir: false,
    lib: { entry: entryPoints, formats: ["es"] },
    rolldownOptions: {
      external: isPackage,
      output: {
        ...fileNames,
        codeSplitting: {
          // A name that ends on .d makes a file of types.
          groups: [
            { name: "shared.d", test: (id) => id.endsWith(".d.ts") && !differs(sourceOf(id)) },
          ],
        },
      },
      plugins: [dts({ emitDtsOnly: true, oxc: true, sourcemap: false }), references, olderTypes],
    },
  },
  oxc: false,
};

/** One file with everything in it, for pages without a bundler. */
const cdn: ViteUserConfig = {
  build: {
    target: "es2022",
    outDir: "dist/cdn",
    lib: { entry: project("src/cdn.ts"), formats: ["es"], fileName: () => "bedrock-fetch.js" },
    rolldownOptions: { output: { minify: true } },
  },
};

/** What takes more than Node, or minutes: `npm run check` leaves it to `npm test`. */
const SLOW_TESTS = [
  "test/{bench,conformance,docs,fuzz,runtime,soak}/**",
  "test/demo/{browser,browser-built,deno,start,worker}.test.ts",
  "test/{house/import-time,runtime/is-page}.test.ts",
  "test/package/{contents,install,jsr,types}.test.ts",
  "test/**/{chromium,workerd}.test.ts",
];

/** What a mode adds: `--mode types` and `--mode cdn` to vite, `--mode check` to vitest. */
const modes: Readonly<Record<string, ViteUserConfig>> = {
  types,
  cdn,
  check: {
    test: {
      exclude: [...configDefaults.exclude, ...SLOW_TESTS],
      // Many tests wait more than they compute.
      maxWorkers: Math.max(3, availableParallelism() - 1),
    },
  },
};

const byMode: Plugin = {
  name: "bedrock-fetch:by-mode",
  config: (_, { mode }) => modes[mode] ?? modules,
};

export default defineConfig({
  resolve: {
    alias: [
      { find: /^bedrock-fetch$/, replacement: project("src/index.ts") },
      { find: /^bedrock-fetch\/(.+)$/, replacement: project("src/$1/index.ts") },
    ],
  },
  plugins: [byMode],
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/helpers/no-secrets-in-logs.ts"],
    // A test that asserts nothing fails.
    expect: { requireAssertions: true },
    testTimeout: 20_000,
  },
});
