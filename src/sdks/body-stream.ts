import type { ByteSource } from "../protocol/byte-source.ts";

/**
 * A body as a stream that passes on pieces as they arrive.
 *
 * @param head - pieces that have been read from `source` already
 */
export function bodyStream(
  source: ByteSource,
  head: readonly Uint8Array[],
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        for (const piece of head) controller.enqueue(piece);
      },
      async pull(controller) {
        const more = await source.readUntil((piece) => {
          controller.enqueue(piece);
          return true;
        });
        if (!more) controller.close();
      },
      cancel() {
        source.cancel();
      },
    },
    { highWaterMark: 0 },
  );
}
