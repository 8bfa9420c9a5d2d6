import { EventStreamDecoder, EventStreamError, type Message } from "bedrock-fetch/eventstream";
import { describe, expect, it } from "vitest";
import { decode } from "../helpers/eventstream/decode.ts";
import { bytesOf, concat, frame, header, stringHeader } from "../helpers/eventstream/frames.ts";

function messageOf(headers: Uint8Array, payload: Uint8Array = new Uint8Array(0)): Message {
  const decoder = new EventStreamDecoder();
  const messages = [...decoder.push(frame(headers, payload))];
  decoder.end();
  expect(messages).toHaveLength(1);
  return messages[0]!;
}

const filled = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => 0xf0 + i);

describe("headers", () => {
  it.each<[string, number, Uint8Array, object]>([
    ["true", 0, new Uint8Array(0), { type: "boolean", value: true }],
    ["false", 1, new Uint8Array(0), { type: "boolean", value: false }],
    ["a byte", 2, filled(1), { type: "byte", value: -16 }],
    ["a short", 3, filled(2), { type: "short", value: -0xf0f }],
    ["an integer", 4, filled(4), { type: "integer", value: -0xf0e0d0d }],
    ["a byte array", 6, filled(9), { type: "binary", value: filled(9) }],
    ["an empty byte array", 6, new Uint8Array(0), { type: "binary", value: new Uint8Array(0) }],
    ["a string", 7, bytesOf("grüß dich 🌍"), { type: "string", value: "grüß dich 🌍" }],
    ["an empty string", 7, new Uint8Array(0), { type: "string", value: "" }],
    [
      "a timestamp",
      8,
      Uint8Array.of(0, 0, 1, 0x9a, 0xbc, 0xde, 0xf0, 0x12),
      { type: "timestamp", value: new Date(0x19abcdef012) },
    ],
    [
      "a uuid",
      9,
      Uint8Array.from({ length: 16 }, (_, i) => i),
      { type: "uuid", value: "00010203-0405-0607-0809-0a0b0c0d0e0f" },
    ],
  ])("of %s", (_, type, bytes, value) => {
    const { headers, body } = messageOf(header("it", type, bytes), bytesOf("payload"));
    expect(headers).toEqual({ it: value });
    expect(Buffer.from(body).toString()).toBe("payload");
  });

  it("of a long, beyond what a number holds exactly", () => {
    const { it: long } = messageOf(header("it", 5, filled(8))).headers;
    if (long?.type !== "long") throw new Error(`not a long: ${long?.type}`);
    expect(long.value.bytes).toEqual(filled(8));
    expect(long.value.valueOf()).toBe(Number(-0x0f0e0d0c0b0a0909n));
  });

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "", "🌍"])(
    "named %j are headers like others",
    (name) => {
      const headers = concat(
        stringHeader("a", "1"),
        stringHeader(name, "mine"),
        stringHeader("z", "2"),
      );
      const message = messageOf(headers);
      expect(Object.keys(message.headers).sort()).toEqual(["a", name, "z"].sort());
      expect(message.headers[name]).toEqual({ type: "string", value: "mine" });
    },
  );

  it("that are absent are undefined, whatever their name, and no prototype is touched", () => {
    const { headers } = messageOf(stringHeader("__proto__", "polluted"));
    expect(headers.constructor).toBeUndefined();
    expect(headers.toString).toBeUndefined();
    expect(headers.type).toBeUndefined();
    expect(headers.value).toBeUndefined();
    const none = messageOf(new Uint8Array(0)).headers;
    expect(Object.entries(none)).toEqual([]);
    expect(Object.getPrototypeOf(none)).toBeNull();
    expect(Object.hasOwn(Object.prototype, "value")).toBe(false);
  });

  it.each(["twice", "__proto__"])("named %s twice: the last one counts", (name) => {
    const message = messageOf(concat(stringHeader(name, "first"), stringHeader(name, "last")));
    expect(Object.entries(message.headers)).toEqual([[name, { type: "string", value: "last" }]]);
  });

  it("with a name of 255 bytes and a value of 65,535", () => {
    const name = "n".repeat(255);
    const value = new Uint8Array(65_535).fill(7);
    expect(messageOf(header(name, 6, value)).headers[name]).toEqual({ type: "binary", value });
  });

  it("with a name or value that is not UTF-8 do not stop the stream", () => {
    const { headers } = messageOf(header(Uint8Array.of(0xff), 7, Uint8Array.of(0xc0, 0x80)));
    expect(headers).toEqual({ "\ufffd": { type: "string", value: "\ufffd\ufffd" } });
  });
});

describe("headers that are not of the format", () => {
  // Each stands in a frame whose checksums hold, before a payload into which it would read on.
  const payload = new Uint8Array(300).fill(1);

  const name = bytesOf("x");
  const cutOff: [string, Uint8Array][] = [
    ["a name without its type", header(name, 0).subarray(0, 2)],
    ["a name cut off", Uint8Array.of(5, ...bytesOf("abc"))],
    ["a name's length alone", Uint8Array.of(255)],
    ["a type that does not exist", header(name, 10)],
    ["the type 255", header(name, 255)],
    ...(
      [
        [2, 1],
        [3, 2],
        [4, 4],
        [5, 8],
        [6, 9],
        [7, 9],
        [8, 8],
        [9, 16],
      ] as const
    ).flatMap(([type, length]): [string, Uint8Array][] => {
      const whole = header(name, type, filled(length));
      return Array.from({ length: whole.length - 3 }, (_, i) => [
        `a value of type ${type} that lacks ${whole.length - 3 - i} of its bytes`,
        whole.subarray(0, 3 + i),
      ]);
    }),
    ["a string that claims 65,535 bytes", Uint8Array.of(1, ...name, 7, 255, 255, 65, 66)],
    ["good headers and then a stray byte", concat(stringHeader("a", "b"), Uint8Array.of(1))],
  ];

  it.each(cutOff)("%s", (_, headers) => {
    for (const rest of [payload, new Uint8Array(0), Uint8Array.of(0)]) {
      const { messages, error } = decode([frame(headers, rest)]);
      expect(messages).toEqual([]);
      expect(error).toBeInstanceOf(EventStreamError);
      expect(error).toMatchObject({ code: "INVALID_HEADERS", retryable: false });
    }
  });

  it("never show bytes that lie beside the frame in memory", () => {
    const claims64 = Uint8Array.of(1, ...name, 7, 0, 64);
    const secret = frame(claims64);
    const memory = concat(secret, bytesOf("another caller's bytes, in the same memory".padEnd(64)));
    const { messages, error } = decode([memory.subarray(0, secret.length)]);
    expect(messages).toEqual([]);
    expect(error).toMatchObject({ code: "INVALID_HEADERS" });
  });

  it("fail after the messages before them, and nothing is decoded later", () => {
    const bad = frame(Uint8Array.of(5));
    const good = frame(stringHeader("a", "b"));
    const decoder = new EventStreamDecoder();
    const given: Message[] = [];
    const failures: unknown[] = [];
    for (const piece of [concat(good, good, bad, good), good]) {
      try {
        for (const message of decoder.push(piece)) given.push(message);
      } catch (error) {
        failures.push(error);
      }
    }
    expect(given).toHaveLength(2);
    expect(failures).toHaveLength(2);
    expect(failures[0]).toMatchObject({ code: "INVALID_HEADERS", received: { frames: 2 } });
    expect(failures[1]).toBe(failures[0]);
  });
});
