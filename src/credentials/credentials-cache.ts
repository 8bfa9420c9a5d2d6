import { CredentialsProviderError } from "../errors/credentials-provider-error.ts";
import { ioIsBoundToRequest } from "../runtime.ts";
import { checkCredentials } from "./check-credentials.ts";
import type { Credentials, CredentialsProvider } from "./credentials.ts";

/** How long before their end credentials are renewed: five minutes, as the AWS SDKs have it. */
const RENEWAL_WINDOW_MS = 300_000;

/** The longest wait for a provider, and the shortest time between two early renewals. */
const RENEWAL_LIMIT_MS = 60_000;

/**
 * Credentials, asked for once and kept until shortly before they end.
 *
 * In the last five minutes one caller at a time renews them, while the old ones still serve the
 * others; should that fail, they serve it too. A failure is never kept.
 *
 * Where I/O is bound to the request that began it, values are shared between requests and pending
 * work is not: a request that waited for another's would hang once that one is gone.
 */
export interface CredentialsCache {
  /**
   * @throws what the provider throws
   * @throws {CredentialsProviderError} `INVALID_CREDENTIALS` when it gives none, `TIMEOUT` when it
   *   gives nothing within a minute
   */
  get(): Promise<Credentials>;
  /** Forgets credentials that the service refused, unless newer ones have come meanwhile. */
  drop(used: Credentials): void;
}

/**
 * @throws {CredentialsProviderError} `INVALID_CREDENTIALS` for a credentials object that is none
 */
export function credentialsCache(
  source: Credentials | CredentialsProvider,
  {
    now = Date.now,
    onRefreshError,
  }: {
    /** The time, in ms since the epoch; the client's idea of it, which corrects a wrong clock. */
    now?: () => number;
    /** Told that a renewal failed while the old credentials still work. */
    onRefreshError?: ((error: unknown) => void) | undefined;
  } = {},
): CredentialsCache {
  let provider: (options?: { forceRefresh: boolean }) => Promise<Credentials>;
  if (typeof source === "function") {
    provider = source;
  } else {
    const fixed = checkCredentials(source);
    provider = async () => fixed;
  }
  let cached: Credentials | undefined;
  let pending: Promise<Credentials> | undefined;
  let earlyRenewalFrom = Number.NEGATIVE_INFINITY;
  let forceRefresh = false;

  const timeLeft = (): number => {
    if (cached === undefined) return 0;
    const { expiration } = cached;
    return expiration === undefined ? Number.POSITIVE_INFINITY : expiration.getTime() - now();
  };

  async function ask(): Promise<Credentials> {
    const fresh = checkCredentials(await provider(forceRefresh ? { forceRefresh } : undefined));
    cached = fresh;
    forceRefresh = false;
    return fresh;
  }

  function askWithLimit(): Promise<Credentials> {
    let timer: ReturnType<typeof setTimeout>;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const message = `The credentials provider gave nothing within ${RENEWAL_LIMIT_MS / 1000} s.`;
        reject(new CredentialsProviderError("TIMEOUT", message));
      }, RENEWAL_LIMIT_MS);
    });
    return Promise.race([ask(), late]).finally(() => clearTimeout(timer));
  }

  function renew(): Promise<Credentials> {
    if (ioIsBoundToRequest()) return askWithLimit();
    pending ??= askWithLimit().finally(() => {
      pending = undefined;
    });
    return pending;
  }

  return {
    async get() {
      if (timeLeft() <= 0) return renew();
      if (timeLeft() > RENEWAL_WINDOW_MS || now() < earlyRenewalFrom) return cached!;
      // A time, not a flag: a request that dies while it renews could never take a flag back.
      earlyRenewalFrom = now() + RENEWAL_LIMIT_MS;
      try {
        return await renew();
      } catch (error) {
        if (timeLeft() <= 0) throw error;
        onRefreshError?.(error);
        return cached!;
      }
    },

    drop(used) {
      if (cached !== used) return;
      cached = undefined;
      forceRefresh = true;
    },
  };
}
