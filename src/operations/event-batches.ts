import type { ResponseMetadata } from "../errors/response-metadata.ts";
import type { Frames } from "../eventstream/frame.ts";
import { frameSplitter } from "../eventstream/frame-splitter.ts";
import type { ByteSource } from "./byte-source.ts";
import { ResponseStreamDecoder, type ResponseStreamEvent } from "./response-stream-decoder.ts";

/** Reads until there are events and gives them; undefined at the end of the answer. */
export type ReadEvents = () => Promise<readonly ResponseStreamEvent[] | undefined>;

/**
 * The events of a body, those of one reading at a time. Besides them it holds one unfinished frame.
 */
export function eventBatches(bytes: ByteSource, $metadata: ResponseMetadata): ReadEvents {
  const splitter = frameSplitter();
  const { writable, readable } = new ResponseStreamDecoder(splitter, $metadata);
  const decoder = writable.getWriter();
  const decoded = readable.getReader();
  let frames: Frames[] = [];
  let failure: unknown;
  const hasFrames = (piece: Uint8Array): boolean => {
    frames.push(...splitter.push(piece));
    return frames.length > 0 || splitter.failure() !== undefined;
  };

  // What a flush fails with is told by the reader.
  decoder.closed.catch(() => {});
  return async () => {
    for (;;) {
      if (failure !== undefined) throw failure;
      frames = [];
      const more = await bytes.readUntil(hasFrames);
      if (!more) splitter.end();
      if (more) decoder.write(frames);
      else decoder.close().catch(() => {});
      const { done, value } = await decoded.read();
      if (done) return undefined;
      failure = value.failure;
      if (value.events.length > 0) return value.events;
    }
  };
}
