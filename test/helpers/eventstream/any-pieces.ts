import fc from "fast-check";
import { expect } from "vitest";
import { cutAt } from "./frames.ts";

/** Expects `read` to come to the same for a body in one piece, in equal ones and cut anywhere. */
export async function expectInAnyPieces(
  bytes: Uint8Array,
  read: (pieces: readonly Uint8Array[]) => Promise<unknown>,
  expected: unknown,
): Promise<void> {
  for (const size of [1, 7, 64, bytes.length]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    );
    expect(await read(pieces)).toEqual(expected);
  }
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { maxLength: 12 }), async (cuts) => {
      expect(await read(cutAt(bytes, cuts))).toEqual(expected);
    }),
    { numRuns: 40 },
  );
}
