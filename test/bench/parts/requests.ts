import { bytesDropped } from "../contenders/floors.ts";
import { clients } from "../contenders/node.ts";
import { ANSWER } from "../input.ts";
import { service } from "../service.ts";
import { rowsOf, type Table } from "../table.ts";
import { inTurns } from "../turns.ts";
import { collectYoung, cpuMs, turns } from "./part.ts";

const bedrock = service();
bedrock.answer = ANSWER;
const contenders = [...(await clients(bedrock.fetch)), bytesDropped(bedrock.fetch)];

const columns: number[][][] = [];
for (const atOnce of [1, 100]) {
  const tasks = contenders.map(({ name, request }) => ({
    name,
    run: () => Promise.all(Array.from({ length: atOnce }, request)),
  }));
  const samples = await inTurns(
    tasks,
    turns({ warmUpMs: 400, turnMs: 50, rounds: 11 }),
    cpuMs,
    collectYoung,
  );
  columns.push(samples.map((times) => times.map((ms) => ms / atOnce)));
}

const table: Table = {
  title: "A request",
  unit: "CPU ms per invokeModel",
  columns: ["one at a time", "100 at a time"],
  rows: rowsOf(
    contenders.map(({ name }) => name),
    columns,
  ),
  notes: [`Signed by SigV4 with a session token, answered with ${ANSWER.length} bytes of JSON.`],
};
console.log(JSON.stringify([table]));
