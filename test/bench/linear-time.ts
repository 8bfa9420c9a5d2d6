import { EventStreamDecoder } from "../../src/eventstream/index.ts";
import { concat, frame, stringHeader } from "../helpers/eventstream/frames.ts";

// npm run bench:linear
//
// Nanoseconds a byte of the processor's time, from bytes to messages. It is linear where a row is
// level: a decoder that copies what it holds on every piece would grow along the row of small
// pieces, and would never finish the one large frame. Cutting the bytes into pieces is part of it.

const KiB = 1024;
const MiB = 1024 * KiB;
const STREAM_SIZES = [64 * KiB, 256 * KiB, MiB, 4 * MiB, 16 * MiB, 64 * MiB];
const PIECE_SIZES = [1, 7, KiB, 64 * KiB];
const FRAME_SIZES = [64 * KiB, 512 * KiB, 2 * MiB, 8 * MiB];
/** A small stream is decoded as often as makes up this many bytes, so that the clock can measure it. */
const ENOUGH_BYTES = 4 * MiB;

const CHUNK_HEADERS = concat(
  stringHeader(":event-type", "chunk"),
  stringHeader(":content-type", "application/json"),
  stringHeader(":message-type", "event"),
);

/** A frame like those of real traffic: 256 bytes. */
const chunk = frame(
  CHUNK_HEADERS,
  Buffer.from(`{"bytes":"${"QUJD".repeat(32)}","p":"abcdefghijklmno"}`.padEnd(165)),
);

function streamOf(size: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(size / chunk.length) * chunk.length);
  for (let at = 0; at < bytes.length; at += chunk.length) bytes.set(chunk, at);
  return bytes;
}

function decode(bytes: Uint8Array, pieceSize: number): number {
  const decoder = new EventStreamDecoder();
  let messages = 0;
  for (let at = 0; at < bytes.length; at += pieceSize) {
    for (const _ of decoder.push(bytes.subarray(at, at + pieceSize))) messages++;
  }
  decoder.end();
  return messages;
}

function nanosecondsPerByte(bytes: Uint8Array, pieceSize: number, messages: number): number {
  const rounds = Math.max(1, Math.round(ENOUGH_BYTES / bytes.length));
  const began = process.cpuUsage();
  for (let round = 0; round < rounds; round++) {
    if (decode(bytes, pieceSize) !== messages) throw new Error("messages were lost");
  }
  const { user, system } = process.cpuUsage(began);
  return ((user + system) * 1000) / (rounds * bytes.length);
}

const size = (bytes: number) =>
  bytes >= MiB ? `${bytes / MiB} MiB` : bytes >= KiB ? `${bytes / KiB} KiB` : `${bytes} B`;
const row = (title: string, cells: readonly string[]) =>
  console.log(title.padEnd(16) + cells.map((cell) => cell.padStart(10)).join(""));

/** A row of times, and how the last compares with the first. */
function measure(title: string, streams: readonly Uint8Array[], pieceSize: number) {
  const messages = streams.map((stream) => decode(stream, stream.length));
  const times = streams.map((stream, i) => nanosecondsPerByte(stream, pieceSize, messages[i]!));
  const growth = times.at(-1)! / times[0]!;
  row(title, [...times.map((time) => time.toFixed(2)), `x${growth.toFixed(2)}`]);
}

console.log("ns/byte for streams of 256-byte frames\n");
row("pieces", [...STREAM_SIZES.map(size), "growth"]);
const streams = STREAM_SIZES.map(streamOf);
for (const pieceSize of PIECE_SIZES) {
  decode(streams[2]!, pieceSize);
  measure(size(pieceSize), streams, pieceSize);
}

console.log("\nns/byte for one frame in 1 KiB pieces\n");
row("pieces", [...FRAME_SIZES.map(size), "growth"]);
measure(
  size(KiB),
  FRAME_SIZES.map((length) => frame(CHUNK_HEADERS, new Uint8Array(length - 91))),
  KiB,
);
