import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fromSource } from "../helpers/built.ts";

interface Measured {
  readonly sentBytes: number;
  readonly inFetch: number;
  readonly keptInFetch: number;
  readonly peakResident: number;
  readonly cpuMs: number;
}

/** In a process of its own, whose memory is this request's alone. */
const measure = (imageBytes: number): Measured =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [
        "--expose-gc",
        "--disable-warning=ExperimentalWarning",
        fromSource,
        join(import.meta.dirname, "large-image.ts"),
        String(imageBytes),
      ],
      { encoding: "utf8" },
    ),
  );

const MB = 1_000_000;

describe("an image of 20 MB", () => {
  it("costs the request that holds it, and beside it at most three times its size", () => {
    const image = 20 * MB;
    const { sentBytes, inFetch, keptInFetch, peakResident } = measure(image);
    expect(sentBytes).toBeGreaterThan((image * 4) / 3);
    expect(keptInFetch).toBeGreaterThan(sentBytes * 0.9);
    // Nothing of it is held twice, and little is left for the collector.
    expect(keptInFetch).toBeLessThan(sentBytes + 2 * MB);
    expect(inFetch).toBeLessThan(sentBytes + image);
    // All that the process ever had, the copies of Web Crypto included.
    expect(peakResident).toBeLessThan(sentBytes + 3 * image);
  }, 60_000);

  it("takes time in line with its size", () => {
    const least = (imageBytes: number) =>
      Math.min(...[1, 2, 3].map(() => measure(imageBytes).cpuMs));
    expect(least(20 * MB)).toBeLessThan(8 * least(5 * MB));
  }, 120_000);
});
