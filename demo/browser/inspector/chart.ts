import type { Run } from "../asking/run.ts";
import { element, find, svg } from "../dom.ts";
import { frameBytes } from "./frame-reading.ts";

const figure = find("#chart", HTMLElement);

const width = 360;
const height = 84;
/** Beneath the curve, where each frame leaves a mark. */
const marks = 18;
const windowMs = 500;
const steps = 90;

/** Tokens a second over time, and beneath it the frames: where they came, and how long they were. */
export function showChart(run: Run): void {
  const from = run.asked;
  const to = Math.max(run.ended ?? performance.now(), from + 1000);
  const rates = ratesBetween(run.pieceTimes, from, to);
  const top = Math.max(10, ...rates) * 1.15;
  const x = (time: number) => ((time - from) / (to - from)) * width;
  const y = (rate: number) => (height - marks - 4) * (1 - rate / top) + 2;
  const curve = rates.map(
    (rate, step) => `${((step / steps) * width).toFixed(1)},${y(rate).toFixed(1)}`,
  );
  const base = (height - marks - 2).toFixed(1);
  const frames = run.exchanges.flatMap(({ sent, frames }) =>
    frames.map(({ at, message }) => ({
      time: sent + at,
      bytes: message ? frameBytes(message) : 0,
    })),
  );
  const longest = Math.max(1, ...frames.map(({ bytes }) => bytes));
  const markPath = frames
    .map(({ time, bytes }) => {
      const length = 3 + (bytes / longest) * (marks - 4);
      return `M${x(time).toFixed(1)} ${height}v${-length.toFixed(1)}`;
    })
    .join("");
  const peak = Math.round(Math.max(...rates));

  figure.replaceChildren(
    svg(
      "svg",
      {
        viewBox: `0 0 ${width} ${height}`,
        preserveAspectRatio: "none",
        role: "img",
        "aria-label": `Tokens a second over ${((to - from) / 1000).toFixed(1)} seconds: at most ${peak}. ${frames.length} frames.`,
      },
      svg("path", { class: "area", d: `M0,${base}L${curve.join("L")}L${width},${base}Z` }),
      svg("path", { class: "curve", d: peak > 0 ? `M${curve.join("L")}` : "" }),
      svg("path", { class: "base", d: `M0,${base}H${width}` }),
      svg("path", { class: "marks", d: markPath }),
    ),
    element(
      "figcaption",
      {},
      element("span", {}, `tokens a second, peak ${peak}`),
      element("span", {}, `${((to - from) / 1000).toFixed(1)} s`),
    ),
  );
}

/** How many pieces a second came, looked at from moments evenly spread. */
function ratesBetween(times: readonly number[], from: number, to: number): number[] {
  const rates: number[] = [];
  let first = 0;
  let next = 0;
  for (let step = 0; step <= steps; step++) {
    const now = from + ((to - from) * step) / steps;
    while (next < times.length && times[next]! <= now) next++;
    while (first < next && times[first]! <= now - windowMs) first++;
    rates.push(((next - first) * 1000) / windowMs);
  }
  return rates;
}
