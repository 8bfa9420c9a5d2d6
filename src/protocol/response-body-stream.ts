import type { ByteSource } from "./byte-source.ts";

/** The first bytes of a body: more than `limit`, or all of it. They stay to be read once more. */
export async function peek(
  source: ByteSource,
  limit: number,
): Promise<{ readonly head: Uint8Array; readonly source: ByteSource }> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  await source.readUntil((piece) => {
    pieces.push(piece);
    length += piece.length;
    return length > limit;
  });
  const head = new Uint8Array(length);
  for (const piece of pieces.reverse()) {
    length -= piece.length;
    head.set(piece, length);
  }
  let isRead = head.length === 0;
  return {
    head,
    source: {
      async readUntil(enough) {
        if (isRead) return source.readUntil(enough);
        isRead = true;
        return enough(head) || source.readUntil(enough);
      },
      cancel: () => source.cancel(),
    },
  };
}

/** A body as a stream that passes on what comes as it comes. */
export function bodyStream(source: ByteSource): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
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
