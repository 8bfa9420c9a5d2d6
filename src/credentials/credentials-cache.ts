import { ioIsBoundToRequest } from "../runtime/request-bound-io.ts";
import { checkCredentials } from "./check-credentials.ts";
import type { Credentials, CredentialsProvider } from "./credentials.ts";
import { CredentialsProviderError } from "./errors.ts";

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
export class CredentialsCache {
  readonly #provider: (options?: { forceRefresh: boolean }) => Promise<Credentials>;
  readonly #onRefreshError: ((error: unknown) => void) | undefined;
  readonly #now: () => number;

  #cached: Credentials | undefined;
  #pending: Promise<Credentials> | undefined;
  #earlyRenewalFrom = Number.NEGATIVE_INFINITY;
  #forceRefresh = false;

  /**
   * @throws {CredentialsProviderError} `INVALID_CREDENTIALS` for a credentials object that is none
   */
  constructor(
    source: Credentials | CredentialsProvider,
    options: {
      /** Told that a renewal failed while the old credentials still work. */
      onRefreshError?: ((error: unknown) => void) | undefined;
      /** The time, in ms since the epoch; the client's idea of it, which corrects a wrong clock. */
      now?: () => number;
    } = {},
  ) {
    if (typeof source === "function") {
      this.#provider = source;
    } else {
      const fixed = checkCredentials(source);
      this.#provider = async () => fixed;
    }
    this.#onRefreshError = options.onRefreshError;
    this.#now = options.now ?? Date.now;
  }

  /**
   * @throws what the provider throws
   * @throws {CredentialsProviderError} `INVALID_CREDENTIALS` when it gives none, `TIMEOUT` when it
   *   gives nothing within a minute
   */
  async get(): Promise<Credentials> {
    const cached = this.#cached;
    if (cached === undefined || this.#timeLeft(cached) <= 0) return this.#renew();
    if (this.#timeLeft(cached) > RENEWAL_WINDOW_MS) return cached;

    const now = this.#now();
    if (now < this.#earlyRenewalFrom) return cached;
    // A time, not a flag: a request that dies while it renews could never take a flag back.
    this.#earlyRenewalFrom = now + RENEWAL_LIMIT_MS;
    try {
      return await this.#renew();
    } catch (error) {
      const current = this.#cached;
      if (current === undefined || this.#timeLeft(current) <= 0) throw error;
      this.#onRefreshError?.(error);
      return current;
    }
  }

  /** Forgets credentials that the service refused, unless newer ones have come meanwhile. */
  drop(used: Credentials): void {
    if (this.#cached !== used) return;
    this.#cached = undefined;
    this.#forceRefresh = true;
  }

  #timeLeft({ expiration }: Credentials): number {
    return expiration === undefined ? Number.POSITIVE_INFINITY : expiration.getTime() - this.#now();
  }

  #renew(): Promise<Credentials> {
    if (ioIsBoundToRequest()) return this.#askWithLimit();
    this.#pending ??= this.#askWithLimit().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  #askWithLimit(): Promise<Credentials> {
    let timer: ReturnType<typeof setTimeout>;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const message = `The credentials provider gave nothing within ${RENEWAL_LIMIT_MS / 1000} s.`;
        reject(new CredentialsProviderError("TIMEOUT", message));
      }, RENEWAL_LIMIT_MS);
    });
    return Promise.race([this.#ask(), late]).finally(() => clearTimeout(timer));
  }

  async #ask(): Promise<Credentials> {
    const options = this.#forceRefresh ? { forceRefresh: true } : undefined;
    const fresh = checkCredentials(await this.#provider(options));
    this.#cached = fresh;
    this.#forceRefresh = false;
    return fresh;
  }
}
