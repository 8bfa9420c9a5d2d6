import { defineConfig, type ViteUserConfig } from "vitest/config";

const source = (path: string) => new URL(`src/${path}`, import.meta.url).pathname;

const entryPoints = ["credentials", "eventstream", "text", "simulator"];

/** One module a source file; dependencies stay imports. */
const modules: ViteUserConfig["build"] = {
  target: "es2022",
  minify: false,
  sourcemap: true,
  lib: {
    entry: Object.fromEntries([
      ["index", source("index.ts")],
      ...entryPoints.map((name) => [`${name}/index`, source(`${name}/index.ts`)]),
      ["simulator/node/cli", source("simulator/node/cli.ts")],
    ]),
    formats: ["es"],
  },
  rolldownOptions: {
    external: (id: string) => !id.startsWith(".") && !id.startsWith("/"),
    output: {
      preserveModules: true,
      preserveModulesRoot: source(""),
      entryFileNames: "[name].js",
    },
  },
};

/** One file with everything in it. */
const cdn: ViteUserConfig["build"] = {
  target: "es2022",
  sourcemap: true,
  outDir: "dist/cdn",
  lib: { entry: source("cdn.ts"), formats: ["es"], fileName: () => "bedrock-fetch.js" },
  rolldownOptions: { output: { minify: true } },
};

export default defineConfig({
  resolve: {
    alias: [
      { find: /^bedrock-fetch$/, replacement: source("index.ts") },
      { find: /^bedrock-fetch\/(.+)$/, replacement: source("$1/index.ts") },
    ],
  },
  plugins: [
    {
      name: "bedrock-fetch:build",
      config: (_, { mode }) => ({ build: mode === "cdn" ? cdn : modules }),
    },
  ],
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/helpers/no-secrets-in-logs.ts"],
    testTimeout: 20_000,
  },
});
