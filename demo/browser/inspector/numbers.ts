import type { Run } from "../asking/run.ts";
import { find } from "../dom.ts";
import { frameBytes } from "./frame-reading.ts";

/** The few numbers that one asks for first. */
export function showNumbers(run: Run): void {
  const { usage, rounds } = run;
  const latencies = rounds.flatMap(({ latency }) => latency ?? []);
  const invocations = latencies.reduce((sum, { invocationLatency }) => sum + invocationLatency, 0);
  const first = run.pieceTimes[0];
  const frames = run.exchanges.flatMap((exchange) => exchange.frames);
  const bytes = frames.reduce((sum, { message }) => sum + (message ? frameBytes(message) : 0), 0);
  show("first", first && whole(first - run.asked));
  show("speed", speed(run));
  show("tokens", `${usage.inputTokens ?? "–"} → ${tokensOf(run) || "–"}`);
  show("latency", invocations && `${latencies[0]?.firstByteLatency ?? "–"} / ${invocations}`);
  show("frames", whole(frames.length));
  show("bytes", whole(bytes));
}

function show(name: string, value: string | number | undefined): void {
  find(`#number-${name}`, HTMLElement).textContent = `${value ?? "–"}`;
}

/** Until the service has counted them, pieces of text stand for tokens. */
const tokensOf = ({ pieceTimes, usage, isOver }: Run): number =>
  (isOver && usage.outputTokens) || pieceTimes.length;

function speed(run: Run): string | undefined {
  const { pieceTimes } = run;
  const first = pieceTimes[0];
  const last = pieceTimes.at(-1);
  if (first === undefined || last === undefined || last - first < 50) return undefined;
  return ((tokensOf(run) * 1000) / (last - first)).toFixed(1);
}

const whole = (value: number): string => Math.round(value).toLocaleString("en");
