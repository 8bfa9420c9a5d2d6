import type { Contender } from "../contenders/contender.ts";
import {
  ANSWER,
  claudeStream,
  claudeStreamOfOneFrame,
  converseStream,
  cut,
  type Stream,
} from "../input.ts";
import { type Service, streamed } from "../service.ts";
import { KiB, LARGE_FRAME } from "./part.ts";

/** What a contender is set to do. */
export interface Work {
  /** Sets the service up for it. */
  prepare(service: Service): void;
  run(contender: Contender): Promise<unknown>;
  /** What a model says in it, for a client to be held to. */
  readonly text?: string;
}

export const STREAM: Stream = claudeStream(1000);

function stream(pieces: () => readonly Uint8Array[], { text }: Stream): Work {
  return {
    prepare(service) {
      const made = pieces();
      service.stream = () => streamed(made);
    },
    run: (contender) => contender.stream(),
    text,
  };
}

function requests(atOnce: number): Work {
  return {
    prepare(service) {
      service.answer = ANSWER;
    },
    run: ({ request }) => Promise.all(Array.from({ length: atOnce }, request)),
  };
}

const large = claudeStreamOfOneFrame(LARGE_FRAME);

/** By the column that they fill. */
export const STREAMS: { readonly [column: string]: Work } = {
  "one frame a chunk": stream(() => STREAM.frames.map((frame) => frame.slice()), STREAM),
  "64 KiB chunks": stream(() => cut(STREAM.bytes, 64 * KiB), STREAM),
  "1 KiB chunks": stream(() => cut(STREAM.bytes, KiB), STREAM),
  "7-byte chunks": stream(() => cut(STREAM.bytes, 7), STREAM),
  "one large frame": stream(() => cut(large.bytes, 64 * KiB), large),
};

export const CONVERSATION: Stream = converseStream(1000);

/** Those of ConverseStream, by the column that they fill. */
export const CONVERSATIONS: { readonly [column: string]: Work } = {
  "one event a chunk": stream(
    () => CONVERSATION.frames.map((frame) => frame.slice()),
    CONVERSATION,
  ),
  "chunks of 64 KiB": stream(() => cut(CONVERSATION.bytes, 64 * KiB), CONVERSATION),
};

export const AT_ONCE = 100;

export const REQUESTS: { readonly [column: string]: Work } = {
  "one at a time": requests(1),
  [`${AT_ONCE} at a time`]: requests(AT_ONCE),
};
