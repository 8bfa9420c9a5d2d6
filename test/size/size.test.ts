import { describe, expect, it } from "vitest";
import { CONTENTS } from "../helpers/bundles/contents.ts";
import { edgeBundle, gzipped, moduleSizes } from "../helpers/bundles/edge-bundle.ts";
import { LIMITS } from "./limits.ts";

describe("what an edge is sent", () => {
  it.each(LIMITS)("$content is at most $limit bytes gzipped (target: $target)", async (held) => {
    const size = gzipped(await edgeBundle(CONTENTS[held.content].code));
    const target = size <= held.target ? "target met" : `${size - held.target} over its target`;
    console.log(`size: ${held.content} is ${size} bytes, limit ${held.limit}, ${target}`);
    expect(size).toBeGreaterThan(1000);
    expect(size).toBeLessThanOrEqual(held.limit);
  });

  it("has limits that a size must come near, so that growth is noticed", async () => {
    for (const { content, limit, target } of LIMITS) {
      const size = gzipped(await edgeBundle(CONTENTS[content].code));
      expect(limit, content).toBeLessThanOrEqual(Math.max(target, Math.ceil(size * 1.05)));
    }
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
});
