import { EventStreamDecoder, EventStreamError } from "bedrock-fetch/eventstream";
import { describe, expect, it } from "vitest";
import { bytesAllocated } from "../helpers/eventstream/allocations.ts";
import { decode } from "../helpers/eventstream/decode.ts";
import {
  concat,
  flipped,
  frame,
  header,
  prelude,
  textFrame,
} from "../helpers/eventstream/frames.ts";

const MiB = 1024 * 1024;
const KiB = 1024;

describe("the limits of a frame", () => {
  it.each([
    ["FRAME_TOO_LARGE", 16 * MiB + 1, 0],
    ["FRAME_TOO_LARGE", 0xffffffff, 0],
    ["FRAME_TOO_LARGE", 0x80000000, 0xffffffff],
    ["HEADERS_TOO_LARGE", 16 * MiB, 128 * KiB + 1],
    ["HEADERS_TOO_LARGE", 100, 0xffffffff],
    ["INVALID_LENGTH", 0, 0],
    ["INVALID_LENGTH", 15, 0],
    ["INVALID_LENGTH", 16, 1],
    ["INVALID_LENGTH", 128 * KiB, 128 * KiB],
  ])("%s: %i bytes with %i of headers is refused by its prelude alone", (code, total, headers) => {
    const declared = prelude(total, headers);
    for (const pieces of [[declared], [...declared].map((byte) => Uint8Array.of(byte))]) {
      const { error } = decode(pieces);
      expect(error).toBeInstanceOf(EventStreamError);
      expect(error).toMatchObject({ code, received: { frames: 0, bytes: 12 } });
    }
  });

  it("checks the prelude's CRC before it believes its lengths", () => {
    const declared = prelude(0xffffffff, 0xffffffff);
    for (let bit = 0; bit < 96; bit++) {
      expect(decode([flipped(declared, bit)]).error).toMatchObject({ code: "PRELUDE_CHECKSUM" });
    }
  });

  it("accepts the largest frame and the largest headers", () => {
    const value = new Uint8Array(32 * KiB - 100);
    const headers = concat(...["aa", "bb", "cc", "dd"].map((name) => header(name, 6, value)));
    const room = 128 * KiB - headers.length;
    const padded = concat(headers, header("x", 6, new Uint8Array(room - 5)));
    expect(padded.length).toBe(128 * KiB);
    const largest = frame(padded, new Uint8Array(16 * MiB - 16 - padded.length));
    expect(largest.length).toBe(16 * MiB);
    const decoder = new EventStreamDecoder();
    const messages = [largest.subarray(0, 1000), largest.subarray(1000)].flatMap((piece) =>
      [...decoder.push(piece)].map(({ headers, body }) => [Object.keys(headers), body.length]),
    );
    decoder.end();
    expect(messages).toEqual([[["aa", "bb", "cc", "dd", "x"], 16 * MiB - 16 - 128 * KiB]]);
  });

  it("allocates nothing from a length that is over the limit or not verified", () => {
    const pieces = [prelude(0xffffffff, 0), flipped(prelude(16 * MiB, 0), 3)];
    for (const piece of pieces) {
      expect(bytesAllocated(() => decode([piece]))).toBe(0);
      expect(
        bytesAllocated(() => decode([piece.subarray(0, 5), piece.subarray(5)])),
      ).toBeLessThanOrEqual(1024);
    }
  });

  it("holds memory for what arrived, not for what a frame declares", () => {
    const declared = concat(prelude(16 * MiB, 0), new Uint8Array(1000));
    const made = bytesAllocated(() => decode([declared]));
    expect(made).toBeLessThanOrEqual(2 * declared.length);
  });

  it.each([1, 7, 1000, 64 * KiB])(
    "copies a frame in pieces of %i bytes no more than a few times in all",
    (size) => {
      const whole = frame(new Uint8Array(0), new Uint8Array(MiB));
      const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
        whole.subarray(i * size, (i + 1) * size),
      );
      const made = bytesAllocated(() => {
        const decoder = new EventStreamDecoder();
        for (const piece of pieces) for (const _ of decoder.push(piece));
        decoder.end();
      });
      expect(made).toBeLessThanOrEqual(4 * whole.length);
    },
  );

  it("allocates nothing for frames that lie whole in their piece", () => {
    const piece = concat(...Array.from({ length: 100 }, () => textFrame("x".repeat(1000))));
    const made = bytesAllocated(() => {
      let count = 0;
      for (const _ of new EventStreamDecoder().push(piece)) count++;
      expect(count).toBe(100);
    });
    expect(made).toBe(0);
  });
});

describe("a stream that ends inside a frame", () => {
  const whole = concat(textFrame("one"), textFrame("two"), textFrame("three"));
  const ends = new Set([0, 19, 38, 59]);

  it("is distinguished from one that ends between frames, at every place", () => {
    expect(whole.length).toBe(59);
    for (let length = 0; length <= whole.length; length++) {
      const { messages, error } = decode([whole.subarray(0, length)]);
      const frames = [...ends].filter((end) => end > 0 && end <= length).length;
      expect(messages).toHaveLength(frames);
      if (ends.has(length)) expect(error).toBeUndefined();
      else
        expect(error).toMatchObject({
          name: "EventStreamError",
          code: "TRUNCATED_FRAME",
          received: { frames, bytes: length },
          retryable: true,
        });
    }
  });

  it("says how much of the frame had arrived", () => {
    expect(decode([whole.subarray(0, 19 + 5)]).error).toMatchObject({
      message: expect.stringMatching(/5 bytes.*1 whole frames, 24 bytes/),
    });
    expect(decode([whole.subarray(0, 19 + 15)]).error).toMatchObject({
      message: expect.stringMatching(/15 of its 19 bytes/),
    });
  });
});

describe("after an error", () => {
  it("a decoder stays failed with the same error and returns no later message", () => {
    const decoder = new EventStreamDecoder();
    const failures: unknown[] = [];
    for (const piece of [flipped(textFrame("bad"), 100), textFrame("good"), textFrame("good")]) {
      try {
        expect([...decoder.push(piece)]).toEqual([]);
      } catch (error) {
        failures.push(error);
      }
    }
    expect(failures).toHaveLength(3);
    expect(new Set(failures).size).toBe(1);
    expect(() => decoder.end()).toThrow(failures[0] as Error);
  });

  it("a decoder has returned the messages before it, wherever the pieces were cut", () => {
    const bytes = concat(textFrame("1"), textFrame("2"), flipped(textFrame("3"), 99));
    for (const pieces of [[bytes], [...bytes].map((byte) => Uint8Array.of(byte))]) {
      const { messages, error } = decode(pieces);
      expect(messages.map((message) => message.body)).toEqual(["31", "32"]);
      expect(error).toMatchObject({ code: "MESSAGE_CHECKSUM", received: { frames: 2 } });
    }
  });
});
