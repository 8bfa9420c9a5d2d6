import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { root } from "../../built.ts";
import { startWorker } from "../../workerd/workerd.ts";
import { inTurns } from "../turns.ts";
import { bundle, effort, type Measure } from "./runtime.ts";

/** Its clocks stand still while it computes: it is told what to run, and timed from outside. */
const SCRIPT = `
  let made;
  export default {
    async fetch(request) {
      made ??= works(input);
      const { column, task, runs } = await request.json();
      const all = await made;
      for (let run = 0; run < runs; run++) await all[column].tasks[task].run();
      return Response.json(all.map(({ tasks }) => tasks.map(({ name }) => name)));
    },
  };`;

/** In one request, so that asking weighs little; what it weighs is taken off. */
const RUNS = 20;

export const workerd: Measure = async () => {
  const { version } = JSON.parse(
    readFileSync(join(root, "node_modules/workerd/package.json"), "utf8"),
  ) as { version: string };
  const worker = await startWorker({ script: await bundle(SCRIPT) });
  try {
    const order = async (column: number, task: number, runs: number): Promise<string[][]> => {
      const { status, text } = await post(worker.url, JSON.stringify({ column, task, runs }));
      if (status !== 200) throw new Error(`workerd: ${text}\n${worker.output()}`);
      return JSON.parse(text);
    };
    const names = await order(0, 0, 0);
    const columns: number[][][] = [];
    for (const [column, clients] of names.entries()) {
      const tasks = clients.map((name, i) => ({ name, run: () => order(column, i, RUNS) }));
      const nothing = { name: "nothing", run: () => order(column, 0, 0) };
      const samples = await inTurns([...tasks, nothing], effort, () => performance.now());
      const asking = samples.pop()!;
      columns.push(samples.map((times) => times.map((ms, round) => (ms - asking[round]!) / RUNS)));
    }
    return { runtime: `workerd ${version}`, columns };
  } finally {
    await worker.close();
  }
};

/** By a connection of its own: one that was kept is at times closed under a request. */
async function post(url: string, body: string): Promise<{ status: number; text: string }> {
  const sent = request(url, { method: "POST", agent: false });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const text = (await response.setEncoding("utf8").toArray()).join("");
  return { status: response.statusCode!, text };
}
