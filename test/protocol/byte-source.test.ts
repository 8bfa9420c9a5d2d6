import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readUpTo } from "../../src/protocol/byte-source.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** A source of these pieces that notes whether it was canceled. */
function sourceOf(pieces: Iterable<Uint8Array>) {
  const left = pieces[Symbol.iterator]();
  const source = {
    canceled: false,
    readUntil: async (enough: (piece: Uint8Array) => boolean) => {
      for (let next = left.next(); !next.done; next = left.next()) {
        if (enough(next.value)) return true;
      }
      return false;
    },
    cancel: () => {
      source.canceled = true;
    },
  };
  return source;
}

describe("readUpTo", () => {
  it("returns all bytes of a body within the limit, in any pieces", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 3000 })), async (pieces) => {
        const source = sourceOf(pieces);
        const all = await readUpTo(100_000, source);
        expect(Buffer.from(all).equals(Buffer.concat(pieces))).toBe(true);
        expect(source.canceled).toBe(false);
      }),
    );
  });

  it("stops after the limit, and closes the connection", async () => {
    const endless = function* () {
      for (;;) yield new Uint8Array(7).fill(7);
    };
    for (const limit of [0, 6, 7, 100]) {
      const source = sourceOf(endless());
      const read = await readUpTo(limit, source);
      expect(read.length).toBeGreaterThan(limit);
      expect(read.length).toBeLessThanOrEqual(limit + 7);
      expect(source.canceled).toBe(true);
    }
    const exact = sourceOf([new Uint8Array(7)]);
    expect((await readUpTo(7, exact)).length).toBe(7);
    expect(exact.canceled).toBe(false);
  });

  it("holds the bytes and not the pieces that they came in: an object a byte is too much", async () => {
    const pieces: WeakRef<Uint8Array>[] = [];
    let alive: number | undefined;
    const source = {
      async readUntil(enough: (piece: Uint8Array) => boolean) {
        for (let count = 0; count < 500; count++) {
          const piece = Uint8Array.of(count);
          pieces.push(new WeakRef(piece));
          enough(piece);
        }
        // What a WeakRef gave stays until the turn is over.
        await new Promise((resolve) => setImmediate(resolve));
        collectGarbage();
        alive = pieces.filter((piece) => piece.deref() !== undefined).length;
        return false;
      },
      cancel() {},
    };
    expect(await readUpTo(1000, source)).toHaveLength(500);
    expect(alive).toBeLessThan(10);
  });
});
