import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";

const source = (path: string) => new URL(`../../src/${path}`, import.meta.url).pathname;

async function bundled(code: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: source("") },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  return outputFiles[0]!.contents;
}

const gzipped = (code: Uint8Array): number => gzipSync(code, { level: 9 }).length;

it("what every client has of it is under 450 bytes gzipped", async () => {
  const code = await bundled(`export { endsAnswer } from "${source("text/shapes/ending.ts")}";`);
  expect(gzipped(code)).toBeLessThan(450);
});

it("textStream adds less than 1 kB gzipped to a client", async () => {
  const client = `export { BedrockRuntime } from "${source("index.ts")}";`;
  const text = `export { textStream } from "${source("text/index.ts")}";`;
  const added = gzipped(await bundled(client + text)) - gzipped(await bundled(client));
  expect(added).toBeGreaterThan(200);
  expect(added).toBeLessThan(1000);
});

it("importing and using nothing of it is nothing", async () => {
  const code = await bundled(`import { textStream } from "${source("text/index.ts")}";`);
  expect(code).toHaveLength(0);
});
