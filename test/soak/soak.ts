import { spawn } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import {
  BedrockFetchError,
  BedrockRuntime,
  BedrockRuntimeServiceException,
  type CallOptions,
  type ConverseStreamEvent,
  converseStream,
  type EventReadableStream,
  type ResponseMetadata,
  type ResponseStreamEvent,
} from "../../src/index.ts";
import { simulatorCredentials } from "../../src/simulator/index.ts";
import { seedOfRun } from "../helpers/random.ts";
import { type Scenario, scenario } from "./scenario.ts";
import type { Account, State } from "./server.ts";

// npm run soak [-- --seconds 180] [--streams 200] [--seed N]
//
// Streams at once, each with a random fault and a random consumer, against the simulator over HTTP.
// Each must yield exactly what the simulator sent, or a typed error after a true prefix of it; and
// in the end sockets, timers and memory must be back where they were.

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "180" },
    streams: { type: "string", default: "200" },
    seed: { type: "string" },
  },
});
const seed = values.seed === undefined ? seedOfRun() : Number(values.seed);
const seconds = Number(values.seconds);
const streams = Number(values.streams);

const server = spawn(
  process.execPath,
  [...process.execArgv, new URL("server.ts", import.meta.url).pathname],
  { stdio: ["pipe", "pipe", "inherit"] },
);
const [printed] = await once(server.stdout, "data");
const endpoint = String(printed).trim();
const ask = async <T>(path: string): Promise<T> => (await fetch(endpoint + path)).json() as T;

const newClient = () =>
  new BedrockRuntime({ region: "us-east-1", endpoint, credentials: simulatorCredentials });
const sharedClient = newClient();

const findings: string[] = [];
const unhandled: unknown[] = [];
process.on("unhandledRejection", (reason) => unhandled.push(reason));

const NONE = { streams: 0, whole: 0, failed: 0, left: 0, attempts: 0, documents: 0, bytes: 0 };
const counts = { ...NONE };
const errors = new Map<string, number>();

const LEFT = new Error("left by the soak");

interface Outcome {
  readonly documents: string[];
  /** The consumer went before the end. */
  left: boolean;
  error?: unknown;
  /** Of the request that the documents are from, where it was answered. */
  requestId?: string | undefined;
}

type Event = ResponseStreamEvent | ConverseStreamEvent;

const textOf = (event: Event) =>
  "chunk" in event ? new TextDecoder().decode(event.chunk.bytes) : JSON.stringify(event);
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The answer of either operation, its stream under one name. */
async function open(
  client: BedrockRuntime,
  ask: Scenario["ask"],
  options: CallOptions,
): Promise<{ readonly body: EventReadableStream<Event>; readonly $metadata: ResponseMetadata }> {
  const { modelId } = ask;
  if ("body" in ask) {
    return client.invokeModelWithResponseStream({ modelId, body: ask.body }, options);
  }
  const input = { modelId, ...ask.conversation };
  const { stream, $metadata } = await client.call(converseStream, input, options);
  return { body: stream, $metadata };
}

/** Reads a stream as the scenario's consumer does. */
async function consume(given: Scenario): Promise<Outcome> {
  const { consumer, fault, number } = given;
  const controller = new AbortController();
  const outcome: Outcome = { documents: [], left: false };
  const leave = () => {
    outcome.left = true;
    controller.abort(LEFT);
  };
  const deadline = consumer.kind === "deadline" ? setTimeout(leave, consumer.ms) : undefined;
  const { documents } = outcome;
  try {
    const client = given.ownClient ? newClient() : sharedClient;
    const { body, $metadata } = await open(client, given.ask, {
      ...given.options,
      signal: controller.signal,
      headers: { "x-soak-stream": `${number}`, ...(fault && { "x-soak-fault": fault }) },
    });
    counts.attempts += $metadata.attempts;
    outcome.requestId = $metadata.requestId;
    switch (consumer.kind) {
      case "reader":
      case "cancel": {
        const reader = body.getReader();
        for (let next = await reader.read(); !next.done; next = await reader.read()) {
          documents.push(textOf(next.value));
          if (consumer.kind === "cancel" && documents.length > consumer.after) {
            outcome.left = true;
            await reader.cancel();
          }
        }
        break;
      }
      case "tee": {
        const [branch, other] = body.tee();
        const others: string[] = [];
        const read = async (stream: ReadableStream<Event>, into: string[]) => {
          for await (const event of stream) into.push(textOf(event));
        };
        const [first, second] = await Promise.allSettled([
          read(branch, documents),
          read(other, others),
        ]);
        if (documents.join("\n") !== others.join("\n")) throw new Error("the halves differ");
        if (first.status === "rejected") throw first.reason;
        if (second.status === "rejected") throw second.reason;
        break;
      }
      default:
        for await (const event of body) {
          documents.push(textOf(event));
          if (consumer.kind === "slow" && documents.length % consumer.every === 0) {
            await sleep(consumer.ms);
          }
          if (consumer.kind === "abort" && documents.length > consumer.after) leave();
          if (consumer.kind === "break" && documents.length > consumer.after) {
            outcome.left = true;
            break;
          }
        }
    }
  } catch (error) {
    outcome.error = error;
    const { $metadata } = error as { $metadata?: ResponseMetadata };
    // What a stream throws has been counted with its answer.
    if (outcome.requestId === undefined) counts.attempts += $metadata?.attempts ?? 1;
    outcome.requestId ??= $metadata?.requestId;
  } finally {
    clearTimeout(deadline);
  }
  return outcome;
}

const FINISHED = /"finish_reason":"/;

/** What is wrong with an outcome, by what the simulator says that it sent. */
function judge(given: Scenario, { documents, left, error }: Outcome, account: Account) {
  const { sent, outcome } = account;
  const isPrefix = documents.every((document, i) => document === sent[i]);
  if (!isPrefix) return "it gave what was not sent";
  if (error === undefined) {
    if (left) return undefined;
    if (documents.length !== sent.length) return "it is not all that was sent";
    // Cut off directly after the end of its text, an answer of this shape lacks its metrics alone.
    const hasEnded = outcome === "complete" || FINISHED.test(documents.at(-1) ?? "");
    return hasEnded ? undefined : `it passed as whole, and was ${outcome}`;
  }
  if (error === LEFT) return left ? undefined : "it was aborted by nobody";
  const typed =
    error instanceof BedrockFetchError || error instanceof BedrockRuntimeServiceException;
  if (!typed) return `its error is not typed: ${error}`;
  if (typeof error.retryable !== "boolean" || error.$metadata === undefined) {
    return `its error says too little: ${error}`;
  }
  if ((error.eventsDelivered ?? 0) !== documents.length) {
    return `its error says ${error.eventsDelivered} events, and ${documents.length} came`;
  }
  if (given.harmless) return `nothing was wrong, and it failed: ${error}`;
  return undefined;
}

async function run(number: number): Promise<void> {
  const given = scenario(seed, number);
  const outcome = await consume(given);
  const account = await ask<Account>(`/account?stream=${number}&request=${outcome.requestId}`);
  const finding = judge(given, outcome, account);
  if (finding !== undefined) {
    findings.push(`stream ${number}: ${finding}\n  ${JSON.stringify(given)}`);
  }

  counts.streams++;
  counts.documents += outcome.documents.length;
  for (const document of outcome.documents) counts.bytes += Buffer.byteLength(document);
  if (outcome.error !== undefined && outcome.error !== LEFT) {
    const { name, code } = outcome.error as { name: string; code?: string };
    const label = code === undefined || name === "NetworkError" ? name : `${name} ${code}`;
    errors.set(label, (errors.get(label) ?? 0) + 1);
    counts.failed++;
  } else if (outcome.left) counts.left++;
  else counts.whole++;
}

interface Resources {
  readonly sockets: number;
  readonly open: number;
  readonly timers: number;
  /** Of the JavaScript heap and of buffers, garbage collected before. */
  readonly heap: number;
  readonly rss: number;
}

/** What this process and the simulator hold; once `settled`, as soon as they hold no more than that. */
async function resources(settled?: Resources): Promise<Resources> {
  for (const giveUp = performance.now() + 15_000; ; await sleep(200)) {
    globalThis.gc?.();
    const { openConnections, open } = await ask<State>("/state");
    const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
    const timers = process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
    const now = { sockets: openConnections, open, timers, heap: heapUsed + arrayBuffers, rss };
    const isBack =
      settled === undefined ||
      (now.sockets <= settled.sockets && now.open === 0 && now.timers <= settled.timers);
    if (isBack || performance.now() > giveUp) return now;
  }
}

let next = 0;
/** Keeps `streams` streams going until the time is over. */
async function soak(until: () => boolean): Promise<void> {
  const lane = async () => {
    while (!until()) await run(next++);
  };
  await Promise.all(Array.from({ length: streams }, lane));
}

const MB = 1_000_000;
const figure = (value: number) => value.toLocaleString("en-US");
const megabytes = (bytes: number) => `${(bytes / MB).toFixed(1)} MB`;

console.log(`Soaking ${seconds} s, ${streams} streams at once. SEED=${seed}`);
// Through everything first: code that is compiled and pools that are filled are no leak.
await soak(() => next >= 10 * streams);
const before = await resources({ sockets: 1, open: 0, timers: 0, heap: 0, rss: 0 });
Object.assign(counts, NONE);
errors.clear();
const began = performance.now();
let tellAt = began + 30_000;
await soak(() => {
  const now = performance.now();
  if (now > tellAt) {
    tellAt += 30_000;
    const { rss } = process.memoryUsage();
    const elapsed = Math.round((now - began) / 1000);
    console.log(`  ${elapsed} s: ${figure(counts.streams)} streams, rss ${megabytes(rss)}`);
  }
  return now - began > seconds * 1000;
});
const took = (performance.now() - began) / 1000;
const after = await resources(before);
server.stdin.end();

console.log(`
${figure(counts.streams)} streams in ${took.toFixed(0)} s, ${streams} at once, ${figure(counts.attempts)} requests answered or failed
${figure(counts.documents)} documents, ${figure(counts.bytes)} bytes, each compared with what was sent
${figure(counts.whole)} whole, ${figure(counts.left)} left by their reader, ${figure(counts.failed)} failed:
${[...errors]
  .sort(([, a], [, b]) => b - a)
  .map(([name, count]) => `  ${figure(count).padStart(7)}  ${name}`)
  .join("\n")}
              before      after
sockets   ${`${before.sockets}`.padStart(10)} ${`${after.sockets}`.padStart(10)}
open      ${`${before.open}`.padStart(10)} ${`${after.open}`.padStart(10)}
timers    ${`${before.timers}`.padStart(10)} ${`${after.timers}`.padStart(10)}
heap      ${megabytes(before.heap).padStart(10)} ${megabytes(after.heap).padStart(10)}
rss       ${megabytes(before.rss).padStart(10)} ${megabytes(after.rss).padStart(10)}
`);

if (unhandled.length > 0)
  findings.push(`${unhandled.length} unhandled rejections: ${unhandled[0]}`);
if (after.sockets > before.sockets) findings.push("sockets were left open");
if (after.open > 0) findings.push("the simulator was left with open streams");
if (after.timers > before.timers) findings.push("timers were left");
if (after.heap > before.heap + 8 * MB) findings.push("memory was left");
for (const finding of findings.slice(0, 20)) console.log(finding);
console.log(findings.length === 0 ? "No findings." : `${findings.length} findings. SEED=${seed}`);
process.exitCode = findings.length === 0 ? 0 : 1;
