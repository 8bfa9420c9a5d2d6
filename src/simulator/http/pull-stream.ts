/**
 * A stream that asks `produce` for a piece only when its reader asks for one. Nothing is read ahead,
 * so a slow reader slows the producer, and one that cancels stops it: `produce` learns of it by its signal.
 *
 * When `request` is aborted, the stream fails with its reason, as the body of a fetch does.
 */
export function pullStream(
  request: AbortSignal,
  produce: (signal: AbortSignal) => AsyncIterator<Uint8Array<ArrayBuffer>>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const stop = new AbortController();
  const pieces = produce(stop.signal);
  let onAbort: () => void;
  const end = (reason?: unknown) => {
    request.removeEventListener("abort", onAbort);
    stop.abort(reason);
    // A producer that is waiting ends by its signal, one that is between two pieces by this.
    pieces.return?.().catch(() => {});
  };
  return new ReadableStream(
    {
      start(controller) {
        onAbort = () => {
          controller.error(request.reason);
          end(request.reason);
        };
        if (request.aborted) onAbort();
        else request.addEventListener("abort", onAbort, { once: true });
      },
      async pull(controller) {
        try {
          const piece = await pieces.next();
          if (stop.signal.aborted) return;
          if (!piece.done) {
            controller.enqueue(piece.value);
            return;
          }
          controller.close();
          end();
        } catch (error) {
          if (stop.signal.aborted) return;
          controller.error(error);
          end(error);
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}
