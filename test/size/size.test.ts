import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../helpers/built.ts";
import { CONTENTS } from "../helpers/bundles/contents.ts";
import { edgeBundle, gzipped, moduleSizes } from "../helpers/bundles/edge-bundle.ts";
import { featureSizes } from "./features.ts";
import { LIMITS } from "./limits.ts";

const readme = readFileSync(join(root, "README.md"), "utf8");

describe("what an edge is sent", () => {
  it.each(LIMITS)("$content is at most $limit bytes gzipped (target: $target)", async (held) => {
    const size = gzipped(await edgeBundle(CONTENTS[held.content].code));
    const target = size <= held.target ? "target met" : `${size - held.target} over its target`;
    console.log(`size: ${held.content} is ${size} bytes, limit ${held.limit}, ${target}`);
    expect(size).toBeGreaterThan(1000);
    expect(size).toBeLessThanOrEqual(held.limit);
  });

  it.each(LIMITS)(
    "$content comes within 1 % of its limit, so that growth is noticed",
    async (held) => {
      const size = gzipped(await edgeBundle(CONTENTS[held.content].code));
      expect(held.limit, "lower the limit to what was reached").toBeLessThanOrEqual(size * 1.01);
    },
  );

  it.each([
    ["\\*\\*bedrock-fetch\\*\\*", "client"],
    ["@aws-sdk/client-bedrock-runtime", "awsSdk"],
    ["@ai-sdk/amazon-bedrock", "aiSdk"],
    ["openai", "openai"],
  ] as const)("README says in kB: %s", async (row, content) => {
    const kB = Math.round(gzipped(await edgeBundle(CONTENTS[content].code)) / 1000);
    expect(readme).toMatch(new RegExp(`^\\| ${row} \\| (\\*\\*)?${kB} kB`, "m"));
  });

  it("has no module of the simulator, of Node or of a credentials provider", async () => {
    const modules = (await moduleSizes(CONTENTS.client.code)).map(({ module }) => module);
    expect(modules).toContain("src/client/bedrock-runtime.ts");
    expect(modules.filter((module) => /simulator|node:|credentials\/from-/.test(module))).toEqual(
      [],
    );
  });

  it("is in all modules together: what each adds makes up the whole", async () => {
    const modules = await moduleSizes(CONTENTS.client.code);
    const bundle = await edgeBundle(CONTENTS.client.code);
    const sum = modules.reduce((all, { minified }) => all + minified, 0);
    expect(sum / bundle.length).toBeGreaterThan(0.97);
    expect(sum / bundle.length).toBeLessThan(1.05);
  });

  it("grows by every feature that is imported", async () => {
    const features = new Map((await featureSizes()).map((size) => [size.feature, size.minified]));
    for (const [feature, minified] of features) expect(minified, feature).toBeGreaterThan(0);
    const { invokeModel = 0, BedrockRuntime = 0 } = Object.fromEntries(features);
    expect(invokeModel).toBeLessThan(BedrockRuntime);
  });
});
