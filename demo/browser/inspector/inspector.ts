import { find } from "../dom.ts";
import { type Exchange, type Run, watch } from "../run.ts";
import { showChart } from "./chart.ts";
import { showFrames } from "./frames.ts";
import { showGuardrail } from "./guardrail.ts";
import { showNumbers } from "./numbers.ts";
import { showRequest } from "./request.ts";
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
  let chosen: Exchange | undefined;
  const render = () => {
    // Until one is chosen: the answer, or what stands in its way.
    const exchange = chosen ?? run.exchanges.at(-1);
    showNumbers(run);
    showChart(run);
    showGuardrail(run);
    showFrames(exchange);
    showRequest(exchange);
    showRequests(run, exchange, (exchange) => {
      chosen = exchange;
      render();
    });
  };
  stopWatching = watch(run, render);
}
