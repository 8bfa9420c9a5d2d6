/** What a runtime has or lacks, found by looking for the feature and never by the runtime's name. */

/**
 * Whether this code runs in a page or an extension, or in a worker of one, where whoever opens it
 * can read what it holds. Every kind of worker of a browser has `importScripts`, if only to refuse
 * it in modules; workers of servers have some of a browser's other globals, but not this one.
 */
export function isPage(): boolean {
  return (
    ("window" in globalThis && "document" in globalThis) ||
    ("WorkerGlobalScope" in globalThis && "importScripts" in globalThis)
  );
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
