import { crc32 } from "node:zlib";
import { concat, flipped } from "../helpers/eventstream/frames.ts";
import type { Random } from "../helpers/random.ts";

type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

const mutations: readonly Mutation[] = [
  (bytes, random) => flipped(bytes, random.below(bytes.length * 8)),
  (bytes, random) => bytes.with(random.below(bytes.length), random.pick([0, 1, 127, 128, 255])),
  (bytes, random) => bytes.slice(0, random.below(bytes.length)),
  (bytes, random) => bytes.slice(random.below(bytes.length)),
  (bytes, random) => {
    const [from, to] = range(bytes, random);
    return concat(bytes.slice(0, from), bytes.slice(to));
  },
  (bytes, random) => {
    const [from, to] = range(bytes, random);
    return concat(bytes.slice(0, to), bytes.slice(from));
  },
  (bytes, random) => {
    const at = random.below(bytes.length);
    return concat(bytes.slice(0, at), random.bytes(random.size(300)), bytes.slice(at));
  },
];

function range(bytes: Uint8Array, random: Random): [from: number, to: number] {
  const from = random.below(bytes.length);
  return [from, from + 1 + random.size(bytes.length - from)];
}

/** The bytes with something wrong. */
export function mutated(bytes: Uint8Array, random: Random): Uint8Array {
  let result = bytes;
  for (let count = 1 + random.size(4); count > 0 && result.length > 0; count--) {
    result = random.pick(mutations)(result, random);
  }
  return result;
}

/**
 * A frame that is wrong although its checksums hold: what random change alone
 * never gets to.
 */
export function mutatedBehindChecksums(frame: Uint8Array, random: Random): Uint8Array {
  const changed = mutated(frame, random);
  if (changed.length < 16) return changed;
  const view = new DataView(changed.buffer, changed.byteOffset, changed.byteLength);
  if (random.chance(0.9)) view.setUint32(0, changed.length);
  if (random.chance(0.3)) view.setUint32(4, random.below(changed.length));
  view.setUint32(8, crc32(changed.subarray(0, 8)));
  view.setUint32(changed.length - 4, crc32(changed.subarray(0, changed.length - 4)));
  return changed;
}
