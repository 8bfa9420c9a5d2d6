import { InvalidArgumentError } from "bedrock-fetch";
import {
  type Answer,
  AnswerEventStream,
  AnswerTextStream,
  collect,
  DocumentError,
  documents,
  events,
  textOf,
  textStream,
  toServerSentEvents,
  toTextStream,
} from "bedrock-fetch/text";
import { describe, expect, it } from "vitest";
import { all, bodyOf, encode, iterableOf, textOfBytes } from "../bodies.ts";

const readers: Record<string, (answer: Answer) => Promise<unknown>> = {
  textStream: (answer) => all(textStream(answer)),
  toTextStream: (answer) => textOfBytes(toTextStream(answer)),
  collect: (answer) => collect(answer),
  events: (answer) => all(events(answer)),
  "events, its answer": (answer) => events(answer).answer,
  documents: (answer) => all(documents(answer)),
};
const whole = { ...readers, textOf: async (answer: Answer) => textOf(answer) };

const document = { generation: "Hi", stop_reason: "stop" };
const [body] = encode([document]) as [Uint8Array];

describe.each(Object.entries(readers))("%s", (_, read) => {
  it("takes an answer and its body alike", async () => {
    const expected = await read(body);
    expect(await read({ body })).toEqual(expected);
    expect(await read(bodyOf(document))).toEqual(expected);
    expect(await read({ body: bodyOf(document) })).toEqual(expected);
    expect(await read({ body: iterableOf([body]) })).toEqual(expected);
    expect(await read({ stream: iterableOf([body]) })).toEqual(expected);
  });

  it("throws a typed error for a document that is an error, and releases the body", async () => {
    const error = { type: "overloaded_error", message: 'Overloaded, "sorry".' };
    for (const failure of [{ type: "error", error }, { error }, { error, choices: [] }]) {
      let canceled = false;
      const chunks = encode([document, document, failure, document]).values();
      const body = new ReadableStream({
        pull: (controller) => controller.enqueue({ chunk: { bytes: chunks.next().value } }),
        cancel: () => {
          canceled = true;
        },
      });
      const thrown = await read(body).catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(DocumentError);
      expect(thrown).toMatchObject({ code: "IS_ERROR", documentsRead: 2, cause: error });
      expect((thrown as Error).message).toBe(
        `Document 3 of the answer is an error: ${error.message}`,
      );
      expect(canceled).toBe(true);
    }
  });

  it("takes a string or null under `error` for no error, as image models have it", async () => {
    const documents = [
      { images: ["aGk="], error: null },
      { images: [], error: "Blocked by a filter." },
    ];
    await expect(read(bodyOf(...documents))).resolves.toBeDefined();
  });
});

describe.each(Object.entries(whole))("%s", (_, read) => {
  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["a string", "Hi"],
    ["a number", 5],
    ["a document", { generation: "Hi" }],
    ["a list of events", [{ chunk: { bytes: body } }]],
    ["an answer without a body", { body: undefined }],
    ["an answer whose body is a string", { body: "Hi" }],
    ["a Response", new Response("{}")],
  ])("refuses %s by name", async (_, answer) => {
    const error = await (async () => read(answer as Answer))().catch((error: unknown) => error);
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error).toMatchObject({ field: "answer", message: expect.stringContaining("answer") });
  });
});

describe.each(Object.entries(whole).filter(([name]) => name !== "textOf"))("%s", (_, read) => {
  it("refuses by name a body that is read already", async () => {
    const used = bodyOf(document);
    await all(textStream(used));
    const left = bodyOf(document);
    left.getReader();
    for (const body of [used, left]) {
      for (const answer of [body, { body }, { stream: body }]) {
        const error = await (async () => read(answer))().catch((error: unknown) => error);
        expect(error).toBeInstanceOf(InvalidArgumentError);
        expect(error).toMatchObject({ message: expect.stringContaining("not read yet") });
      }
    }
  });
});

describe("textOf", () => {
  it("refuses a stream by name", () => {
    expect(() => textOf({ body: bodyOf(document) })).toThrow(InvalidArgumentError);
  });

  it("throws for a document that is an error", () => {
    const [body] = encode([{ error: { message: "No." } }]) as [Uint8Array];
    expect(() => textOf(body)).toThrow(expect.objectContaining({ code: "IS_ERROR" }));
  });
});

describe("a body", () => {
  const iterables = { textStream, documents, events };

  it.each(Object.entries(iterables))(
    "is closed by return() of %s before the first next()",
    async (_, read) => {
      let canceled: unknown;
      const body = new ReadableStream({
        cancel(reason) {
          canceled = [reason];
        },
      });
      const reading = read(body);
      expect(await reading.return(undefined)).toEqual({ done: true, value: undefined });
      expect(canceled).toEqual([undefined]);
      expect(await reading.next()).toEqual({ done: true, value: undefined });
    },
  );

  it.each(Object.entries(iterables))(
    "is closed by return() of %s while it is silent",
    async (_, read) => {
      let canceled = false;
      const body = new ReadableStream({
        cancel: () => {
          canceled = true;
        },
      });
      const reading = read(body);
      const waiting = reading.next();
      await reading.return(undefined);
      expect(canceled).toBe(true);
      expect(await waiting).toEqual({ done: true, value: undefined });
    },
  );

  it("with an error document fails what it is piped through", async () => {
    const failure = { error: { message: "No." } };
    for (const stream of [new AnswerTextStream(), new AnswerEventStream()]) {
      const piped = bodyOf(failure).pipeThrough<unknown>(stream);
      await expect(all(piped)).rejects.toMatchObject({ code: "IS_ERROR" });
    }
    expect(await textOfBytes(toServerSentEvents(bodyOf(failure)))).toContain('"code":"IS_ERROR"');
  });
});
