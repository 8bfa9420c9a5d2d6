import { edgeBundle, gzipped } from "../helpers/bundles/edge-bundle.ts";

export interface FeatureSize {
  /** Such as `"converse"`, or `"textStream of bedrock-fetch/text"`. */
  readonly feature: string;
  /** By how much the gzipped bundle of `BedrockClient` grows with it, in bytes. */
  readonly gzip: number;
  readonly minified: number;
}

const ENTRY_POINTS = {
  "bedrock-fetch": () => import("../../src/index.ts"),
  "bedrock-fetch/credentials": () => import("../../src/credentials/index.ts"),
  "bedrock-fetch/text": () => import("../../src/text/index.ts"),
  "bedrock-fetch/eventstream": () => import("../../src/eventstream/index.ts"),
};

const CLIENT = 'export { BedrockClient } from "bedrock-fetch";';

const isError = (value: unknown): boolean =>
  typeof value === "function" && value.prototype instanceof Error;

/** What each value that can be imported adds to a client, errors aside: the largest first. */
export async function featureSizes(): Promise<FeatureSize[]> {
  const client = await edgeBundle(CLIENT);
  const features = await Promise.all(
    Object.entries(ENTRY_POINTS).map(async ([from, load]) =>
      Object.entries<unknown>(await load())
        .filter(([name, value]) => name !== "BedrockClient" && !isError(value))
        .map(([name]) => ({ from, name })),
    ),
  );
  const sizes = await Promise.all(
    features.flat().map(async ({ from, name }) => {
      const bundle = await edgeBundle(`${CLIENT} export { ${name} } from "${from}";`);
      return {
        feature: from === "bedrock-fetch" ? name : `${name} of ${from}`,
        gzip: gzipped(bundle) - gzipped(client),
        minified: bundle.length - client.length,
      };
    }),
  );
  return sizes.sort((a, b) => b.gzip - a.gzip);
}
