import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

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

const client = `export { BedrockRuntime } from "${source("index.ts")}";`;

/** What a function of it adds to a client, gzipped. */
const added = async (name: string): Promise<number> => {
  const text = `export { ${name} } from "${source("text/index.ts")}";`;
  return gzipped(await bundled(client + text)) - gzipped(await bundled(client));
};

describe("a bundle", () => {
  it("of any client has less than 450 bytes of it, gzipped", async () => {
    const code = await bundled(`export { endsAnswer } from "${source("text/shapes/ending.ts")}";`);
    expect(gzipped(code)).toBeLessThan(450);
  });

  it("with textStream is less than 1 kB larger, gzipped", async () => {
    const bytes = await added("textStream");
    expect(bytes).toBeGreaterThan(200);
    expect(bytes).toBeLessThan(1000);
  });

  it.each([
    ["collect", 6400],
    ["events", 6700],
  ])("with %s, messages included, is less than %i bytes larger, gzipped", async (name, limit) => {
    const bytes = await added(name);
    expect(bytes).toBeGreaterThan(2000);
    expect(bytes).toBeLessThan(limit);
  });

  it("that uses nothing of it has nothing of it", async () => {
    const code = await bundled(`import { textStream } from "${source("text/index.ts")}";`);
    expect(code).toHaveLength(0);
  });
});
