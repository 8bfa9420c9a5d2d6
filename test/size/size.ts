import { ANTHROPIC_SDK, CONTENTS, type Content } from "../helpers/bundles/contents.ts";
import { edgeBundle, gzipped, moduleSizes } from "../helpers/bundles/edge-bundle.ts";
import { featureSizes } from "./features.ts";
import { LIMITS } from "./limits.ts";

// npm run size
//
// Bytes, gzipped, of what esbuild makes for an edge (minified, ESM, conditions workerd, worker and
// browser), what each feature adds to a client, and what each module has in it.

const column = (value: number | string, width: number) =>
  value.toLocaleString("en").padStart(width);

console.log(
  `${"bundle".padEnd(58) + column("gzip", 9) + column("minified", 10)}  limit (target)\n`,
);
for (const [content, { name, code }] of Object.entries(CONTENTS)) {
  const bundle = await edgeBundle(code);
  const held = LIMITS.find((limit) => limit.content === (content as Content));
  const bounds = held
    ? `  ${held.limit.toLocaleString("en")} (${held.target.toLocaleString("en")})`
    : "";
  console.log(name.padEnd(58) + column(gzipped(bundle), 9) + column(bundle.length, 10) + bounds);
}
const anthropic = await edgeBundle(ANTHROPIC_SDK).then(gzipped, () => "needs Node");
console.log("@anthropic-ai/bedrock-sdk".padEnd(58) + column(anthropic, 9));

console.log("\nwhat each feature adds to BedrockClient, gzipped and minified\n");
for (const { feature, gzip, minified } of await featureSizes()) {
  console.log(feature.padEnd(58) + column(gzip, 9) + column(minified, 10));
}

console.log("\nwhat each module adds to BedrockRuntime, gzipped and minified\n");
for (const { module, gzip, minified } of await moduleSizes(CONTENTS.client.code)) {
  const name = module.replace("node_modules/", "").replace("dist-es/submodules/", "");
  console.log(name.padEnd(58) + column(gzip, 9) + column(minified, 10));
}
