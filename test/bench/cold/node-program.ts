import { service, streamed } from "../service.ts";
import type { ContenderModule } from "./contenders.ts";
import type { NodeOutcome, Order } from "./node.ts";

// Bundled before it is run, so that Node strips no types meanwhile.

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

async function fetchAlone(fetch: typeof globalThis.fetch, url: string): Promise<void> {
  const reader = (await fetch(url)).body!.getReader();
  while (!(await reader.read()).done);
}

/** Until no thread computes: what compiling Node's fetch has set going is not the contender's. */
async function idle(): Promise<void> {
  for (let before = 0; cpuMs() - before > 1; ) {
    before = cpuMs();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Imports a contender, reads answers, and returns what that took. */
export async function run({
  bundle,
  endpoint,
  frames,
  answers,
  isClient,
}: Order): Promise<NodeOutcome> {
  const pieces = frames.map((frame) => Uint8Array.from(Buffer.from(frame, "base64")));
  const bedrock = service();
  bedrock.stream = () => streamed(pieces);
  const fetch = endpoint === undefined ? bedrock.fetch : globalThis.fetch;
  await fetchAlone(fetch, endpoint ?? "https://bedrock");
  await idle();

  const times: number[] = [];
  const counts: number[] = [];
  const began = cpuMs();
  const { contender, readText }: ContenderModule = await import(bundle);
  times.push(cpuMs() - began);
  const made = contender(fetch, endpoint);
  for (let answer = 0; answer < answers; answer++) {
    counts.push(await made.stream());
    times.push(cpuMs() - began);
  }
  const text = isClient ? await readText(made as Parameters<typeof readText>[0]) : "";
  return { times, counts, text };
}
