import { EventStreamCodec } from "@smithy/eventstream-codec";
import { fromUtf8, toUtf8 } from "@smithy/util-utf8";
import { EventStreamDecoder, EventStreamError, type HeaderValue } from "bedrock-fetch/eventstream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringHeaders } from "../../src/eventstream/headers.ts";
import { bytesAllocated } from "../helpers/eventstream/allocations.ts";
import { decode } from "../helpers/eventstream/decode.ts";
import { concat, cutAt, flipped } from "../helpers/eventstream/frames.ts";
import { plain } from "../helpers/eventstream/plain.ts";
import { referenceDecode } from "../helpers/eventstream/reference-decoder.ts";
import { anyBytes, anyCuts, anyFrame, anyStream } from "./arbitraries.ts";

describe("any event stream", () => {
  it("yields the same messages however it is cut", () => {
    fc.assert(
      fc.property(anyStream, anyCuts, (frames, cuts) => {
        const bytes = concat(...frames);
        const whole = decode([bytes]);
        expect(whole.error).toBeUndefined();
        expect(whole.messages).toHaveLength(frames.length);
        expect(decode(cutAt(bytes, cuts))).toEqual(whole);
        expect(decode([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
      }),
    );
  });

  it("that is corrupt yields the same messages and the same error however it is cut", () => {
    fc.assert(
      fc.property(anyBytes, anyCuts, (bytes, cuts) => {
        const whole = decode([bytes]);
        const cut = decode(cutAt(bytes, cuts));
        expect(cut.messages).toEqual(whole.messages);
        if (whole.error === undefined) expect(cut.error).toBeUndefined();
        else expect(cut.error).toMatchObject({ code: (whole.error as EventStreamError).code });
      }),
    );
  });

  it("yields what a plain reading of the format yields", () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const { messages, error } = decode([bytes]);
        const expected = referenceDecode(bytes);
        expect(messages).toEqual(expected.messages);
        expect((error as EventStreamError | undefined)?.code).toBe(expected.code);
      }),
      { numRuns: 500 },
    );
  });

  it("with a bit flipped yields an error and, before it, only messages that were sent", () => {
    fc.assert(
      fc.property(anyStream, fc.nat(), anyCuts, (frames, at, cuts) => {
        fc.pre(frames.length > 0);
        const bytes = concat(...frames);
        const bit = at % (bytes.length * 8);
        const { messages, error } = decode(cutAt(flipped(bytes, bit), cuts));
        const sent = decode([bytes]).messages;
        expect(error).toBeInstanceOf(EventStreamError);
        expect(messages).toEqual(sent.slice(0, messages.length));
        expect(messages.length).toBeLessThan(sent.length);
      }),
    );
  });

  it("with any one of its bits flipped yields an error", () => {
    const [bytes] = fc.sample(
      anyStream.filter((frames) => frames.length > 3),
      { numRuns: 1, seed: 1 },
    ) as [Uint8Array[]];
    const stream = concat(...bytes);
    const sent = decode([stream]).messages;
    for (let bit = 0; bit < stream.length * 8; bit++) {
      const { messages, error } = decode([flipped(stream, bit)]);
      if (!(error instanceof EventStreamError)) expect.fail(`bit ${bit} went unnoticed`);
      expect(messages).toEqual(sent.slice(0, messages.length));
    }
  });
});

describe("random bytes", () => {
  it("end well or with an EventStreamError, within the bound of memory", () => {
    fc.assert(
      fc.property(anyBytes, anyCuts, (bytes, cuts) => {
        const pieces = cutAt(bytes, cuts);
        let error: unknown;
        const made = bytesAllocated(() => {
          const decoder = new EventStreamDecoder();
          try {
            for (const piece of pieces) for (const _ of decoder.push(piece));
            decoder.end();
          } catch (thrown) {
            error = thrown;
          }
        });
        if (error !== undefined) expect(error).toBeInstanceOf(EventStreamError);
        expect(made).toBeLessThanOrEqual(1024 * (1 + cuts.length) + 4 * bytes.length);
      }),
    );
  });
});

describe("the official codec", () => {
  const codec = new EventStreamCodec(toUtf8, fromUtf8);

  it("reads every frame the same", () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const ours = decode([frame]);
        expect(ours.error).toBeUndefined();
        // It loses a header named `__proto__`: it assigns to a plain object.
        const mine = ours.messages.map(({ headers, body }) => ({
          headers: headers.filter(([name]) => name !== "__proto__"),
          body,
        }));
        expect(mine).toEqual([plain(codec.decode(frame))]);
      }),
    );
  });

  it("reads the string headers that the client reads without it", () => {
    fc.assert(
      fc.property(anyFrame, anyFrame, (before, frame) => {
        const { headers } = plain(codec.decode(frame));
        const strings = headers.filter(([, type]) => type === "string");
        const ours = new Map(stringHeaders(concat(before, frame), before.length));
        // It loses a header named `__proto__`: it assigns to a plain object.
        ours.delete("__proto__");
        expect(ours).toEqual(new Map(strings.map(([name, , value]) => [name, value])));
      }),
      { numRuns: 500 },
    );
  });

  it("writes nothing that is read otherwise", () => {
    const value: fc.Arbitrary<HeaderValue> = fc.oneof(
      fc.boolean().map((value) => ({ type: "boolean", value }) as const),
      fc.integer({ min: -128, max: 127 }).map((value) => ({ type: "byte", value }) as const),
      fc.integer({ min: -32768, max: 32767 }).map((value) => ({ type: "short", value }) as const),
      fc.integer().map((value) => ({ type: "integer", value }) as const),
      fc.uint8Array({ maxLength: 99 }).map((value) => ({ type: "binary", value }) as const),
      fc
        .string({ unit: "grapheme", maxLength: 99 })
        .map((value) => ({ type: "string", value }) as const),
      fc.date({ noInvalidDate: true }).map((value) => ({ type: "timestamp", value }) as const),
      fc.uuid().map((value) => ({ type: "uuid", value }) as const),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: "grapheme", maxLength: 8 }), value, { maxKeys: 8 }),
        fc.uint8Array({ maxLength: 300 }),
        (headers, body) => {
          const decoder = new EventStreamDecoder();
          const [message, ...more] = decoder.push(codec.encode({ headers, body }));
          decoder.end();
          expect(more).toEqual([]);
          expect(plain(message!)).toEqual(plain({ headers, body }));
        },
      ),
    );
  });
});
