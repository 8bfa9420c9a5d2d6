/** What a runtime has or lacks, found by looking for the feature and never by the runtime's name. */
import { UnsupportedRuntimeError } from "./errors/unsupported-runtime-error.ts";

/** What to throw where one of the platform's standards is missing, by its name. */
export const unsupported = (missing: string): UnsupportedRuntimeError =>
  new UnsupportedRuntimeError(
    missing,
    'browsers, Workers, Deno, Bun and Node have it; in jest, set testEnvironment to "node"',
  );

/**
 * What a class extends to be a `TransformStream`. Where there is none, the class can still be
 * declared, so that importing it does not fail; making one does, and the error says why.
 */
export const TransformStreamBase: typeof TransformStream = /* @__PURE__ */ (() =>
  globalThis.TransformStream ??
  class {
    constructor() {
      throw unsupported("TransformStream");
    }
  })();

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
 * Listens for a page's policy that blocks requests to `url`: the error of fetch does not say so, and
 * engines report it in an event shortly before or after. Undefined outside pages.
 *
 * @returns stops listening; for a request that failed, resolves to the policy's error, if it was that
 */
export function watchPolicy(
  url: string,
): ((isFailed?: boolean) => Promise<Error | undefined>) | undefined {
  if (!isPage()) return undefined;
  let violation: Error | undefined;
  const type = "securitypolicyviolation";
  const listen = (event: Event & { readonly blockedURI?: string }) => {
    if (event.blockedURI && url.startsWith(event.blockedURI)) {
      violation = new Error("blocked by Content Security Policy; add it to connect-src");
    }
  };
  addEventListener(type, listen);
  return async (isFailed) => {
    if (isFailed) await new Promise((resolve) => setTimeout(resolve, 10));
    removeEventListener(type, listen);
    return violation;
  };
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
