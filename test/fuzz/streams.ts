import { concat, frame, header, stringHeader } from "../helpers/eventstream/frames.ts";
import type { Random } from "../helpers/random.ts";
import { recordedBody, recordings, recordingsIn } from "../helpers/recordings.ts";
import { mutated, mutatedBehindChecksums } from "./mutate.ts";

/** The frames of real streams, where the reference data is at hand. */
const recorded: readonly (readonly Uint8Array[])[] = recordings
  .filter(({ name }) => name.startsWith("stream-200-"))
  .map((recording) => framesOf(Buffer.from(recordedBody(recording))));

function framesOf(bytes: Buffer): Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += frames.at(-1)!.length) {
    frames.push(new Uint8Array(bytes.subarray(at, at + bytes.readUInt32BE(at))));
  }
  return frames;
}

const VALUE_LENGTHS = [0, 0, 1, 2, 4, 8, undefined, undefined, 8, 16];
const NAMES = [":event-type", ":message-type", ":content-type", "__proto__", "constructor", ""];

function anyHeader(random: Random): Uint8Array {
  const name = random.chance(0.7) ? random.pick(NAMES) : random.bytes(random.size(256));
  const type = random.below(10);
  return header(name, type, random.bytes(VALUE_LENGTHS[type] ?? random.size(5000)));
}

const CHUNK = concat(
  stringHeader(":event-type", "chunk"),
  stringHeader(":content-type", "application/json"),
  stringHeader(":message-type", "event"),
);

/** What a chunk carries, or something like it. */
function anyPayload(random: Random): Uint8Array {
  const bytes = Buffer.from(random.bytes(random.size(1000))).toString("base64");
  const json = JSON.stringify(
    random.pick<unknown>([
      { bytes },
      { bytes, p: "abcdefgh".slice(random.below(8)) },
      { bytes, p: '\u00fc"}' },
      { p: "abc", bytes },
      { bytes: null },
      { p: "abc" },
      { bytes: bytes.slice(random.below(4)) },
      bytes,
      [bytes],
    ]),
  );
  return random.chance(0.9) ? Buffer.from(json) : mutated(Buffer.from(json), random);
}

function anyFrame(random: Random): Uint8Array {
  if (random.chance(0.6)) return frame(CHUNK, anyPayload(random));
  const headers = Array.from({ length: random.size(8) }, () => anyHeader(random));
  return frame(concat(...headers), random.bytes(random.size(100_000)));
}

/** A stream of real or made-up frames; most have something wrong somewhere. */
export function anyStream(random: Random): Uint8Array {
  const frames =
    recorded.length > 0 && random.chance(0.5)
      ? random.pick(recorded)
      : Array.from({ length: random.size(16) }, () => anyFrame(random));
  return anyDamage(frames, random);
}

const conversations: readonly (readonly Uint8Array[])[] = recordingsIn("recordings-converse")
  .filter(({ name }) => name.startsWith("converse-stream-200-"))
  .map((recording) => framesOf(Buffer.from(recordedBody(recording))));

const EVENT_TYPES = ["messageStart", "contentBlockDelta", "messageStop", "metadata", "brandNew"];

function anyConverseFrame(random: Random): Uint8Array {
  const redactedContent = Buffer.from(random.bytes(random.size(100))).toString("base64");
  const json = JSON.stringify(
    random.pick<unknown>([
      { contentBlockIndex: 0, delta: { text: "größe" }, p: "abc" },
      { p: "abc", delta: { reasoningContent: { redactedContent } } },
      { delta: { reasoningContent: { redactedContent: redactedContent.slice(random.below(4)) } } },
      { delta: { image: { source: { bytes: redactedContent } } } },
      { delta: null },
      {},
      "text",
      null,
    ]),
  );
  const headers = concat(
    stringHeader(":event-type", random.pick(EVENT_TYPES)),
    ...(random.chance(0.8) ? [stringHeader(":content-type", "application/json")] : []),
    ...(random.chance(0.1) ? [anyHeader(random)] : []),
    stringHeader(":message-type", "event"),
  );
  const payload = Buffer.from(json);
  return frame(headers, random.chance(0.9) ? payload : mutated(payload, random));
}

/** The same for ConverseStream. */
export function anyConverseStream(random: Random): Uint8Array {
  const frames =
    conversations.length > 0 && random.chance(0.5)
      ? random.pick(conversations)
      : Array.from({ length: random.size(16) }, () => anyConverseFrame(random));
  return anyDamage(frames, random);
}

function anyDamage(frames: readonly Uint8Array[], random: Random): Uint8Array {
  switch (random.below(4)) {
    case 0:
      return concat(...frames);
    case 1:
      return mutated(concat(...frames), random);
    case 2:
      return random.bytes(random.size(1000));
    default: {
      const which = random.below(frames.length);
      return concat(
        ...frames.map((frame, i) => (i === which ? mutatedBehindChecksums(frame, random) : frame)),
      );
    }
  }
}
