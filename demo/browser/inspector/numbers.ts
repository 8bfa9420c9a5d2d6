import { find } from "../dom.ts";
import { frameBytes } from "../frame-reading.ts";
import type { Run } from "../run.ts";

/** The few numbers that one asks for first. */
export function showNumbers(run: Run): void {
  const { usage, latency } = run;
  const first = run.pieceTimes[0];
  const frames = run.exchanges.flatMap((exchange) => exchange.frames);
  const bytes = frames.reduce((sum, { message }) => sum + (message ? frameBytes(message) : 0), 0);
  show("first", first && whole(first - run.asked));
  show("speed", speed(run));
  show("tokens", usage && `${usage.inputTokens ?? "–"} → ${usage.outputTokens ?? "–"}`);
  show("latency", latency && `${latency.firstByteLatency ?? "–"} / ${latency.invocationLatency}`);
  show("frames", whole(frames.length));
  show("bytes", whole(bytes));
}

function show(name: string, value: string | number | undefined): void {
  find(`#number-${name}`, HTMLElement).textContent = `${value ?? "–"}`;
}

function speed({ pieceTimes, usage, isOver }: Run): string | undefined {
  const first = pieceTimes[0];
  const last = pieceTimes.at(-1);
  if (first === undefined || last === undefined || last - first < 50) return undefined;
  const tokens = (isOver && usage?.outputTokens) || pieceTimes.length;
  return ((tokens * 1000) / (last - first)).toFixed(1);
}

const whole = (value: number): string => Math.round(value).toLocaleString("en");
