import { modelName } from "../asking/models.ts";
import { type Run, watch } from "../asking/run.ts";
import { element } from "../dom.ts";
import type { Settings } from "../settings/settings.ts";
import { announce } from "./announcer.ts";
import { type Explanation, explain, seconds } from "./explain.ts";
import { RoundView } from "./round-view.ts";

/** What can be done with an answer. */
export interface AnswerActions {
  retry(): void;
  inspect(): void;
  openSettings(): void;
}

/** A model's answer as it grows, and what became of it. */
export function answerView(run: Run, settings: Settings, actions: AnswerActions): HTMLElement {
  const name = modelName(run.modelId);
  const rounds = element("div");
  const views: RoundView[] = [];
  const status = element("p", { class: "status" });
  const outcome = element("div", { class: "outcome" });
  const view = element(
    "article",
    { class: "answer", "aria-label": `Answer of ${name}` },
    element("h3", {}, name),
    rounds,
    status,
    outcome,
  );
  announce(`${name} is answering.`);

  const stopWatching = watch(run, () => {
    view.setAttribute("aria-busy", String(!run.isOver));
    view.dataset.state = run.state;
    for (const [index, round] of run.rounds.entries()) {
      views[index] ??= new RoundView();
      rounds.append(views[index].node);
      views[index].show(round, run.isOver || index < run.rounds.length - 1);
    }
    const wait = waitText(run, settings);
    if (wait && !status.classList.contains("waiting")) announce(wait);
    status.classList.toggle("waiting", wait !== "");
    status.textContent = wait || (run.state === "asking" ? "Waiting for the model" : "");
    if (!run.isOver) return;
    stopWatching();
    clearInterval(clock);
    outcome.replaceChildren(...ending(run, settings, actions));
  });
  // The wait for another attempt is counted down.
  const clock = setInterval(() => run.waiting && run.changed(), 250);
  return view;
}

/** What the client waits for before it tries again by itself. */
function waitText({ waiting, modelId }: Run, settings: Settings): string {
  if (!waiting) return "";
  const left = Math.max(0, waiting.until - performance.now());
  const { title } = explain(waiting.error, modelId, settings);
  return `${title}. Trying again in ${(left / 1000).toFixed(1)} s (attempt ${waiting.attempt + 1}).`;
}

function ending(run: Run, settings: Settings, actions: AnswerActions): HTMLElement[] {
  const retry = element("button", { type: "button", onclick: actions.retry }, "Try again");
  const inspect = element("button", { type: "button", onclick: actions.inspect }, "Inspect");
  if (run.state === "failed") {
    const explanation = explain(run.error, run.modelId, settings);
    announce(`${explanation.title}. ${explanation.text}`);
    return [errorCard(explanation, retry, inspect, actions)];
  }
  announce(run.state === "stopped" ? "Stopped." : "The answer is complete.");
  const copy = element("button", { type: "button" }, "Copy");
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(run.text);
    copy.textContent = "Copied";
  });
  return [
    element(
      "p",
      { class: "facts" },
      element("span", {}, facts(run)),
      ...(run.text ? [copy] : []),
      retry,
      inspect,
    ),
  ];
}

function facts(run: Run): string {
  const took = seconds((run.ended ?? 0) - run.asked);
  if (run.state === "stopped") return `Stopped after ${took}`;
  if (run.guardrail?.action === "INTERVENED") return "A guardrail intervened";
  if (/^(max_tokens|length|MAX_TOKENS|LENGTH)$/.test(run.stopReason ?? "")) {
    return "Reached the token limit";
  }
  const tokens = run.usage.outputTokens;
  return tokens === undefined ? took : `${tokens} tokens in ${took}`;
}

function errorCard(
  { title, text, permission, waitMs, settings, detail }: Explanation,
  retry: HTMLButtonElement,
  inspect: HTMLButtonElement,
  actions: AnswerActions,
): HTMLElement {
  if (waitMs !== undefined) countDown(retry, waitMs);
  return element(
    "div",
    { class: "error" },
    element("h4", {}, title),
    element("p", {}, text),
    ...(permission
      ? [
          element(
            "dl",
            { class: "permission" },
            element("dt", {}, "Allow"),
            element("dd", {}, element("code", {}, permission.action)),
            element("dt", {}, "on"),
            ...permission.resources.map((arn) => element("dd", {}, element("code", {}, arn))),
          ),
        ]
      : []),
    element("p", { class: "detail" }, element("code", {}, detail)),
    element(
      "p",
      { class: "facts" },
      retry,
      ...(settings
        ? [element("button", { type: "button", onclick: actions.openSettings }, "Open settings")]
        : []),
      inspect,
    ),
  );
}

/** The button can be pressed at any time: it reports when that makes sense. */
function countDown(button: HTMLButtonElement, waitMs: number): void {
  const until = performance.now() + waitMs;
  const label = button.textContent;
  const tick = () => {
    const left = Math.ceil((until - performance.now()) / 1000);
    button.textContent = left > 0 ? `${label} in ${left} s` : label;
    if (left <= 0) clearInterval(timer);
  };
  const timer = setInterval(tick, 500);
  tick();
}
