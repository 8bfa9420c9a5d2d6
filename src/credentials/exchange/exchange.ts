import { CredentialsProviderError } from "../../errors/credentials-provider-error.ts";
import { UnsupportedRuntimeError } from "../../errors/unsupported-runtime-error.ts";
import type { Fetch } from "../../fetch.ts";

/** How long one HTTP exchange may take, to the last byte of its answer, in ms. */
const EXCHANGE_TIMEOUT_MS = 10_000;

/** The longest answer that is read. Real ones have about 2 KiB. */
const MAX_RESPONSE_BYTES = 65_536;

/** A service's answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * One HTTP exchange with a service that hands out credentials: within a time limit, up to a size,
 * and never on to where a redirect points, since the request may carry a token.
 *
 * The time limit holds whatever fetch makes of its signal, and needs nothing of AbortSignal that
 * older runtimes lack.
 *
 * @throws CredentialsProviderError `NETWORK`, `TIMEOUT`, `INVALID_RESPONSE`
 * @throws UnsupportedRuntimeError where there is no fetch
 */
export async function exchange(
  service: string,
  url: string,
  init: RequestInit,
  fetch: Fetch = globalThis.fetch,
): Promise<Answer> {
  if (typeof fetch !== "function") {
    throw new UnsupportedRuntimeError("fetch", "pass one as the option fetch");
  }
  const controller = new AbortController();
  const { signal } = controller;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const message = `${service} did not answer within ${EXCHANGE_TIMEOUT_MS / 1000} s`;
      reject(new CredentialsProviderError("TIMEOUT", message));
      controller.abort();
    }, EXCHANGE_TIMEOUT_MS);
  });
  const answer = async (): Promise<Answer> => {
    const response = await fetch(url, { ...init, redirect: "manual", signal });
    const { status, headers } = response;
    if (response.type === "opaqueredirect" || (status >= 300 && status < 400)) {
      discard(response.body);
      throw unexpected(service, "with a redirect");
    }
    return { status, headers, text: await boundedText(service, response, signal) };
  };
  try {
    return await Promise.race([answer(), late]);
  } catch (cause) {
    if (cause instanceof CredentialsProviderError) throw cause;
    if (isPermissionDenied(cause)) {
      const message = `${service} could not be asked: ${cause.message}`;
      throw new CredentialsProviderError("NETWORK", message, { cause, retryable: false });
    }
    // Node's own words are "fetch failed"; the cause says why.
    const why = [cause, Object(Object(cause).cause).message].filter(Boolean).join(": ");
    const message = `${service} at ${new URL(url).origin} could not be reached, or its answer was cut off: ${why}`;
    throw new CredentialsProviderError("NETWORK", message, { cause });
  } finally {
    clearTimeout(timer);
  }
}

/** The members of a JSON object; none if the text is not one. */
export function jsonMembers(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    // The parser's own error quotes the text, which may hold secrets.
    return {};
  }
}

/** Whether the runtime denied what was tried. Deno's message names the permission to run with. */
export const isPermissionDenied = (error: unknown): error is Error =>
  /^(NotCapable|PermissionDenied)$/.test(Object(error).name);

async function boundedText(
  service: string,
  response: Response,
  signal: AbortSignal,
): Promise<string> {
  // Some implementations of fetch have no body, or one of another kind.
  if (typeof response.body?.getReader !== "function") {
    const text =
      response.text === undefined
        ? new TextDecoder().decode(await response.arrayBuffer())
        : await response.text();
    if (text.length <= MAX_RESPONSE_BYTES) return text;
    throw tooLong(service);
  }
  const reader = response.body.getReader();
  // A body can ignore the signal, as fetch can.
  if (signal.aborted) discard(reader);
  else signal.addEventListener("abort", () => discard(reader));
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    size += value.byteLength;
    if (size > MAX_RESPONSE_BYTES) {
      discard(reader);
      throw tooLong(service);
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Lets go of a body. Not awaited: nothing depends on when, or whether, its source agrees. */
function discard(body: Pick<ReadableStream, "cancel"> | null): void {
  body?.cancel?.().catch(() => {});
}

const tooLong = (service: string) =>
  unexpected(service, `with more than ${MAX_RESPONSE_BYTES} bytes`);

const unexpected = (service: string, what: string) =>
  new CredentialsProviderError("INVALID_RESPONSE", `${service} answered ${what}`);
