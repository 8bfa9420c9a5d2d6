import { element, find } from "../dom.ts";
import type { Exchange, Run } from "../run.ts";

const list = find("#requests", HTMLElement);

let rows: { exchange: Exchange; row: HTMLButtonElement }[] = [];

/** Every request of a run, each a bar on the same scale of time. */
export function showRequests(
  run: Run,
  chosen: Exchange | undefined,
  choose: (exchange: Exchange) => void,
): void {
  if (run.exchanges[0] !== rows[0]?.exchange || run.exchanges.length < rows.length) {
    rows = [];
    list.replaceChildren();
  }
  for (const exchange of run.exchanges.slice(rows.length)) {
    const row = element("button", { type: "button", onclick: () => choose(exchange) });
    rows.push({ exchange, row });
    list.append(element("li", {}, row));
  }
  const end = run.ended ?? performance.now();
  for (const { exchange, row } of rows) {
    const { name, outcome = "…", sent, headersAfter = end - sent, frames } = exchange;
    const lasted = Math.max(headersAfter, frames.at(-1)?.at ?? 0);
    row.setAttribute("aria-pressed", String(exchange === chosen));
    row.classList.toggle("failure", outcome !== "…" && outcome !== 200);
    row.style.setProperty("--from", `${((sent - run.asked) / (end - run.asked)) * 100}%`);
    row.style.setProperty("--length", `${(lasted / (end - run.asked)) * 100}%`);
    row.replaceChildren(
      element("span", { class: "name" }, name),
      element("span", { class: "outcome" }, `${outcome}`),
      element("span", { class: "lasted" }, `${Math.round(lasted)} ms`),
    );
  }
}
