import { CredentialsProviderError } from "../errors/credentials-provider-error.ts";
import type { Fetch } from "../fetch.ts";

/** The time that one HTTP exchange may take, to the last byte of its answer. */
export const EXCHANGE_TIMEOUT_MS = 10_000;

/** The longest answer that is read. Real ones have about 2 KiB. */
export const MAX_RESPONSE_BYTES = 65_536;

/** What a service answered. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/**
 * One HTTP exchange with a service that hands out credentials: within a time limit, up to a size,
 * and never on to where a redirect points, since the request may carry a token.
 *
 * @throws {CredentialsProviderError} `NETWORK`, `TIMEOUT`, `INVALID_RESPONSE`
 */
export async function exchange(
  service: string,
  url: string,
  init: RequestInit,
  fetch: Fetch = globalThis.fetch,
): Promise<Answer> {
  const signal = AbortSignal.timeout(EXCHANGE_TIMEOUT_MS);
  try {
    const response = await fetch(url, { ...init, redirect: "manual", signal });
    const { status } = response;
    if (response.type === "opaqueredirect" || (status >= 300 && status < 400)) {
      await response.body?.cancel();
      throw unexpected(service, "a redirect");
    }
    return { status, text: await boundedText(service, response) };
  } catch (cause) {
    if (cause instanceof CredentialsProviderError) throw cause;
    throw new CredentialsProviderError(
      signal.aborted ? "TIMEOUT" : "NETWORK",
      `${service} gave no answer: ${cause}`,
      { cause },
    );
  }
}

async function boundedText(service: string, response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done) return text;
    size += value.byteLength;
    if (size > MAX_RESPONSE_BYTES) {
      await reader?.cancel();
      throw unexpected(service, `more than ${MAX_RESPONSE_BYTES} bytes`);
    }
    text += decoder.decode(value, { stream: true });
  }
}

const unexpected = (service: string, what: string) =>
  new CredentialsProviderError("INVALID_RESPONSE", `${service} answered with ${what}.`);
