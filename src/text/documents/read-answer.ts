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
  const generator = readEvents(events, read);
  const { return: leave } = generator;
  // The source is released first: a generator that has not started does not run its `finally`, and
  // while one waits, its own `return` would wait too.
  generator.return = async (reason?: unknown) => {
    await events.return?.(reason);
    return leave.call(generator);
  };
  return generator;
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

/** An iterator, of streams too: the types of runtimes differ in those of a stream. */
interface Events {
  next(): Next | Promise<Next>;
  return?(reason?: unknown): unknown;
}

/** In Deno's types the value of a stream's end is optional. */
interface Next {
  readonly done?: boolean | undefined;
  readonly value?: unknown;
}

function eventsOf(answer: Answer): Events {
  const { body, stream, output } = membersOf(answer);
  const source: Partial<ReadableStream & AsyncIterable<AnswerChunk>> = membersOf(
    body ?? stream ?? answer,
  );
  // Not iterated where it has a reader, because WebKit cannot.
  const reader = source.locked ? refuse() : source.getReader?.();
  if (reader) return { next: () => reader.read(), return: (reason) => reader.cancel(reason) };
  return (
    source[Symbol.asyncIterator]?.() ??
    [
      ArrayBuffer.isView(source) ? { chunk: { bytes: source } } : (output && answer) || refuse(),
    ].values()
  );
}

/** The one document of an answer that is not streamed. */
export function wholeDocument(answer: Answer): unknown {
  const { body: bytes = answer, output } = membersOf(answer);
  const whole = ArrayBuffer.isView(bytes) ? { chunk: { bytes } } : output && answer;
  return documentParser()(whole || refuse());
}

function refuse(): never {
  throw new InvalidArgumentError("answer", "must be an answer, awaited and not read yet");
}

/** Parses the documents of one answer, counting them for errors; undefined if an event has none. */
export function documentParser(): (event: unknown) => unknown {
  const decoder = new TextDecoder();
  let documentsRead = 0;

  return (event) => {
    const members: AnswerChunk = membersOf(event);
    // Not an object, or a list or bytes, which have `at`.
    if (members !== event || "at" in members) refuse();
    let document: unknown = event;
    if ("chunk" in members) {
      const bytes = members.chunk?.bytes;
      if (!bytes) return undefined;
      try {
        document = JSON.parse(decoder.decode(bytes));
      } catch (cause) {
        throw new DocumentError(
          "NOT_JSON",
          documentsRead,
          `is not JSON (${bytes.byteLength} bytes): read the bytes yourself.`,
          { cause },
        );
      }
    }
    const { error } = membersOf(document);
    const { message } = membersOf(error);
    if (typeof message === "string") {
      throw new DocumentError("IS_ERROR", documentsRead, `is an error: ${message}`, {
        cause: error,
      });
    }
    documentsRead++;
    return document;
  };
}
