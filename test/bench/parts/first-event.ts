import type { Client } from "../contenders/contender.ts";
import { clients as load } from "../contenders/node.ts";
import { claudeStream } from "../input.ts";
import { fed, service } from "../service.ts";
import { rowsOf, type Table } from "../table.ts";
import { quick } from "./part.ts";

const STREAMS = 100;
/** Each stream has an event every 10 ms: ten of the hundred at every millisecond. */
const TICK_MS = 1;
const TICKS_PER_EVENT = 10;
const SAMPLES = quick ? 3 : 100;
const ROUNDS = quick ? 1 : 3;

const { frames } = claudeStream(1000);
const delta = frames[500]!;
const end = frames.slice(-3);
const bedrock = service();
const clients = await load(bedrock.fetch);

type Feed = ReadableStreamDefaultController<Uint8Array>;

const finish = (feed: Feed) => {
  for (const frame of end) feed.enqueue(frame.slice());
  feed.close();
};
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** From the moment that an answer's first bytes are there to the moment that its event is, in ms. */
async function firstEvent(client: Client): Promise<number> {
  const asked = Promise.withResolvers<Feed>();
  bedrock.stream = () => {
    const { stream, feed } = fed();
    asked.resolve(feed);
    return stream;
  };
  const opened = client.open();
  const feed = await asked.promise;
  // The headers are given first, as they are by a server.
  await pause(2);
  const began = performance.now();
  for (const frame of frames.slice(0, 3)) feed.enqueue(frame.slice());
  const events = (await opened)[Symbol.asyncIterator]();
  while (client.textOf((await events.next()).value) === "");
  const took = performance.now() - began;
  finish(feed);
  while (!(await events.next()).done);
  return took;
}

/** Streams that run until they are stopped. */
async function background(client: Client): Promise<{ stop(): Promise<void> }> {
  const feeds: Feed[] = [];
  const open = Promise.withResolvers<void>();
  bedrock.stream = () => {
    const { stream, feed } = fed();
    for (const frame of frames.slice(0, 3)) feed.enqueue(frame.slice());
    if (feeds.push(feed) === STREAMS) open.resolve();
    return stream;
  };
  const running = Promise.all(Array.from({ length: STREAMS }, () => client.stream()));
  await open.promise;
  let tick = 0;
  const timer = setInterval(() => {
    tick++;
    for (let i = tick % TICKS_PER_EVENT; i < feeds.length; i += TICKS_PER_EVENT) {
      feeds[i]!.enqueue(delta.slice());
    }
  }, TICK_MS);
  return {
    async stop() {
      clearInterval(timer);
      feeds.forEach(finish);
      await running;
    },
  };
}

const samples = clients.map((): number[] => []);
for (let round = 0; round < ROUNDS; round++) {
  for (const [i, client] of clients.entries()) {
    const others = await background(client);
    await pause(quick ? 20 : 200);
    for (let n = 0; n < SAMPLES; n++) samples[i]!.push(await firstEvent(client));
    await others.stop();
  }
}

const table: Table = {
  title: "The first text of an answer",
  unit: "ms from its bytes to its event, median",
  columns: [`while ${STREAMS} streams run`],
  rows: rowsOf(
    clients.map(({ name }) => name),
    [samples],
  ),
  notes: [
    "Each of the hundred has an event every 10 ms. The time is the clock's, so that it includes what the others are doing; three frames come, and the text is in the third.",
  ],
};
console.log(JSON.stringify([table]));
