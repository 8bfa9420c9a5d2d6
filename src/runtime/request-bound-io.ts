/**
 * Whether I/O belongs to the request that started it, so that another request must never wait for
 * its promise: that one hangs or fails once the first is gone. Both globals exist only in runtimes
 * with this rule.
 */
export function ioIsBoundToRequest(): boolean {
  return "WebSocketPair" in globalThis || "EdgeRuntime" in globalThis;
}
