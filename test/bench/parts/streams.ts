import { bedrockFetchText } from "../contenders/bedrock-fetch.ts";
import { readText } from "../contenders/contender.ts";
import { bytesDropped, framesWalked } from "../contenders/floors.ts";
import { clients as load } from "../contenders/node.ts";
import { claudeStream, claudeStreamOfOneFrame, cut } from "../input.ts";
import { service, streamed } from "../service.ts";
import { rowsOf, type Table } from "../table.ts";
import { inTurns } from "../turns.ts";
import { collectYoung, cpuMs, KiB, LARGE_FRAME, MiB, turns } from "./part.ts";

const stream = claudeStream(1000);
const large = claudeStreamOfOneFrame(LARGE_FRAME);

const bedrock = service();
const [ours, ...peers] = await load(bedrock.fetch);
const clients = [ours!, bedrockFetchText(bedrock.fetch), ...peers];
const contenders = [...clients, bytesDropped(bedrock.fetch), framesWalked(bedrock.fetch)];

const works: readonly { column: string; pieces: readonly Uint8Array[]; rounds: number }[] = [
  { column: "one frame a chunk", pieces: stream.frames.map((f) => f.slice()), rounds: 11 },
  { column: "64 KiB chunks", pieces: cut(stream.bytes, 64 * KiB), rounds: 11 },
  { column: "1 KiB chunks", pieces: cut(stream.bytes, KiB), rounds: 11 },
  { column: "7-byte chunks", pieces: cut(stream.bytes, 7), rounds: 7 },
  { column: "one large frame", pieces: cut(large.bytes, 64 * KiB), rounds: 5 },
];

const columns: number[][][] = [];
for (const { column, pieces, rounds } of works) {
  bedrock.stream = () => streamed(pieces);
  const { text } = column === "one large frame" ? large : stream;
  for (const client of clients) {
    if ((await readText(client)) !== text) throw new Error(`${client.name} reads ${column} wrong`);
  }
  const tasks = contenders.map(({ name, stream }) => ({ name, run: stream }));
  const effort = turns({ warmUpMs: 400, turnMs: 40, rounds });
  columns.push(await inTurns(tasks, effort, cpuMs, collectYoung));
}

const table: Table = {
  title: "A streamed answer",
  unit: "CPU ms per stream",
  columns: works.map(({ column }) => column),
  rows: rowsOf(
    contenders.map(({ name }) => name),
    columns,
  ),
  notes: [
    `A Claude answer of ${stream.frames.length} events, ${stream.bytes.length.toLocaleString("en")} bytes; signing the request is part of it. The large frame has ${LARGE_FRAME / MiB} MiB, more than the service sends, in 64 KiB chunks.`,
    "bedrock-fetch and the AWS SDK give each document as bytes. Anthropic's SDK and the AI SDK parse them: bedrock-fetch with textStream is their like.",
    "Bytes dropped: fetched and thrown away. Frames walked: checked by zlib.crc32 and decoded by Buffer, in one loop once all bytes are there.",
  ],
};
console.log(JSON.stringify([table]));
