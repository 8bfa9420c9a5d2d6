/** In place of Bedrock: a fetch that answers from memory, for every client the same. */
export interface Service {
  readonly fetch: typeof fetch;
  /** Makes the body of each streamed answer. */
  stream: () => ReadableStream<Uint8Array>;
  /** The body of every other answer. */
  answer: string;
}

/** With the headers that the recordings have. */
const HEADERS = {
  connection: "keep-alive",
  "x-amzn-requestid": "5712a4fc-af29-49e3-878a-c10a7cf8236a",
};

export function service(): Service {
  const date = new Date().toUTCString();
  const streamHeaders = {
    ...HEADERS,
    date,
    "content-type": "application/vnd.amazon.eventstream",
    "x-amzn-bedrock-content-type": "application/json",
  };
  const answerHeaders = {
    ...HEADERS,
    date,
    "content-type": "application/json",
    "x-amzn-bedrock-input-token-count": "12",
    "x-amzn-bedrock-output-token-count": "160",
    "x-amzn-bedrock-invocation-latency": "544",
  };
  const made: Service = {
    async fetch(input) {
      const url = input instanceof Request ? input.url : String(input);
      return url.endsWith("/invoke")
        ? new Response(made.answer, { headers: answerHeaders })
        : new Response(made.stream(), { headers: streamHeaders });
    },
    stream: () => streamed([]),
    answer: "",
  };
  return made;
}

/** Gives one piece each time that it is asked. */
export function streamed(pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      const piece = pieces[at++];
      if (piece === undefined) controller.close();
      else controller.enqueue(piece);
    },
  });
}

/** Makes streams that begin once this many of them are open. */
export function startedTogether(
  count: number,
  pieces: readonly Uint8Array[],
): () => ReadableStream<Uint8Array> {
  const start = Promise.withResolvers<void>();
  let open = 0;
  return () => {
    if (++open === count) start.resolve();
    let at = 0;
    return new ReadableStream({
      async pull(controller) {
        if (at === 0) await start.promise;
        const piece = pieces[at++];
        if (piece === undefined) controller.close();
        else controller.enqueue(piece);
      },
    });
  };
}

/** A stream that is written to from outside. */
export function fed(): {
  readonly stream: ReadableStream<Uint8Array>;
  readonly feed: ReadableStreamDefaultController<Uint8Array>;
} {
  let feed!: ReadableStreamDefaultController<Uint8Array>;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      feed = controller;
    },
  });
  return { stream, feed };
}
