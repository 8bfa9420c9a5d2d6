import { element, find } from "../dom.ts";
import { frameBytes } from "../frame-reading.ts";
import type { Run } from "../run.ts";

const list = find("#numbers", HTMLElement);

/** The few numbers that one asks for first. */
export function showNumbers(run: Run): void {
  list.replaceChildren(
    ...numbersOf(run).map(([name, value, unit, explanation]) =>
      element(
        "div",
        { title: explanation },
        element("dt", {}, name),
        element("dd", {}, value, " ", element("small", {}, unit)),
      ),
    ),
  );
}

type Row = readonly [name: string, value: string, unit: string, explanation: string];

function numbersOf(run: Run): Row[] {
  const first = run.pieceTimes[0];
  const frames = run.exchanges.flatMap((exchange) => exchange.frames);
  const bytes = frames.reduce((sum, { message }) => sum + (message ? frameBytes(message) : 0), 0);
  const { firstByteLatency, invocationLatency } = run.latency ?? {};
  return [
    [
      "First token",
      first === undefined ? "–" : whole(first - run.asked),
      "ms",
      "From the question to the first text on this page, signing in included",
    ],
    [
      "Speed",
      speed(run),
      "tokens/s",
      "From the first token to the last; while it runs, pieces of text stand for tokens",
    ],
    [
      "Tokens",
      run.usage ? `${run.usage.inputTokens ?? "–"} → ${run.usage.outputTokens ?? "–"}` : "–",
      "in → out",
      "As the last document of the stream counts them",
    ],
    [
      "At Bedrock",
      run.latency ? `${firstByteLatency ?? "–"} / ${invocationLatency}` : "–",
      "ms",
      "Bedrock’s own times: to the first byte, and in all",
    ],
    ["Frames", whole(frames.length), "", "Of all attempts"],
    ["Received", whole(bytes), "bytes", "Of whole frames, framing included"],
  ];
}

function speed({ pieceTimes, usage, isOver }: Run): string {
  const first = pieceTimes[0];
  const last = pieceTimes.at(-1);
  if (first === undefined || last === undefined || last - first < 50) return "–";
  const tokens = (isOver && usage?.outputTokens) || pieceTimes.length;
  return ((tokens * 1000) / (last - first)).toFixed(1);
}

const whole = (value: number): string => Math.round(value).toLocaleString("en");
