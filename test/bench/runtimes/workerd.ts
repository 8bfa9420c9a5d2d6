import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { root } from "../../helpers/built.ts";
import { startWorker } from "../../helpers/workerd.ts";
import { inTurns, task } from "../turns.ts";
import { bundle, effort, type Measure } from "./runtime.ts";

/** Its clocks stand still while it computes: it is told what to run, and timed from outside. */
const SCRIPT = `
  let made;
  export default {
    async fetch(request) {
      made ??= works(input);
      const { column, task, runs } = await request.json();
      const all = await made;
      await all[column].tasks[task].turn(runs);
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
      const now = () => performance.now();
      const tasks = clients.map((name, i) => task(name, () => order(column, i, RUNS), now));
      const nothing = task("nothing", () => order(column, 0, 0), now);
      const samples = await inTurns([...tasks, nothing], effort);
      const asking = samples.pop()!;
      columns.push(samples.map((times) => times.map((ms, round) => (ms - asking[round]!) / RUNS)));
    }
    return { runtime: `workerd ${version}`, columns };
  } finally {
    await worker.close();
  }
};

/** By a connection of its own: one that was kept is at times closed under a request. */
export async function post(url: string, body: string): Promise<{ status: number; text: string }> {
  const sent = request(url, { method: "POST", agent: false });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const text = (await response.setEncoding("utf8").toArray()).join("");
  return { status: response.statusCode!, text };
}
