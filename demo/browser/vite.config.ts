import { defineConfig, type Plugin } from "vite";
import { contentSecurityPolicy } from "./content-security-policy.ts";

const library = (entry: string) => new URL(`../../src/${entry}`, import.meta.url).pathname;

export default defineConfig({
  root: import.meta.dirname,
  // Relative, so that the built folder works wherever it is put.
  base: "./",
  resolve: {
    // In a project of your own bedrock-fetch comes from npm: leave this out.
    alias: [
      { find: /^bedrock-fetch$/, replacement: library("index.ts") },
      { find: /^bedrock-fetch\/(.+)$/, replacement: library("$1/index.ts") },
    ],
  },
  // Found by looking through the page only, they would make vite reload it under its first visitor.
  optimizeDeps: {
    include: ["@smithy/eventstream-codec", "@smithy/util-utf8", "aws4fetch"],
  },
  server: { host: "localhost" },
  build: {
    target: "es2023",
    // The engines that know light-dark(), which is then left as it is.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: { polyfill: false },
  },
  plugins: [policy()],
});

/** Only when built: vite's dev server works with inline scripts and styles. */
function policy(): Plugin {
  return {
    name: "content-security-policy",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: contentSecurityPolicy },
        injectTo: "head-prepend",
      },
    ],
  };
}
