const NOTICE = "\n\n[The answer broke off here.]\n";

/**
 * Text that says so in its last line when it breaks off. workerd ends a body that fails as if it were
 * whole, so only its words can show it (https://github.com/cloudflare/workerd/issues/6818).
 */
export function tellBreak(text: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = text.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch {
          controller.enqueue(new TextEncoder().encode(NOTICE));
          controller.close();
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
