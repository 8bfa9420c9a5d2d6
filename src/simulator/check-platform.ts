import { UnsupportedRuntimeError } from "../errors/unsupported-runtime-error.ts";

const NEEDED = ["TextEncoder", "TextDecoder", "Request", "Response", "ReadableStream"] as const;

/** @throws UnsupportedRuntimeError where a standard that every answer needs is missing. */
export function checkPlatform(): void {
  const missing =
    NEEDED.find((name) => !(name in globalThis)) ??
    (globalThis.crypto?.subtle ? undefined : "crypto.subtle");
  if (missing === undefined) return;
  throw new UnsupportedRuntimeError(
    missing,
    'browsers (over https or from localhost), Workers, Deno, Bun and Node have it; in jest, set testEnvironment to "node"',
  );
}
