import type { Message } from "bedrock-fetch/eventstream";
import type { GuardrailEvent, LatencyEvent, Usage } from "bedrock-fetch/text";

/** A frame as it arrived. */
export interface Frame {
  /** Since its request was sent, in ms. */
  readonly at: number;
  /** Since the frame before it, or the request, in ms. */
  readonly gap: number;
  /** Undefined for what could not be decoded. */
  readonly message?: Message;
  /** Why it could not be. */
  readonly damage?: string;
}

/** One request and its answer, as the page's `fetch` saw them. */
export interface Exchange {
  /** Such as `"Bedrock"` or `"GetId"`. */
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
  /** When it was sent, on the clock of `performance.now()`. */
  readonly sent: number;
  /** The fault that the simulator was asked for. */
  readonly fault: string | undefined;
  readonly frames: Frame[];
  /** What came back: a status, or what went wrong. */
  outcome?: number | string;
  /** How long until the response's headers, in ms. */
  headersAfter?: number;
}

/** How a run came out. */
export type State = "asking" | "answering" | "complete" | "stopped" | "failed";

/** More than any answer needs; frames beyond it are counted by nobody. */
const maxFrames = 5000;

/** One question to a model, and all that was seen of its answer. Tells of each change. */
export class Run extends EventTarget {
  readonly id: string = crypto.randomUUID();
  readonly question: string;
  readonly modelId: string;
  /** On the clock of `performance.now()`, as are the other times. */
  readonly asked: number = performance.now();
  readonly exchanges: Exchange[] = [];
  /** When each piece of text or reasoning came. */
  readonly pieceTimes: number[] = [];
  state: State = "asking";
  ended: number | undefined;
  text = "";
  reasoning = "";
  stopReason: string | undefined;
  usage: Usage | undefined;
  latency: LatencyEvent | undefined;
  guardrail: GuardrailEvent | undefined;
  /** What the client is waiting for before it tries again by itself. */
  waiting:
    | { readonly error: unknown; readonly attempt: number; readonly until: number }
    | undefined;
  error: unknown;

  constructor(question: string, modelId: string) {
    super();
    this.question = question;
    this.modelId = modelId;
  }

  get isOver(): boolean {
    return this.ended !== undefined;
  }

  addExchange(exchange: Exchange): void {
    this.waiting = undefined;
    this.exchanges.push(exchange);
    this.changed();
  }

  addFrame(exchange: Exchange, frame: Pick<Frame, "message" | "damage">): void {
    if (exchange.frames.length >= maxFrames) return;
    const at = performance.now() - exchange.sent;
    exchange.frames.push({ ...frame, at, gap: at - (exchange.frames.at(-1)?.at ?? 0) });
    this.changed();
  }

  addPiece(kind: "text" | "reasoning", piece: string): void {
    this.state = "answering";
    this.pieceTimes.push(performance.now());
    this[kind] += piece;
    this.changed();
  }

  end(state: "complete" | "stopped" | "failed", error?: unknown): void {
    this.state = state;
    this.error = error;
    this.waiting = undefined;
    this.ended = performance.now();
    this.changed();
  }

  changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}

/** Renders a run now and after it changed, once for each picture of the screen. */
export function watch(run: Run, render: () => void): () => void {
  let scheduled = 0;
  const schedule = () => {
    scheduled ||= requestAnimationFrame(() => {
      scheduled = 0;
      render();
    });
  };
  run.addEventListener("change", schedule);
  render();
  return () => {
    run.removeEventListener("change", schedule);
    cancelAnimationFrame(scheduled);
  };
}
