import { CLIENTS } from "../contenders/node.ts";
import { ANSWER } from "../input.ts";
import { rowsOf, type Table } from "../table.ts";
import { inTurns, median } from "../turns.ts";
import { withApart } from "./apart.ts";
import { turns } from "./part.ts";
import { AT_ONCE, REQUESTS } from "./works.ts";

const MS_PER_SECOND = 1000;
const perCpuSecond = (samples: readonly number[]): string =>
  Math.round(MS_PER_SECOND / median(samples)).toLocaleString("en");

const table = await withApart(
  [...Object.keys(CLIENTS), "bytes-dropped"],
  async (contenders): Promise<Table> => {
    const columns: number[][][] = [];
    for (const column of Object.keys(REQUESTS)) {
      const samples = await inTurns(
        contenders.map(({ task }) => task(column)),
        turns({ warmUpMs: 600, turnMs: 80, rounds: 31 }),
      );
      const requests = column === "one at a time" ? 1 : AT_ONCE;
      columns.push(samples.map((times) => times.map((ms) => ms / requests)));
    }
    return {
      title: "A request",
      unit: "CPU ms per invokeModel",
      columns: Object.keys(REQUESTS),
      rows: rowsOf(
        contenders.map(({ name }) => name),
        columns,
      ),
      notes: [
        `Requests per CPU second: ${contenders
          .map(
            ({ name }, i) =>
              `${name} ${columns.map((each) => perCpuSecond(each[i]!)).join(" and ")}`,
          )
          .join(", ")}.`,
        `Signed by SigV4 with a session token, answered with ${ANSWER.length} bytes of JSON.`,
        "Each client has a process of its own (Node with `--no-memory-reducer`, since all but one are idle at a time), and they take turns.",
      ],
    };
  },
);
console.log(JSON.stringify([table]));
