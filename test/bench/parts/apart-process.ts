import { type Client, readText } from "../contenders/contender.ts";
import { CONTENDERS } from "../contenders/node.ts";
import { service } from "../service.ts";
import type { Order } from "./apart.ts";
import { cpuMs } from "./part.ts";
import { CONVERSATIONS, REQUESTS, STREAMS } from "./works.ts";

// node apart-process.ts <contender>: works as often as its parent says, and reports how long that took.

const bedrock = service();
const contender = await CONTENDERS[process.argv[2] ?? ""]!(bedrock.fetch);
const works = { ...STREAMS, ...CONVERSATIONS, ...REQUESTS };
let prepared: string | undefined;

async function carryOut({ work: name, runs }: Order): Promise<number> {
  const work = works[name]!;
  if (prepared !== name) {
    work.prepare(bedrock);
    const isClient = "textOf" in contender && work.text !== undefined;
    if (isClient && (await readText(contender as Client)) !== work.text) {
      throw new Error(`${contender.name} reads wrong: ${name}`);
    }
    prepared = name;
  }
  const began = cpuMs();
  for (let left = runs; left > 0; left--) await work.run(contender);
  return cpuMs() - began;
}

process.on("message", async (order: Order) => process.send!(await carryOut(order)));
process.send!(contender.name);
