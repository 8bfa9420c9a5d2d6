import { BedrockFetchError } from "./bedrock-fetch-error.ts";

/** The platform lacks something that this library needs; the message says what, and what to do. */
export class UnsupportedRuntimeError extends BedrockFetchError {
  override readonly name: string = "UnsupportedRuntimeError";
  override readonly code = "UNSUPPORTED_RUNTIME" as const;
  /** What is missing, such as `"crypto.subtle"`. */
  declare readonly missing: string;

  constructor(missing: string, advice: string) {
    super(`This environment has no ${missing}: ${advice}`);
    this.missing = missing;
  }
}

/** @throws UnsupportedRuntimeError where nothing can be signed */
export function checkWebCrypto(): void {
  if (globalThis.crypto?.subtle) return;
  throw new UnsupportedRuntimeError(
    "crypto.subtle",
    "a page has Web Crypto only over https or on localhost",
  );
}
