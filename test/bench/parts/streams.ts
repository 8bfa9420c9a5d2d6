import { rowsOf, type Table } from "../table.ts";
import { inTurns } from "../turns.ts";
import { withApart } from "./apart.ts";
import { LARGE_FRAME, MiB, turns } from "./part.ts";
import { STREAM, STREAMS } from "./works.ts";

const ROUNDS: { readonly [column: string]: number } = { "one large frame": 5 };

const table = await withApart(
  [
    "bedrock-fetch",
    "bedrock-fetch-text",
    "aws-sdk",
    "anthropic-sdk",
    "ai-sdk",
    "bytes-dropped",
    "frames-walked",
  ],
  async (contenders): Promise<Table> => {
    const columns: number[][][] = [];
    for (const column of Object.keys(STREAMS)) {
      const effort = turns({ warmUpMs: 2000, turnMs: 60, rounds: ROUNDS[column] ?? 11 });
      columns.push(
        await inTurns(
          contenders.map(({ task }) => task(column)),
          effort,
        ),
      );
    }
    return {
      title: "A streamed answer",
      unit: "CPU ms per stream",
      columns: Object.keys(STREAMS),
      rows: rowsOf(
        contenders.map(({ name }) => name),
        columns,
      ),
      notes: [
        `A Claude answer of ${STREAM.frames.length} events, ${STREAM.bytes.length.toLocaleString("en")} bytes; signing the request is part of it. The large frame has ${LARGE_FRAME / MiB} MiB, more than the service sends, in 64 KiB chunks.`,
        "Each client has a process of its own (Node with `--no-memory-reducer`, since all but one are idle at a time), and they take turns.",
        "bedrock-fetch and the AWS SDK give each document as bytes. Anthropic's SDK and the AI SDK parse them: bedrock-fetch with textStream is their like.",
        "Bytes dropped: fetched and thrown away. Frames walked: checked by zlib.crc32 and decoded by Buffer, in one loop once all bytes are there.",
      ],
    };
  },
);
console.log(JSON.stringify([table]));
