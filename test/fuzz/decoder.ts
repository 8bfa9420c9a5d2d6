import assert from "node:assert/strict";
import { EventStreamError } from "../../src/eventstream/index.ts";
import { bytesAllocated } from "../helpers/eventstream/allocations.ts";
import { type Decoded, decode } from "../helpers/eventstream/decode.ts";
import { referenceDecode } from "../helpers/eventstream/reference-decoder.ts";
import type { Random } from "../helpers/random.ts";
import { anyStream } from "./streams.ts";

/** Anything at all, in any pieces: what a plain reading yields, and within the bound of memory. */
export function fuzzDecoder(random: Random): void {
  const bytes = anyStream(random);
  const pieces = random.pieces(bytes);
  const expected = referenceDecode(bytes);

  let decoded: Decoded = { messages: [] };
  const made = bytesAllocated(() => {
    decoded = decode(pieces);
  });

  assert.deepEqual(decoded.messages, expected.messages);
  if (expected.code === undefined) assert.equal(decoded.error, undefined);
  else {
    assert(decoded.error instanceof EventStreamError, String(decoded.error));
    assert.equal(decoded.error.code, expected.code);
    assert.equal(decoded.error.received.frames, expected.messages.length);
    assert(decoded.error.received.bytes <= bytes.length);
  }
  // One growing copy of what came, at most; and the first, small allocation of each piece.
  assert(made <= 4 * bytes.length + 512 * (1 + pieces.length), `${made} for ${bytes.length}`);
}
