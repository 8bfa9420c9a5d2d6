import { DocumentError } from "../../errors/document-error.ts";
import { InvalidArgumentError } from "../../errors/invalid-argument-error.ts";
import { membersOf } from "../shapes/members.ts";
import type { Answer, AnswerChunk } from "./answer.ts";

/** A generator whose `return` releases what it reads from at once, with a reason if it has one. */
export interface Reading<T> extends AsyncGenerator<T, void, undefined> {
  return(reason?: unknown): Promise<IteratorResult<T, void>>;
}

type Read<T> = (document: unknown) => readonly T[] | Promise<readonly T[]>;

/**
 * Reads an answer, document by document.
 *
 * @param read what to yield of a document, and at the end, when it is called with undefined
 */
export function readAnswer<T>(answer: Answer, read: Read<T>): Reading<T> {
  const events = eventsOf(answer);
  return closing(readEvents(events, read), events);
}

async function* readEvents<T>(events: Events, read: Read<T>): AsyncGenerator<T, void, undefined> {
  const parse = documentParser();
  try {
    for (let next = await events.next(); !next.done; next = await events.next()) {
      const document = parse(next.value);
      if (document !== undefined) yield* await read(document);
    }
    yield* await read(undefined);
  } catch (error) {
    await events.return?.(error);
    throw error;
  }
}

/**
 * Makes `return` release the source first: a generator that nobody has asked for anything runs none
 * of its code, and while one waits its own `return` would wait behind it.
 */
export function closing<T>(
  generator: AsyncGenerator<T, void, undefined>,
  source: Pick<Events, "return">,
): Reading<T> {
  const { return: leave } = generator;
  return Object.assign(generator, {
    async return(reason?: unknown) {
      await source.return?.(reason);
      return leave.call(generator);
    },
  });
}

/** The one document of an answer that is not streamed. */
export const wholeDocument = (answer: Answer): unknown => documentParser()(wholeEvent(answer));

/** An iterator, of streams too: the types of runtimes differ in those of a stream. */
interface Events {
  next(): IteratorResult<unknown, unknown> | Promise<IteratorResult<unknown, unknown>>;
  return?(reason?: unknown): unknown;
}

/** Streams are read by their own readers, because WebKit cannot iterate them. */
function eventsOf(answer: Answer): Events {
  const body = membersOf(bodyOf(answer)) as Partial<ReadableStream & AsyncIterable<AnswerChunk>>;
  const reader = body.getReader?.();
  return reader
    ? { next: () => reader.read(), return: (reason) => reader.cancel(reason) }
    : (body[Symbol.asyncIterator]?.() ?? [wholeEvent(answer)].values());
}

const bodyOf = (answer: Answer): unknown => {
  const { body, stream } = membersOf(answer);
  return body ?? stream ?? answer;
};

/** A whole answer as the one event of a stream: of Converse, the answer itself. */
function wholeEvent(answer: Answer): object {
  const bytes = bodyOf(answer);
  if (ArrayBuffer.isView(bytes)) return { chunk: { bytes } };
  return membersOf(answer).output instanceof Object ? answer : refuse(answer);
}

function refuse(given: unknown): never {
  throw new InvalidArgumentError(
    "answer",
    `must be an answer or its body, not ${{}.toString.call(given)}.`,
  );
}

/** Parses the documents of one answer, counting them for errors; undefined if an event has none. */
export function documentParser(): (event: unknown) => unknown {
  const decoder = new TextDecoder();
  let documentsRead = 0;

  return (event) => {
    if (typeof event !== "object" || event === null || ArrayBuffer.isView(event)) refuse(event);
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
    }
    const { error, type } = membersOf(document);
    const { message } = membersOf(error);
    if (typeof message === "string" || (error && type === "error")) {
      const complaint = `is an error: ${typeof message === "string" ? message : JSON.stringify(error)}`;
      throw new DocumentError("ERROR_DOCUMENT", documentsRead, complaint, {}, document);
    }
    documentsRead++;
    return document;
  };
}
