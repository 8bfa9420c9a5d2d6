import { AwsV4Signer } from "aws4fetch";
import { describe, expect, it } from "vitest";
import { SigningKeys } from "../../src/client/signature-v4.ts";

/** Signs on a day of 2026, with a cache. */
const sign = (day: number, cache?: SigningKeys): Promise<string> =>
  new AwsV4Signer({
    url: "https://bedrock-runtime.us-east-1.amazonaws.com/",
    accessKeyId: "ASIAEXAMPLE",
    secretAccessKey: "example",
    service: "bedrock",
    region: "us-east-1",
    datetime: new Date(Date.UTC(2026, 0, day)).toISOString().replace(/[:-]|\.\d{3}/g, ""),
    ...(cache === undefined ? {} : { cache }),
  }).authHeader();

describe("the cache of signing keys", () => {
  it("keeps a few keys over a year, and signs as without a cache", async () => {
    const cache = new SigningKeys();
    for (let day = 1; day <= 365; day++) {
      expect(await sign(day, cache)).toBe(await sign(day));
      expect(cache.size).toBeGreaterThan(0);
      expect(cache.size).toBeLessThanOrEqual(4);
    }
  });
});
