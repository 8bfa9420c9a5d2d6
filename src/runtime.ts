/** What a runtime has or lacks, found by looking for the feature and never by its name. */

/** Whether this code runs in a page, where whoever opens it can read what it holds. */
export function isPage(): boolean {
  return "window" in globalThis && "document" in globalThis;
}

/**
 * Whether I/O belongs to the request that started it, so that another request must never wait for
 * its promise: that one hangs or fails once the first is gone. Both globals exist only in runtimes
 * with this rule.
 */
export function ioIsBoundToRequest(): boolean {
  return "WebSocketPair" in globalThis || "EdgeRuntime" in globalThis;
}

/**
 * The variables of the process, where the runtime has processes. Undefined in pages and in
 * Workers, whose variables come with each request.
 *
 * The object is handed on as it is: one runtime asks for permission per variable, at the read.
 */
export function environment(): object | undefined {
  const { process } = globalThis as { process?: { env?: object } };
  return process?.env;
}
