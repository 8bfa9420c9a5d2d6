import { DocumentError } from "../../errors/document-error.ts";
import { InvalidArgumentError } from "../../errors/invalid-argument-error.ts";
import { membersOf } from "../shapes/members.ts";
import type { Answer, AnswerChunk } from "./answer.ts";

/**
 * Reads an answer document by document. Not a generator, because a generator cannot be canceled
 * while it waits; and streams by their own readers, because WebKit cannot iterate them.
 */
export interface DocumentReader {
  /** The next document, or undefined after the last: JSON has no undefined. */
  read(): Promise<unknown>;

  /** Releases the body, also while a `read` waits. */
  cancel(reason?: unknown): Promise<void>;
}

export function documentReader(answer: Answer): DocumentReader {
  const events = eventsOf(answer);
  const parse = documentParser();

  return {
    async read() {
      for (;;) {
        const { done, value } = await events.read();
        if (done) return undefined;
        const document = parse(value);
        if (document !== undefined) return document;
      }
    },
    cancel: (reason) => events.cancel(reason),
  };
}

/** The one document of an answer that is not streamed. */
export const wholeDocument = (answer: Answer): unknown =>
  documentParser()(wholeEvent(answer) ?? refuse("a whole answer, or its body", answer));

/** A reader whose results are an iterator's: the types of runtimes differ in those of a stream. */
interface EventsReader {
  read(): Promise<IteratorResult<unknown, unknown>>;
  cancel(reason?: unknown): Promise<void>;
}

const bodyOf = (answer: Answer): unknown => {
  const { body, stream } = membersOf(answer);
  return body ?? stream ?? answer;
};

function eventsOf(answer: Answer): EventsReader {
  const body = bodyOf(answer) as Partial<ReadableStream & AsyncIterable<AnswerChunk>> | undefined;
  if (body?.getReader) return body.getReader();
  const iterator: Iterator<unknown> | AsyncIterator<unknown> =
    body?.[Symbol.asyncIterator]?.() ??
    [wholeEvent(answer) ?? refuse("an answer of Bedrock Runtime, or its body", answer)].values();
  return {
    read: async () => iterator.next(),
    async cancel() {
      await iterator.return?.();
    },
  };
}

/** A whole answer as the one event of a stream, if it is one: of Converse, the answer itself. */
function wholeEvent(answer: Answer): object | undefined {
  const bytes = bodyOf(answer);
  if (ArrayBuffer.isView(bytes)) return { chunk: { bytes } };
  return typeof membersOf(answer).output === "object" ? Object(answer) : undefined;
}

function refuse(wanted: string, given: unknown): never {
  const kind = typeof given === "object" ? given?.constructor?.name : typeof given;
  throw new InvalidArgumentError("answer", `must be ${wanted}; got ${kind ?? String(given)}.`);
}

/** Parses the documents of one answer, counting them for errors; undefined if an event has none. */
export function documentParser(): (event: unknown) => unknown {
  const decoder = new TextDecoder();
  let documentsRead = 0;

  return (event) => {
    if (!event || typeof event !== "object" || ArrayBuffer.isView(event)) {
      return refuse("an answer whose stream is one of events", event);
    }
    let document: unknown = event;
    if ("chunk" in event) {
      const bytes = (event as AnswerChunk).chunk?.bytes;
      if (!bytes) return undefined;
      try {
        document = JSON.parse(decoder.decode(bytes));
      } catch (cause) {
        const complaint = `is not JSON (${bytes.byteLength} bytes): read the bytes yourself.`;
        throw new DocumentError("NOT_JSON", documentsRead, complaint, { cause });
      }
    } else {
      const [name] = Object.keys(event);
      // The AWS SDK's word for an event that it does not know.
      if (!name || name === "$unknown") return undefined;
    }
    const { error, type } = membersOf(document);
    const { message } = membersOf(error);
    if (typeof message === "string" || (error && type === "error")) {
      const complaint = `is an error: ${message ?? JSON.stringify(error)}`;
      throw new DocumentError("ERROR_DOCUMENT", documentsRead, complaint, { document });
    }
    documentsRead++;
    return document;
  };
}

/**
 * A generator that releases the body as soon as it is left: also before its first `next`, when a
 * generator runs none of its code, and while one waits, when `return` would wait behind it.
 */
export function closing<T>(
  generator: AsyncGenerator<T, void, undefined>,
  { cancel }: Pick<DocumentReader, "cancel">,
): AsyncGenerator<T, void, undefined> {
  const { return: leave, throw: fail } = generator;
  return Object.assign(generator, {
    async return() {
      await cancel();
      return leave.call(generator);
    },
    async throw(error: unknown) {
      await cancel(error);
      return fail.call(generator, error);
    },
  });
}
