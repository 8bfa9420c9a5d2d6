import { CredentialsProviderError } from "../errors/credentials-provider-error.ts";
import { callHook } from "../hook.ts";
import { ioIsBoundToRequest } from "../runtime.ts";
import { checkCredentials } from "./check-credentials.ts";
import type { Credentials, CredentialsProvider } from "./credentials.ts";

/** How long before they expire credentials are renewed: five minutes, as in the AWS SDKs. */
const RENEWAL_WINDOW_MS = 300_000;

/** The longest wait for a provider, and the shortest time between two early renewals. */
const RENEWAL_LIMIT_MS = 60_000;

/**
 * Credentials, asked for once and kept until shortly before they expire.
 *
 * In the last five minutes one caller at a time renews them, while the old ones still serve the
 * others; if that fails, they serve this caller too. A failure is never kept.
 *
 * Where I/O is bound to the request that began it, values are shared between requests and pending
 * work is not: a request that waited for another's would hang once that one is gone.
 */
export interface CredentialsCache {
  /**
   * @throws what the provider throws
   * @throws CredentialsProviderError `INVALID_CREDENTIALS` if it returns none, `TIMEOUT` if it
   *   returns nothing within a minute
   */
  get(): Promise<Credentials>;
  /** Drops credentials that the service refused, unless newer ones have come meanwhile. */
  drop(used: Credentials): void;
  /**
   * Forgets whose credentials these are: the next `get` asks the provider again, past its own cache.
   * A renewal under way still serves those who wait for it already, and nobody after them.
   */
  forget(): void;
}

/** @throws InvalidArgumentError for a malformed credentials object, naming the member */
export function credentialsCache(
  source: Credentials | CredentialsProvider,
  {
    now = Date.now,
    onRefreshError,
  }: {
    /** The time, in ms since the epoch; the client's idea of it, which corrects a wrong clock. */
    readonly now?: () => number;
    /** Called when a renewal failed while the old credentials still work. */
    readonly onRefreshError?: ((error: unknown) => unknown) | undefined;
  } = {},
): CredentialsCache {
  let provider: (options?: { forceRefresh: boolean }) => Credentials | Promise<Credentials>;
  if (typeof source === "function") {
    provider = source;
  } else {
    const fixed = checkCredentials(source);
    provider = () => fixed;
  }
  let cached: Credentials | undefined;
  let pending: Promise<Credentials> | undefined;
  let earlyRenewalFrom = Number.NEGATIVE_INFINITY;
  let forceRefresh = false;
  // Grows when credentials are forgotten: what was asked for before then must not come back.
  let generation = 0;

  const timeLeft = (): number => {
    if (cached === undefined) return 0;
    const { expiration } = cached;
    return expiration === undefined ? Number.POSITIVE_INFINITY : expiration.getTime() - now();
  };

  async function ask(): Promise<Credentials> {
    const asked = generation;
    const returned = await provider(forceRefresh ? { forceRefresh } : undefined);
    const fresh = checkCredentials(returned, "The credentials provider");
    if (asked === generation) {
      cached = fresh;
      forceRefresh = false;
    }
    return fresh;
  }

  function askWithLimit(): Promise<Credentials> {
    let timer: ReturnType<typeof setTimeout>;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const message = `The credentials provider returned nothing within ${RENEWAL_LIMIT_MS / 1000} s`;
        reject(new CredentialsProviderError("TIMEOUT", message));
      }, RENEWAL_LIMIT_MS);
    });
    return Promise.race([ask(), late]).finally(() => clearTimeout(timer));
  }

  function renew(): Promise<Credentials> {
    if (ioIsBoundToRequest()) return askWithLimit();
    if (pending === undefined) {
      const renewal = askWithLimit().finally(() => {
        if (pending === renewal) pending = undefined;
      });
      pending = renewal;
    }
    return pending;
  }

  return {
    async get() {
      if (timeLeft() <= 0) return renew();
      if (timeLeft() > RENEWAL_WINDOW_MS || now() < earlyRenewalFrom) return cached!;
      // A time, not a flag: a request that dies while it renews could never take a flag back.
      earlyRenewalFrom = now() + RENEWAL_LIMIT_MS;
      const asked = generation;
      try {
        return await renew();
      } catch (error) {
        if (asked !== generation || timeLeft() <= 0) throw error;
        callHook(onRefreshError, error);
        return cached!;
      }
    },

    drop(used) {
      if (cached !== used) return;
      cached = undefined;
      forceRefresh = true;
    },

    forget() {
      generation++;
      cached = undefined;
      pending = undefined;
      earlyRenewalFrom = Number.NEGATIVE_INFINITY;
      forceRefresh = true;
    },
  };
}
