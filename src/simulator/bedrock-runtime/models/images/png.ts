import { crc32 } from "../../../eventstream/crc32.ts";
import type { Random } from "../../../random.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** An indexed image with a bit a pixel. */
const BIT_DEPTH = 1;
const INDEXED = 3;
const MAX_STORED = 0xffff;

/** A PNG of this size in pixels: a pattern of two colors, uncompressed. */
export function png(width: number, height: number, random: Random): Uint8Array {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, BIT_DEPTH);
  header.setUint8(9, INDEXED);
  const palette = Uint8Array.from({ length: 6 }, () => Math.floor(random() * 256));
  return joined([
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("PLTE", palette),
    chunk("IDAT", stored(pattern(width, height, random))),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

/** Lines: a byte that says that the line is not filtered, then eight pixels a byte. */
function pattern(width: number, height: number, random: Random): Uint8Array {
  const stripe = Math.floor(random() * 256);
  const line = 1 + Math.ceil(width / 8);
  const data = new Uint8Array(line * height);
  for (let y = 0; y < height; y++) {
    data.fill((y >> 4) & 1 ? stripe : ~stripe & 0xff, y * line + 1, (y + 1) * line);
  }
  return data;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let at = 0; at < 4; at++) bytes[4 + at] = type.charCodeAt(at);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes, 4, 8 + data.length));
  return bytes;
}

/** Data in zlib's format, uncompressed. */
function stored(data: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let at = 0; at < data.length; at += MAX_STORED) {
    const block = data.subarray(at, at + MAX_STORED);
    const { length } = block;
    const last = at + MAX_STORED >= data.length ? 1 : 0;
    parts.push(
      Uint8Array.of(last, length & 0xff, length >> 8, ~length & 0xff, (~length >> 8) & 0xff),
      block,
    );
  }
  const checksum = new DataView(new ArrayBuffer(4));
  checksum.setUint32(0, adler32(data));
  parts.push(new Uint8Array(checksum.buffer));
  return joined(parts);
}

function adler32(data: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of data) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return ((b << 16) | a) >>> 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
