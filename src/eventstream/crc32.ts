const POLYNOMIAL = 0xedb88320;
const SLICES = 8;

let tables: Int32Array | undefined;

function makeTables(): Int32Array {
  const made = new Int32Array(256 * SLICES);
  // An entry for each bit, then its sums with the entries before it: fewer steps at a cold start.
  for (let bit = 128, crc = 1; bit > 0; bit >>= 1) {
    crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    for (let i = 0; i < 256; i += 2 * bit) made[bit + i] = crc ^ made[i]!;
  }
  for (let i = 256; i < made.length; i++) {
    const crc = made[i - 256]!;
    made[i] = (crc >>> 8) ^ made[crc & 255]!;
  }
  return made;
}

/**
 * The CRC-32 of `bytes[start, end)`, unsigned. `before` is the CRC of preceding bytes, to continue it.
 *
 * Eight bytes a step ("slicing by 8"), since every frame's bytes pass through here.
 */
export function crc32(bytes: Uint8Array, start: number, end: number, before = 0): number {
  tables ??= makeTables();
  const t = tables;
  let crc = ~before;
  let i = start;
  for (; i + 8 <= end; i += 8) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    crc =
      t[1792 | (crc & 255)]! ^
      t[1536 | ((crc >>> 8) & 255)]! ^
      t[1280 | ((crc >>> 16) & 255)]! ^
      t[1024 | (crc >>> 24)]! ^
      t[768 | bytes[i + 4]!]! ^
      t[512 | bytes[i + 5]!]! ^
      t[256 | bytes[i + 6]!]! ^
      t[bytes[i + 7]!]!;
  }
  for (; i < end; i++) crc = (crc >>> 8) ^ t[(crc ^ bytes[i]!) & 255]!;
  return ~crc >>> 0;
}
