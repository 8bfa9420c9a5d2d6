import type { ServerResponse } from "node:http";
import { type ResponseStreamEvent, ThrottlingException } from "bedrock-fetch";
import { describe, expect, it, onTestFinished } from "vitest";
import { chunkFrame, exceptionFrame } from "../helpers/eventstream/response-frames.ts";
import { EVENT_STREAM, failureOf, loopback } from "../helpers/loopback.ts";

const part = (index: number) => chunkFrame({ part: index });
const partOf = ({ chunk }: ResponseStreamEvent): number =>
  JSON.parse(new TextDecoder().decode(chunk.bytes)).part;
/** The number of an event that an iterator or a reader gave, or `"end"`. */
const numberOf = ({ done, value }: IteratorResult<ResponseStreamEvent, unknown>) =>
  done ? "end" : partOf(value as ResponseStreamEvent);

/** Until what earlier reads set going in the stream has come to rest. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A stream whose server writes when it is told to; `frames` have been written already. */
async function open(...frames: Uint8Array[]) {
  const begun = Promise.withResolvers<ServerResponse>();
  const { client } = await loopback((_, response) => {
    response.socket?.setNoDelay();
    response.writeHead(200, { "content-type": EVENT_STREAM });
    response.write(Buffer.concat(frames));
    begun.resolve(response);
  });
  const { body } = await client.invokeModelWithResponseStream({ modelId: "m" });
  const response = await begun.promise;
  const write = (...more: Uint8Array[]) => response.write(Buffer.concat(more));
  return { body, write, end: () => response.end() };
}

const all = async (events: AsyncIterable<ResponseStreamEvent>) =>
  (await Array.fromAsync(events)).map(partOf);

describe("calls of next() that do not wait for each other", () => {
  it("are answered in their order, within a piece and across pieces", async () => {
    const { body, write, end } = await open(part(0), part(1));
    const events = body.values();
    const calls = Array.from({ length: 8 }, () => events.next());
    write(part(2));
    await calls[2];
    write(part(3), part(4));
    await calls[4];
    write(part(5));
    end();
    expect((await Promise.all(calls)).map(numberOf)).toEqual([0, 1, 2, 3, 4, 5, "end", "end"]);
  });

  it("are answered in their order when some wait and others come later", async () => {
    const { body, write, end } = await open(part(0));
    const events = body.values();
    await events.next();
    const got: unknown[] = [];
    const take = () => events.next().then((next) => void got.push(numberOf(next)));
    const waiting = [take(), take(), take()];
    write(part(1), part(2), part(3), part(4));
    await waiting[0];
    await Promise.all([...waiting, take()]);
    end();
    await take();
    expect(got).toEqual([1, 2, 3, 4, "end"]);
  });

  it("fail only after the events before the failure have been delivered", async () => {
    const { body, write } = await open(part(0));
    const events = body.values();
    const calls = Array.from({ length: 4 }, () => events.next().catch((error: unknown) => error));
    write(part(1), exceptionFrame("throttlingException", { message: "no" }));
    const [first, second, third, fourth] = await Promise.all(calls);
    expect(numberOf(first as IteratorResult<ResponseStreamEvent>)).toBe(0);
    expect(numberOf(second as IteratorResult<ResponseStreamEvent>)).toBe(1);
    expect(third).toBeInstanceOf(ThrottlingException);
    expect(third).toMatchObject({ eventsDelivered: 2 });
    expect([third, { done: true, value: undefined }]).toContainEqual(fourth);
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });
});

describe("readers and iterators of one stream, one after the other", () => {
  it("share its events", async () => {
    const { body, write, end } = await open(part(0), part(1), part(2));
    const reader = body.getReader();
    expect(numberOf(await reader.read())).toBe(0);
    reader.releaseLock();

    const events = body.values({ preventCancel: true });
    expect(numberOf(await events.next())).toBe(1);
    await events.return!();
    write(part(3), part(4));
    for await (const event of body.values({ preventCancel: true })) {
      if (partOf(event) === 3) break;
    }

    const second = body.getReader();
    expect(numberOf(await second.read())).toBe(4);
    second.releaseLock();
    write(part(5));
    end();
    expect(await all(body)).toEqual([5]);
    expect(await body.getReader().read()).toEqual({ done: true, value: undefined });
  });

  it("lose nothing when a reader leaves while it waits, and another comes before the event", async () => {
    for (const next of ["iterator", "reader"]) {
      const { body, write, end } = await open(part(0));
      const left = body.getReader();
      await left.read();
      await settled();
      const waiting = failureOf(left.read());
      left.releaseLock();
      expect(await waiting).toBeInstanceOf(TypeError);

      let rest: Promise<unknown[]>;
      if (next === "iterator") {
        rest = all(body);
      } else {
        const reader = body.getReader();
        rest = Promise.all([reader.read(), reader.read()]).then((reads) => reads.map(numberOf));
      }
      write(part(1));
      write(part(2));
      end();
      expect(await rest).toEqual([1, 2]);
    }
  });

  it("lose nothing when a reader leaves while it waits, and another comes after the event", async () => {
    for (const next of ["iterator", "reader"]) {
      const { body, write, end } = await open(part(0));
      const left = body.getReader();
      await left.read();
      await settled();
      left.read().catch(() => {});
      left.releaseLock();
      write(part(1), part(2));
      await new Promise((resolve) => setTimeout(resolve, 30));
      end();
      if (next === "iterator") {
        expect(await all(body)).toEqual([1, 2]);
      } else {
        const reader = body.getReader();
        expect(numberOf(await reader.read())).toBe(1);
        reader.releaseLock();
        expect(await all(body)).toEqual([2]);
      }
    }
  });

  it("lose nothing when an iterator leaves while it waits", async () => {
    const { body, write, end } = await open(part(0));
    const left = body.values({ preventCancel: true });
    await left.next();
    const waiting = left.next();
    await left.return!();
    const reader = body.getReader();
    const read = reader.read();
    write(part(1));
    write(part(2), part(3));
    // It had asked first.
    expect(numberOf(await waiting)).toBe(1);
    expect(numberOf(await read)).toBe(2);
    reader.releaseLock();
    end();
    expect(await all(body)).toEqual([3]);
  });

  it("exclude each other at the same time, as with any stream", async () => {
    const { body } = await open(part(0));
    const reader = body.getReader();
    expect(() => body.values()).toThrow(TypeError);
    expect(() => body[Symbol.asyncIterator]()).toThrow(TypeError);
    reader.releaseLock();
    const events = body.values();
    expect(body.locked).toBe(true);
    expect(() => body.getReader()).toThrow(TypeError);
    await expect(body.cancel()).rejects.toBeInstanceOf(TypeError);
    await events.return!();
    expect(body.locked).toBe(false);
  });

  it("report the same number of events before a failure", async () => {
    const failing = [part(0), part(1), exceptionFrame("throttlingException", { message: "no" })];
    const { body } = await open(...failing);
    const reader = body.getReader();
    await reader.read();
    await reader.read();
    expect(await failureOf(reader.read())).toMatchObject({ eventsDelivered: 2 });
    const iterated = await open(...failing);
    expect(await failureOf(all(iterated.body))).toMatchObject({ eventsDelivered: 2 });
  });

  it("meet the same failure", async () => {
    const { body } = await open(part(0), exceptionFrame("throttlingException", { message: "no" }));
    const error = await failureOf(all(body));
    expect(error).toMatchObject({ name: "ThrottlingException", eventsDelivered: 1 });
    expect(await failureOf(all(body))).toBe(error);
    expect(await failureOf(body.getReader().read())).toBe(error);
  });
});

describe("a response stream, as a standard stream,", () => {
  const whole = async () => {
    const opened = await open(part(0), part(1), part(2));
    opened.end();
    return opened.body;
  };

  it("is a ReadableStream", async () => {
    expect(await whole()).toBeInstanceOf(ReadableStream);
  });

  it("can be split: both halves have all", async () => {
    const [left, right] = (await whole()).tee();
    expect(await Promise.all([all(left), all(right)])).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
  });

  it("can be piped through another", async () => {
    const numbers = (await whole()).pipeThrough(
      new TransformStream<ResponseStreamEvent, number>({
        transform: (event, controller) => controller.enqueue(partOf(event)),
      }),
    );
    expect(await Array.fromAsync(numbers)).toEqual([0, 1, 2]);
  });

  it("can be piped away, without what has been read", async () => {
    const body = await whole();
    for await (const _ of body.values({ preventCancel: true })) break;
    const got: number[] = [];
    await body.pipeTo(new WritableStream({ write: (event) => void got.push(partOf(event)) }));
    expect(got).toEqual([1, 2]);
  });

  it("is iterated in an engine whose streams cannot be", async () => {
    const body = await whole();
    const { prototype } = ReadableStream;
    for (const name of ["values", Symbol.asyncIterator] as const) {
      const own = Object.getOwnPropertyDescriptor(prototype, name)!;
      Reflect.deleteProperty(prototype, name);
      onTestFinished(() => void Object.defineProperty(prototype, name, own));
    }
    const got: number[] = [];
    for await (const event of body) got.push(partOf(event));
    expect(got).toEqual([0, 1, 2]);
  });
});
