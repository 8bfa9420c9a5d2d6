import type { Frame, Step } from "../asking/run.ts";
import { element, find } from "../dom.ts";
import { frameBytes, headerText, isEvent, kindOf, payloadOf } from "./frame-reading.ts";

const list = find("#frames", HTMLElement);
const detail = find("#frame", HTMLElement);
const empty = find("#no-frames", HTMLElement);

const hint = "Choose a frame to see its headers and payload.";

let shown: Step | undefined;
let rows: HTMLElement[] = [];

/** The frames of an answer as they arrive; one that is chosen is shown in full. */
export function showFrames(step: Step | undefined): void {
  if (step !== shown) {
    shown = step;
    rows = [];
    list.replaceChildren();
    detail.replaceChildren(element("p", { class: "idle" }, hint));
  }
  const frames = framesOf(step);
  const follows = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  for (let index = rows.length; index < frames.length; index++) {
    const row = frameRow(frames[index]!, index);
    rows.push(row);
    list.append(row);
  }
  empty.hidden = rows.length > 0;
  empty.textContent = step?.kind === "tool" ? "No frames: this ran in the page." : "No frames.";
  list.hidden = detail.hidden = rows.length === 0;
  if (follows) list.scrollTop = list.scrollHeight;
}

const framesOf = (step: Step | undefined): readonly Frame[] =>
  step?.kind === "exchange" ? step.frames : [];

function frameRow(frame: Frame, index: number): HTMLElement {
  const { message, damage } = frame;
  const row = element(
    "div",
    {
      role: "option",
      id: `frame-${index}`,
      "aria-selected": "false",
      tabindex: index === 0 ? 0 : -1,
      class: damage || (message && !isEvent(message)) ? "failure" : undefined,
    },
    element("span", { class: "at" }, `${Math.round(frame.at)} ms`),
    element("span", { class: "gap" }, gapText(frame.gap)),
    element("span", { class: "bytes" }, message ? `${frameBytes(message)} B` : "–"),
    element("span", { class: "what" }, message ? summary(message) : (damage ?? "")),
  );
  row.style.setProperty("--gap", `${Math.min(100, frame.gap / 4)}%`);
  return row;
}

function summary(message: NonNullable<Frame["message"]>): string {
  const { document, piece, text } = payloadOf(message);
  const kind = kindOf(message);
  // Every event of InvokeModel has the same name; those of Converse say what they are.
  const name = kind === "chunk" && document ? "" : `${kind} `;
  return name + (piece ? `“${piece}”` : document ? JSON.stringify(document) : text);
}

const gapText = (gap: number): string => (gap < 1 ? "+0" : `+${Math.round(gap)}`);

function select(row: HTMLElement): void {
  const index = rows.indexOf(row);
  const frame = framesOf(shown)[index];
  if (!frame) return;
  for (const other of list.querySelectorAll<HTMLElement>(
    '[aria-selected="true"], [tabindex="0"]',
  )) {
    other.setAttribute("aria-selected", "false");
    other.tabIndex = -1;
  }
  row.setAttribute("aria-selected", "true");
  row.tabIndex = 0;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  detail.replaceChildren(...frameDetail(frame, index));
}

function frameDetail({ message, damage, at }: Frame, index: number): HTMLElement[] {
  const heading = element("h3", {}, `Frame ${index + 1}`);
  if (!message) return [heading, element("p", {}, damage ?? "")];
  const { document, padding, text } = payloadOf(message);
  const headers = Object.entries(message.headers).flatMap(([name, header]) => [
    element("dt", {}, name),
    element("dd", {}, headerText(header)),
  ]);
  const size = `${frameBytes(message)} bytes, of which ${message.body.length} payload`;
  return [
    heading,
    element(
      "p",
      { class: "facts" },
      `${size}, ${Math.round(at)} ms after the request${padding === undefined ? "" : `, ${padding} characters of padding`}`,
    ),
    element("dl", { class: "headers" }, ...headers),
    element(
      "pre",
      { tabindex: 0, "aria-label": "Payload" },
      document === undefined ? text : JSON.stringify(document, null, 2),
    ),
  ];
}

list.addEventListener("click", (event) => {
  const row = (event.target as Element).closest<HTMLElement>('[role="option"]');
  if (row) select(row);
});

list.addEventListener("keydown", (event) => {
  const at = rows.indexOf(event.target as HTMLElement);
  const last = rows.length - 1;
  const to: Record<string, number> = {
    ArrowDown: Math.min(at + 1, last),
    ArrowUp: Math.max(at - 1, 0),
    PageDown: Math.min(at + 10, last),
    PageUp: Math.max(at - 10, 0),
    Home: 0,
    End: last,
    Enter: at,
    " ": at,
  };
  const row = rows[to[event.key] ?? -1];
  if (!row) return;
  event.preventDefault();
  select(row);
});
