import type { Run, Step } from "../asking/run.ts";
import { element, find } from "../dom.ts";

const list = find("#requests", HTMLElement);

let rows: { step: Step; row: HTMLButtonElement }[] = [];

/** Every request of a run and every tool, each a bar on the same scale of time. */
export function showRequests(
  run: Run,
  chosen: Step | undefined,
  choose: (step: Step) => void,
): void {
  if (run.steps[0] !== rows[0]?.step || run.steps.length < rows.length) {
    rows = [];
    list.replaceChildren();
  }
  for (const step of run.steps.slice(rows.length)) {
    const row = element("button", {
      type: "button",
      class: step.kind === "tool" ? "local" : undefined,
      onclick: () => choose(step),
    });
    rows.push({ step, row });
    list.append(element("li", {}, row));
  }
  const end = run.ended ?? performance.now();
  for (const { step, row } of rows) {
    const { name, sent } = step;
    const { outcome, failed, lasted } = outcomeOf(step, end);
    row.setAttribute("aria-pressed", String(step === chosen));
    row.classList.toggle("failure", failed);
    const whole = Math.max(1, end - run.asked);
    const length = Math.min(1, lasted / whole);
    // CSS counts a background's position in what its own size leaves free.
    const from = length < 1 ? (sent - run.asked) / whole / (1 - length) : 0;
    row.style.setProperty("--from", `${Math.min(1, from) * 100}%`);
    row.style.setProperty("--length", `${length * 100}%`);
    row.replaceChildren(
      element("span", { class: "name" }, name),
      element("span", { class: "outcome" }, `${outcome}`),
      element("span", { class: "lasted" }, `${Math.round(lasted)} ms`),
    );
  }
}

function outcomeOf(
  step: Step,
  end: number,
): { outcome: number | string; failed: boolean; lasted: number } {
  if (step.kind === "tool") {
    return {
      outcome: step.failed ? "failed here" : "ran here",
      failed: step.failed,
      lasted: step.took,
    };
  }
  const { outcome = "…", headersAfter = end - step.sent, frames } = step;
  const lasted = Math.max(headersAfter, frames.at(-1)?.at ?? 0);
  return { outcome, failed: outcome !== "…" && outcome !== 200, lasted };
}
