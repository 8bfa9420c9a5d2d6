import { readdirSync, readFileSync } from "node:fs";
import { startWorker } from "../../helpers/workerd.ts";
import { post } from "../runtimes/workerd.ts";
import { ANSWERS, type Cold, check, type Times } from "./contenders.ts";

/** A step at a time, since its own clocks stand still while it computes. */
const SCRIPT = `
  let module, made;
  const steps = {
    async nothing(endpoint) {
      const reader = (await fetch(endpoint)).body.getReader();
      while (!(await reader.read()).done);
    },
    async import() {
      module = await import("contender.js");
    },
    async answer(endpoint) {
      made ??= module.contender((...args) => fetch(...args), endpoint);
      return made.stream();
    },
    text: () => module.readText(made),
  };
  export default {
    async fetch(request) {
      const { step, endpoint } = await request.json();
      return Response.json((await steps[step](endpoint)) ?? null);
    },
  };`;

/** Runs a contender in a fresh workerd, whose threads are all its own. Asking is part of each step. */
export async function workerdSample(cold: Cold, endpoint: string): Promise<Times> {
  const worker = await startWorker({
    script: SCRIPT,
    modules: { "contender.js": cold.bundle },
  });
  try {
    const run = async (step: string): Promise<unknown> => {
      const { status, text } = await post(worker.url, JSON.stringify({ step, endpoint }));
      if (status !== 200) throw new Error(`workerd: ${text}\n${worker.output()}`);
      return JSON.parse(text);
    };
    await run("nothing");
    const counts: number[] = [];
    const times: number[] = [];
    const began = cpuMs(worker.pid);
    await run("import");
    times.push(cpuMs(worker.pid) - began);
    for (let answer = 0; answer < ANSWERS; answer++) {
      counts.push((await run("answer")) as number);
      times.push(cpuMs(worker.pid) - began);
    }
    check(cold, { counts, text: cold.isClient ? ((await run("text")) as string) : "" });
    return times;
  } finally {
    await worker.close();
  }
}

const NS_PER_MS = 1e6;

/** What all threads of a process have computed, in ms; Linux counts it in nanoseconds. */
function cpuMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const ns = threads.map((thread) =>
    Number.parseInt(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8"), 10),
  );
  return ns.reduce((a, b) => a + b, 0) / NS_PER_MS;
}

/** Why it cannot be measured here; undefined where it can. */
export function whyNot(): string | undefined {
  try {
    return cpuMs(process.pid) > 0 ? undefined : "/proc counts nothing";
  } catch (error) {
    return `no times of threads in /proc: ${error}`;
  }
}
