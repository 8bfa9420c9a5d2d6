import { rowsOf, type Table } from "../table.ts";
import { inTurns } from "../turns.ts";
import { withApart } from "./apart.ts";
import { turns } from "./part.ts";
import { CONVERSATION, CONVERSATIONS } from "./works.ts";

const table = await withApart(
  ["bedrock-fetch-converse", "aws-sdk-converse", "ai-sdk-converse", "bytes-dropped"],
  async (contenders): Promise<Table> => {
    const columns: number[][][] = [];
    for (const column of Object.keys(CONVERSATIONS)) {
      columns.push(
        await inTurns(
          contenders.map(({ task }) => task(column)),
          turns({ warmUpMs: 2000, turnMs: 60, rounds: 11 }),
        ),
      );
    }
    return {
      title: "A streamed answer of Converse",
      unit: "CPU ms per stream",
      columns: Object.keys(CONVERSATIONS),
      rows: rowsOf(
        contenders.map(({ name }) => name),
        columns,
      ),
      notes: [
        `An answer of ${CONVERSATION.frames.length} events, ${CONVERSATION.bytes.length.toLocaleString("en")} bytes, by ConverseStream; signing the request is part of it. Every client parses the events.`,
        "Each client has a process of its own, and they take turns.",
      ],
    };
  },
);
console.log(JSON.stringify([table]));
