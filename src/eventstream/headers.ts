import { type Frames, PRELUDE_LENGTH, payloadStart } from "./frame.ts";

/** The length of a header's value, by its type; `SAYS_ITSELF`: the value starts with it, in two bytes. */
const SAYS_ITSELF = -1;
const VALUE_LENGTHS: readonly number[] = [0, 0, 1, 2, 4, 8, SAYS_ITSELF, SAYS_ITSELF, 8, 16];
const STRING = 7;

const typeAt = (bytes: Uint8Array, header: number): number => header + 1 + bytes[header]!;

/** Where the header at `start` ends; NaN for an unknown type. */
export function headerEnd(bytes: Uint8Array, start: number): number {
  const type = typeAt(bytes, start);
  const length = VALUE_LENGTHS[bytes[type]!] ?? Number.NaN;
  const ownLength = 2 + ((bytes[type + 1]! << 8) | bytes[type + 2]!);
  return type + 1 + (length === SAYS_ITSELF ? ownLength : length);
}

/** The headers of the frame at `start` that are strings; of two with the same name, the last one. */
export function stringHeaders(frames: Frames, start: number): Map<string, string> {
  const decoder = new TextDecoder();
  const strings = new Map<string, string>();
  const end = payloadStart(frames, start);
  for (let at = start + PRELUDE_LENGTH; at < end; at = headerEnd(frames, at)) {
    const type = typeAt(frames, at);
    const name = decoder.decode(frames.subarray(at + 1, type));
    const value = decoder.decode(frames.subarray(type + 3, headerEnd(frames, at)));
    if (frames[type] === STRING) strings.set(name, value);
    else strings.delete(name);
  }
  return strings;
}
