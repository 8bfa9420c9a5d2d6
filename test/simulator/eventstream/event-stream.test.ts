import { crc32 as zlibCrc32 } from "node:zlib";
import { EventStreamCodec } from "@smithy/eventstream-codec";
import { fromUtf8, toUtf8 } from "@smithy/util-utf8";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countTokens, tokenize } from "../../../src/simulator/bedrock-runtime/reply/tokens.ts";
import { base64 } from "../../../src/simulator/eventstream/base64.ts";
import { crc32 } from "../../../src/simulator/eventstream/crc32.ts";
import { encodeHeaders, encodeMessage } from "../../../src/simulator/eventstream/message.ts";

const codec = new EventStreamCodec(toUtf8, fromUtf8);
const bytes = fc.uint8Array({ maxLength: 300 });

describe("the simulator's own encoders", () => {
  it("CRC-32 is zlib's", () => {
    fc.assert(fc.property(bytes, (data) => void expect(crc32(data)).toBe(zlibCrc32(data))));
  });

  it("Base64 is Node's", () => {
    fc.assert(
      fc.property(bytes, (data) => {
        expect(toUtf8(base64(data))).toBe(Buffer.from(data).toString("base64"));
      }),
    );
  });

  it("messages are what AWS's codec encodes, byte for byte", () => {
    const name = fc.string({ minLength: 1, maxLength: 40 });
    const headers = fc.uniqueArray(fc.tuple(name, fc.string({ unit: "grapheme", maxLength: 40 })), {
      selector: ([name]) => name,
      maxLength: 5,
    });
    fc.assert(
      fc.property(headers, bytes, (pairs, body) => {
        // Object keys that are numbers would be moved ahead of others by the codec's own input.
        fc.pre(pairs.every(([name]) => !/^\d+$/.test(name) && name !== "__proto__"));
        const encoded = codec.encode({
          headers: Object.fromEntries(
            pairs.map(([name, value]) => [name, { type: "string", value }] as const),
          ),
          body,
        });
        expect(Buffer.from(encodeMessage(encodeHeaders(pairs), body))).toEqual(
          Buffer.from(encoded),
        );
      }),
    );
  });

  it("tokens join to the text they were, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        expect(tokenize(text).join("")).toBe(text);
      }),
    );
    expect(countTokens("")).toBe(0);
    expect(tokenize("It’s 🚀 here…")).toEqual(["It’s", " 🚀", " here", "…"]);
  });
});
