import fc from "fast-check";
import { bytesOf, concat, frame, header } from "../helpers/eventstream/frames.ts";

// Random input for the properties of the decoder.

const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
const exactly = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

const text = (maxLength: number) =>
  fc.string({ unit: "binary", maxLength }).filter((text) => !text.startsWith("\ufeff"));

const headerName: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: text(20) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("__proto__", "constructor", ":event-type", ":message-type"),
  },
);

/** A header as bytes, of any type. */
const anyHeader: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    headerName,
    fc.oneof(
      fc.constantFrom(0, 1).map((type) => [type, new Uint8Array(0)] as const),
      ...[2, 3, 4, 5, 8, 9].map((type) =>
        exactly([1, 2, 4, 8, 0, 0, 8, 16][type - 2]!).map((value) => [type, value] as const),
      ),
      bytes(40).map((value) => [6, value] as const),
      text(40).map((value) => [7, bytesOf(value)] as const),
    ),
  )
  .map(([name, [type, value]]) => header(name, type, value));

/** The frame of a message of any kind. */
export const anyFrame: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.array(anyHeader, { maxLength: 6 }), bytes(200))
  .map(([headers, payload]) => frame(concat(...headers), payload));

/** A stream of such messages, as its frames. */
export const anyStream: fc.Arbitrary<Uint8Array[]> = fc.array(anyFrame, { maxLength: 8 });

export const anyCuts: fc.Arbitrary<number[]> = fc.array(fc.nat(), { maxLength: 30 });

/** Bytes that begin like frames do, to pass the first checks more often than chance would. */
export const anyBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  bytes(300),
  fc.tuple(anyStream, bytes(300)).map(([frames, rest]) => concat(...frames, rest)),
  // Good checksums over nonsense.
  fc
    .tuple(bytes(100), bytes(100), fc.nat({ max: 120 }))
    .map(([headers, payload, declared]) => frame(headers, payload, declared)),
);
