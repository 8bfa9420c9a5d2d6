import { type Run, type Step, watch } from "../asking/run.ts";
import { find } from "../dom.ts";
import { showChart } from "./chart.ts";
import { showFrames } from "./frames.ts";
import { showGuardrail } from "./guardrail.ts";
import { showNumbers } from "./numbers.ts";
import { showStep } from "./request.ts";
import { showRequests } from "./requests.ts";

const idle = find("#inspector .idle", HTMLElement);
const content = find("#inspector .content", HTMLElement);

let stopWatching = () => {};

/** Shows what happens, or happened, in a run. */
export function inspect(run: Run | undefined): void {
  stopWatching();
  idle.hidden = run !== undefined;
  content.hidden = run === undefined;
  if (!run) return;
  let chosen: Step | undefined;
  const render = () => {
    // Until one is chosen: the answer, or what stands in its way.
    const step = chosen ?? run.exchanges.at(-1);
    showNumbers(run);
    showChart(run);
    showGuardrail(run);
    showFrames(step);
    showStep(step);
    showRequests(run, step, (step) => {
      chosen = step;
      render();
    });
  };
  stopWatching = watch(run, render);
}
