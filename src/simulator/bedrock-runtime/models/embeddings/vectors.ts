import { seededRandom } from "../../../random.ts";

/** How much of a vector is the text's own, and not that of its words. */
const OWN = 0.1;

/**
 * A vector of length 1, the same for the same text, and close to those of texts that have the same
 * words.
 */
export function vectorOf(text: string, dimensions: number): number[] {
  const sum = new Float64Array(dimensions);
  add(sum, `text ${text}`, OWN);
  for (const word of wordsIn(text)) add(sum, word, 1);
  const length = Math.hypot(...sum) || 1;
  return Array.from(sum, (value) => Math.round((value / length) * 1e8) / 1e8);
}

/** How much two texts have in common, from 0 to 1. */
export function similarity(one: string, other: string): number {
  const words = new Set(wordsIn(one));
  const others = new Set(wordsIn(other));
  const common = [...words].filter((word) => others.has(word)).length;
  return words.size === 0 ? 0 : common / words.size;
}

const wordsIn = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function add(sum: Float64Array, seed: string, weight: number): void {
  const random = seededRandom(seed);
  for (let at = 0; at < sum.length; at++) sum[at]! += weight * (random() * 2 - 1);
}

/** A vector in the other types that embeddings come in: bytes, or a bit a dimension. */
export function quantized(vector: readonly number[], type: string): number[] {
  const most = Math.max(...vector.map(Math.abs)) || 1;
  switch (type) {
    case "int8":
      return vector.map((value) => Math.round((value / most) * 127));
    case "uint8":
      return vector.map((value) => Math.round((value / most) * 127) + 128);
    case "binary":
    case "ubinary": {
      const bytes = Array.from({ length: Math.ceil(vector.length / 8) }, (_, at) =>
        vector
          .slice(at * 8, at * 8 + 8)
          .reduce((byte, value, bit) => byte | (value > 0 ? 0x80 >> bit : 0), 0),
      );
      return type === "ubinary" ? bytes : bytes.map((byte) => byte - 128);
    }
    default:
      return [...vector];
  }
}
