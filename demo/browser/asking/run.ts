import type { Message } from "bedrock-fetch/eventstream";
import type { GuardrailEvent, LatencyEvent, Usage } from "bedrock-fetch/text";
import type { ChosenPicture } from "./picture.ts";

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
  readonly kind: "exchange";
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

/** A tool that the model called and the page ran. */
export interface ToolRun {
  readonly kind: "tool";
  readonly name: string;
  /** As the model wrote it. */
  readonly arguments: string;
  /** When it was started, on the clock of `performance.now()`. */
  readonly sent: number;
  /** How long it took, in ms. */
  readonly took: number;
  /** What the model is told. */
  readonly text: string;
  readonly failed: boolean;
}

/** What is done for a question: a request is sent, or a tool is run. */
export type Step = Exchange | ToolRun;

/** One answer of the model. A question that needs tools takes several. */
export interface Round {
  text: string;
  /** The model's thinking. */
  reasoning: string;
  readonly toolRuns: ToolRun[];
  usage: Usage | undefined;
  latency: LatencyEvent | undefined;
}

/** How a run came out. */
export type State = "asking" | "answering" | "complete" | "stopped" | "failed";

/** More than any answer needs; frames beyond it are counted by nobody. */
const maxFrames = 5000;

/** One question to a model, and all that was seen of its answer. Reports each change. */
export class Run extends EventTarget {
  readonly id: string = crypto.randomUUID();
  readonly question: string;
  readonly picture: ChosenPicture | undefined;
  readonly modelId: string;
  /** On the clock of `performance.now()`, as are the other times. */
  readonly asked: number = performance.now();
  /** What was sent and what was run, in order. */
  readonly steps: Step[] = [];
  readonly rounds: Round[] = [emptyRound()];
  /** When each piece of text or reasoning came. */
  readonly pieceTimes: number[] = [];
  state: State = "asking";
  ended: number | undefined;
  stopReason: string | undefined;
  guardrail: GuardrailEvent | undefined;
  /** What the client is waiting for before it tries again by itself. */
  waiting:
    | { readonly error: unknown; readonly attempt: number; readonly until: number }
    | undefined;
  error: unknown;

  constructor(question: string, modelId: string, picture?: ChosenPicture) {
    super();
    this.question = question;
    this.modelId = modelId;
    this.picture = picture;
  }

  get isOver(): boolean {
    return this.ended !== undefined;
  }

  /** What the model said, in all rounds. */
  get text(): string {
    return this.rounds
      .map(({ text }) => text)
      .filter(Boolean)
      .join("\n\n");
  }

  get exchanges(): Exchange[] {
    return this.steps.filter((step) => step.kind === "exchange");
  }

  /** The tokens of all rounds: each is counted by itself, and paid for. */
  get usage(): Usage {
    const total: Record<string, number> = {};
    for (const { usage } of this.rounds) {
      for (const [name, count] of Object.entries(usage ?? {})) {
        if (typeof count === "number") total[name] = (total[name] ?? 0) + count;
      }
    }
    return total;
  }

  /** The round that is under way, or was last. */
  get round(): Round {
    return this.rounds.at(-1)!;
  }

  addExchange(exchange: Exchange): void {
    this.waiting = undefined;
    this.steps.push(exchange);
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
    this.round[kind] += piece;
    this.changed();
  }

  addToolRun(toolRun: ToolRun): void {
    this.steps.push(toolRun);
    this.round.toolRuns.push(toolRun);
    this.changed();
  }

  /** The model is asked again, with what its tools found. */
  addRound(): void {
    this.rounds.push(emptyRound());
    this.state = "asking";
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

const emptyRound = (): Round => ({
  text: "",
  reasoning: "",
  toolRuns: [],
  usage: undefined,
  latency: undefined,
});

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
