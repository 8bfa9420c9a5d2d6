import { defineConfig } from "vitest/config";

const source = (path: string) => new URL(`src/${path}`, import.meta.url).pathname;

const entryPoints = ["credentials", "eventstream", "text", "simulator"];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^bedrock-fetch$/, replacement: source("index.ts") },
      { find: /^bedrock-fetch\/(.+)$/, replacement: source("$1/index.ts") },
    ],
  },
  build: {
    target: "es2022",
    minify: false,
    sourcemap: true,
    lib: {
      entry: Object.fromEntries([
        ["index", source("index.ts")],
        ...entryPoints.map((name) => [`${name}/index`, source(`${name}/index.ts`)]),
        ["simulator/cli", source("../demo/simulator/cli.ts")],
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
  },
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 20_000,
  },
});
