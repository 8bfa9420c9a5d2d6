import type { Run } from "../asking/run.ts";
import { element, find } from "../dom.ts";

const view = find("#guardrail", HTMLElement);

/** What a guardrail did, if there was one. */
export function showGuardrail({ guardrail }: Run): void {
  view.hidden = guardrail === undefined;
  if (!guardrail) return;
  const intervened = guardrail.action === "INTERVENED";
  view.classList.toggle("failure", intervened);
  view.replaceChildren(
    element("h3", {}, intervened ? "The guardrail intervened" : "The guardrail did not intervene"),
    ...(guardrail.trace === undefined
      ? []
      : [
          element(
            "pre",
            { tabindex: 0, "aria-label": "Guardrail trace" },
            JSON.stringify(guardrail.trace, null, 2),
          ),
        ]),
  );
}
