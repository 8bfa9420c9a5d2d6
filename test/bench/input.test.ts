import { describe, expect, it } from "vitest";
import { decodeFrames } from "../helpers/eventstream/decode-frames.ts";
import { type Recording, recordedBody, recordings, recordingsIn } from "../helpers/recordings.ts";
import { haveShared } from "../helpers/shared.ts";
import { claudeStream, claudeStreamOfOneFrame, converseStream, cut } from "./input.ts";

interface Frame {
  readonly length: number;
  readonly headers: readonly (readonly [string, unknown])[];
  readonly payload: string;
  readonly document: { readonly [key: string]: unknown };
}

function framesOf(body: Uint8Array): Frame[] {
  return decodeFrames(body).map(({ headers, payload, document }) => ({
    // Length, checksums, and the 75 bytes that the three headers take.
    length: 16 + 75 + Buffer.byteLength(payload),
    headers,
    payload,
    document: JSON.parse(document),
  }));
}

/** The answers of Claude as it is spoken to now: Messages, with padding. */
const claude = ({ name }: Recording) => /^stream-200-us\.anthropic\.claude-3-5/.test(name);

const paddingOf = ({ payload }: Frame): string => (JSON.parse(payload) as { p: string }).p;
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const shape = (value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shape(member)]))
    : typeof value;
const type = ({ document }: Frame) => String(document.type);

const stream = claudeStream(1000);
const made = framesOf(stream.bytes);

describe.skipIf(!haveShared)("what the benchmarks read is like the recordings", () => {
  const bodies = recordings.filter(claude).map(recordedBody);
  const recorded = bodies.flatMap(framesOf);
  const texts = (frames: readonly Frame[]) =>
    frames.filter((frame) => /"text_delta"/.test(JSON.stringify(frame.document)));

  it("has recordings to be compared with", () => {
    expect(bodies).toHaveLength(4);
    expect(recorded.reduce((sum, { length }) => sum + length, 0)).toBe(
      bodies.reduce((sum, { length }) => sum + length, 0),
    );
  });

  it("in the headers of every frame", () => {
    const [{ headers }] = recorded as [Frame];
    for (const frame of [...made, ...recorded]) expect(frame.headers).toEqual(headers);
  });

  it("in the size of frames", () => {
    const sizes = texts(made).map(({ length }) => length);
    const real = texts(recorded).map(({ length }) => length);
    expect(mean(sizes) / mean(real)).toBeGreaterThan(0.95);
    expect(mean(sizes) / mean(real)).toBeLessThan(1.05);
    expect(Math.min(...sizes)).toBeGreaterThan(Math.min(...real) * 0.9);
    expect(Math.max(...sizes)).toBeLessThan(Math.max(...real) * 1.1);
  });

  it("in the padding: the start of one alphabet, 2 to 61 of it, each length as often", () => {
    const paddings = made.map(paddingOf);
    const longest = paddings.reduce((a, b) => (a.length > b.length ? a : b));
    for (const padding of [...paddings, ...recorded.map(paddingOf)]) {
      expect(longest.startsWith(padding)).toBe(true);
      expect(padding.length).toBeGreaterThanOrEqual(2);
    }
    expect(longest).toHaveLength(61);
    const average = mean(paddings.map(({ length }) => length));
    expect(average).toBeGreaterThan(28);
    expect(average).toBeLessThan(35);
  });

  it("in how a payload is written", () => {
    const written = /^\{"bytes":"[A-Za-z0-9+/]+=*","p":"[A-Za-z0-9]+"\}$/;
    for (const { payload } of [...made, ...recorded]) expect(payload).toMatch(written);
  });

  it("in its documents, from the first to the last", () => {
    const answer = framesOf(bodies[0]!);
    const order = (frames: readonly Frame[]) => [...new Set(frames.map(type))];
    expect(order(made)).toEqual(order(answer));
    for (const name of order(made)) {
      const of = (frames: readonly Frame[]) =>
        shape(frames.find((f) => type(f) === name)!.document);
      expect(of(made)).toEqual(of(answer));
    }
  });
});

describe.skipIf(!haveShared)("what the benchmarks read of Converse is like the recordings", () => {
  const read = (body: Uint8Array) =>
    decodeFrames(body).map(({ headers, payload }) => ({ headers, members: JSON.parse(payload) }));
  const recording = recordingsIn("recordings-converse").find(({ name }) =>
    name.startsWith("converse-stream-200-us.amazon.nova-lite"),
  );
  const real = recording ? read(recordedBody(recording)) : [];
  const madeOf = read(converseStream(1000).bytes);

  it("in headers and members, from the first event to the last", () => {
    const outline = (frames: typeof real) =>
      new Map(
        frames.map(({ headers, members: { p: _, ...members } }) => [
          JSON.stringify(headers),
          Object.keys(members).sort(),
        ]),
      );
    expect([...outline(madeOf)]).toEqual([...outline(real)]);
  });

  it("in its texts and its padding, which are those of the other stream", () => {
    const text = madeOf.map(({ members }) => members.delta?.text ?? "").join("");
    expect(text).toBe(stream.text);
    const lengths = madeOf.map(({ members }) => members.p.length);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...lengths)).toBe(61);
  });
});

describe("what the benchmarks read", () => {
  it("is 1,000 deltas between five other documents, and the same each time", () => {
    expect(made).toHaveLength(1005);
    expect(made.filter((frame) => type(frame) === "content_block_delta")).toHaveLength(1000);
    expect(Buffer.from(claudeStream(1000).bytes).equals(stream.bytes)).toBe(true);
  });

  it("loses nothing when it is cut", () => {
    for (const size of [7, 1024, 65_536]) {
      const pieces = cut(stream.bytes, size);
      expect(pieces.slice(0, -1).every(({ length }) => length === size)).toBe(true);
      expect(Buffer.concat(pieces).equals(stream.bytes)).toBe(true);
    }
    expect(Buffer.concat(stream.frames).equals(stream.bytes)).toBe(true);
  });

  it("has one frame of the size that is asked for", () => {
    const { frames } = claudeStreamOfOneFrame(8 * 1024 * 1024);
    expect(frames).toHaveLength(6);
    expect(frames[2]!.length / (8 * 1024 * 1024)).toBeCloseTo(1, 3);
  });
});
