import { describe, expect, it } from "vitest";
import { ANTHROPIC_SDK, CONTENTS } from "../helpers/bundles/contents.ts";
import { edgeBundle, gzipped } from "../helpers/bundles/edge-bundle.ts";

const sizeOf = async (content: keyof typeof CONTENTS): Promise<number> =>
  gzipped(await edgeBundle(CONTENTS[content].code));

describe("the bundle for an edge", () => {
  it("grows by less than 850 bytes with signedFetch", async () => {
    const grown = (await sizeOf("signedFetch")) - (await sizeOf("clientAlone"));
    expect(grown).toBeGreaterThan(100);
    expect(grown).toBeLessThan(850);
  });

  it("of Anthropic's SDK needs no built-in module of Node, unlike its Bedrock SDK", async () => {
    for (const content of ["withSignedFetch", "withAnthropicFetch"] as const) {
      // What is imported where the module starts; a string that says `node:` imports nothing.
      const code = await edgeBundle(CONTENTS[content].code);
      expect(/\bfrom\s*["']node:|\bimport\s*["']node:/.test(code), content).toBe(false);
    }
    await expect(edgeBundle(ANTHROPIC_SDK)).rejects.toThrow();
  });

  it("with Anthropic's SDK is smaller than Vercel's Bedrock provider", async () => {
    expect(await sizeOf("withAnthropicFetch")).toBeLessThan(await sizeOf("aiSdk"));
  });
});
