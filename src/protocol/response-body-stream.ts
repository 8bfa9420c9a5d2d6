import type { ByteSource } from "./byte-source.ts";

/** Whether a body begins with a text of ASCII. What was read to find out stays to be read. */
export async function peek(
  source: ByteSource,
  text: string,
): Promise<{ readonly isText: boolean; readonly source: ByteSource }> {
  const pieces: Uint8Array[] = [];
  let head = "";
  await source.readUntil((piece) => {
    pieces.push(piece);
    if (head.length < text.length) head += new TextDecoder().decode(piece.subarray(0, text.length));
    return head.length >= text.length || !text.startsWith(head);
  });
  return {
    isText: head.startsWith(text),
    source: {
      async readUntil(enough) {
        // All of them, as `readUntil` has it: what has come already comes at once.
        let isEnough = false;
        for (const piece of pieces.splice(0)) isEnough = enough(piece) || isEnough;
        return isEnough || source.readUntil(enough);
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
